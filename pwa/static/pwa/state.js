/** What every screen may look at: one plain object, changed by `update`, watched by `useApp`. */
import { useEffect, useState } from "./html.js";

/** @type {any} */
export const app = {
  ready: false,
  accepted: false, // agreed to the intended use in this visit
  me: null, // answer of GET /me, kept on the phone
  alerts: [], // open alerts as the server told them
  sync: { state: "idle", waiting: 0, refused: 0 }, // idle|sending|synced|offline|waiting|signin
  knowledge: null, // compiled rules
  knowledgeVersion: null,
  emergency: null, // {verdict, day} while the action screen is up
  draft: null, // the check under way, as check_draft.js keeps it
  savedCount: 0, // saves in this visit, for the push question
  board: null, // teams with a board, for the tab
};

const watchers = new Set();

/** @param {Record<string, any>} patch */
export function update(patch) {
  Object.assign(app, patch);
  for (const watcher of watchers) watcher();
}

/** Draw again on every change. */
export function useApp() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const watcher = () => redraw((n) => n + 1);
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, []);
  return app;
}
