/** What every screen may look at: one plain object, changed by `update`, watched by `useApp`. */
import { useEffect, useState } from "./html.js";

/** @type {any} */
export const app = {
  ready: false,
  accepted: false, // agreed to the intended use in this visit
  me: null, // answer of GET /me, kept on the phone
  alerts: [], // open alerts as the server told them
  sync: { state: "idle", waiting: 0, refused: 0, changes: 0 }, // idle|sending|synced|offline|waiting|signin; changes grows with each sync that changed what is kept: read again
  knowledge: null, // compiled rules
  knowledgeVersion: null,
  emergency: null, // {verdict, day} while the action screen is up
  draft: null, // the check under way, as check_draft.js keeps it
  savedCount: 0, // saves in this visit, for the push question
  board: null, // teams with a board, for the tab; null until it was read once
  teamsProblem: null, // why the teams could not be read just now
};

const watchers = new Set();
let changes = 0;

/** @param {Record<string, any>} patch */
export function update(patch) {
  Object.assign(app, patch);
  changes += 1;
  for (const watcher of watchers) watcher();
}

/** Draw again on every change, also on one that came between the first drawing and its effects. */
export function useApp() {
  const [, redraw] = useState(0);
  const drawn = changes;
  useEffect(() => {
    const watcher = () => redraw((n) => n + 1);
    watchers.add(watcher);
    if (drawn !== changes) watcher(); // effects run after the next frame: nobody told us of this one
    return () => watchers.delete(watcher);
  }, []);
  return app;
}
