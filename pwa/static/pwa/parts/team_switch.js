/** Which team a coach looks at: from the address, chosen, looked at last, or the one where something waits. */
import { html, useEffect, useState } from "../html.js";
import { Problem, get } from "../api.js";
import { metaGet, metaSet } from "../store.js";
import { useApp } from "../state.js";
import { go, usePath } from "../router.js";
import { t } from "../i18n.js";

const SEEN = "team_seen"; // the team looked at last on this phone

/** Ids of the teams whose board shows an open alert; null until known. Nothing of it is kept. */
function useWaiting(isAsked) {
  const [waiting, setWaiting] = useState(null);
  useEffect(() => {
    if (!isAsked) return;
    get("/boards").then(({ body }) => setWaiting(new Set(body.results.filter((one) => one.waits).map((one) => one.team))))
      .catch((error) => {
        if (!(error instanceof Problem)) throw error;
        setWaiting(new Set()); // away: no marks, and the boards say so themselves
      });
  }, [isAsked]);
  return waiting;
}

/**
 * The team that is looked at (null until that is known), the athlete whom the address names, and the marks.
 * @param {any[]|null} board memberships as staff
 */
export function useTeam(board) {
  const [, , named, athlete] = usePath().split("/");
  const [seen, setSeen] = useState(undefined);
  const waiting = useWaiting((board?.length ?? 0) > 1);
  useEffect(() => void metaGet(SEEN).then((id) => setSeen(id ?? null)), []);
  const mine = (id) => board?.find((one) => one.team === Number(id))?.team ?? null;
  let team = mine(named);
  if (team === null && seen !== undefined) team = mine(seen);
  const isReady = board?.length === 1 || waiting !== null;
  if (team === null && seen !== undefined && isReady) team = board?.find((one) => waiting?.has(one.team))?.team ?? board?.[0]?.team ?? null;
  useEffect(() => {
    if (team !== null) void metaSet(SEEN, team);
  }, [team]);
  return { team, athlete: athlete ? Number(athlete) : null, waiting: waiting ?? new Set() };
}

/** The teams as chips; one where somebody waits bears a mark, also in words. @param {{team: number|null, waiting: Set<number>}} props */
export function TeamSwitch({ team, waiting }) {
  const { board } = useApp();
  if (!board || board.length < 2) return null;
  return html`<div class="chips" role="group" aria-label=${t("Team")}>${board.map((one) => html`
    <button type="button" class="chip" key=${one.team} aria-pressed=${String(one.team === team)} onClick=${() => go(`/team/${one.team}`)}>${one.team_name}
      ${waiting.has(one.team) && html`<span class="waits" data-waits><span class="visually-hidden">${t("Somebody needs you")}</span></span>`}</button>`)}</div>`;
}
