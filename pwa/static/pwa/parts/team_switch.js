/** Which team a coach looks at: from the address, chosen, looked at last, or the one where something waits. */
import { html, useEffect, useState } from "../html.js";
import { Problem, get } from "../api.js";
import { metaGet, metaSet } from "../store.js";
import { useApp } from "../state.js";
import { go, usePath } from "../router.js";
import { t } from "../i18n.js";

const SEEN = "team_seen"; // the team looked at last on this phone

/** Ids of the teams whose board shows an open alert; null until known: {waiting, problem, ask}. Nothing of it is kept. */
function useWaiting(isAsked) {
  const [waiting, setWaiting] = useState(null);
  const [problem, setProblem] = useState(null);
  const ask = () => {
    if (!isAsked) return;
    setProblem(null);
    get("/boards").then(({ body }) => setWaiting(new Set(body.results.filter((one) => one.waits).map((one) => one.team))))
      .catch((error) => {
        if (!(error instanceof Problem)) throw error;
        setWaiting(new Set()); // no marks: that nobody waits is not known, and it is said
        setProblem(error);
      });
  };
  useEffect(ask, [isAsked]);
  return { waiting, problem, ask };
}

/**
 * The team that is looked at (null until that is known), the athlete whom the address names, and the marks.
 * @param {any[]|null} board memberships as staff
 */
export function useTeam(board) {
  const [, , named, athlete] = usePath().split("/");
  const [seen, setSeen] = useState(undefined);
  const { waiting, problem, ask } = useWaiting((board?.length ?? 0) > 1);
  useEffect(() => void metaGet(SEEN).then((id) => setSeen(id ?? null)), []);
  const mine = (id) => board?.find((one) => one.team === Number(id))?.team ?? null;
  let team = mine(named);
  if (team === null && seen !== undefined) team = mine(seen);
  const isReady = board?.length === 1 || waiting !== null;
  if (team === null && seen !== undefined && isReady) team = board?.find((one) => waiting?.has(one.team))?.team ?? board?.[0]?.team ?? null;
  useEffect(() => {
    if (team !== null) void metaSet(SEEN, team);
  }, [team]);
  return { team, athlete: athlete ? Number(athlete) : null, waiting: waiting ?? new Set(), unmarked: problem && { problem, retry: ask } };
}

/** The teams as chips; one where somebody waits bears a mark, also in words. @param {{team: number|null, waiting: Set<number>, unmarked: any}} props `unmarked` = the marks could not be read */
export function TeamSwitch({ team, waiting, unmarked }) {
  const { board } = useApp();
  if (!board || board.length < 2) return null;
  return html`<div class="chips" role="group" aria-label=${t("Team")}>${board.map((one) => html`
    <button type="button" class="chip" key=${one.team} aria-pressed=${String(one.team === team)} onClick=${() => go(`/team/${one.team}`)}>${one.team_name}
      ${waiting.has(one.team) && html`<span class="waits" data-waits><span class="visually-hidden">${t("Somebody needs you")}</span></span>`}</button>`)}</div>
    ${unmarked && html`<div class="notice stack tight" data-unmarked><p role="status">${t("Whether somebody in another team needs you could not be read. Open each team to see.")}</p>
      <div><button type="button" class="button plain" onClick=${unmarked.retry}>${t("Try again")}</button></div></div>`}`;
}
