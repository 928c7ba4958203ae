/** Episodes on the phone: what is kept, what the server says, and the few things that can be changed. */
import { app } from "./state.js";
import { entriesBetween, metaGet, metaSet } from "./store.js";
import { addDays, shortDay, today } from "./days.js";
import { patch } from "./api.js";
import { read } from "./sync.js";
import { t } from "./i18n.js";

const PATH = "/triage/episodes";
const dayIn = (at) => today(app.me?.profile?.time_zone, new Date(at));

/** As it was last told, without asking. */
export const keptEpisodes = async () => (await metaGet(`read:${PATH}`))?.body?.results || [];
/** @throws {Problem} where nothing is kept and the server is away */
export const fetchEpisodes = async () => (await read(PATH)).results;
/** @param {string} id */
export const fetchEpisode = (id) => read(`${PATH}/${id}`);

/** Correct or settle; the answer is kept at once. @param {string} id @param {Record<string, any>} changes @throws {Problem} */
export async function changeEpisode(id, changes) {
  const { body } = await patch(`${PATH}/${id}`, changes);
  await metaSet(`read:${PATH}/${id}`, { etag: null, body });
  await fetchEpisodes();
  return body;
}

/** First and last day of an episode; one that is open lasts until today. @param {any} episode @param {string} end */
export function daysOf(episode, end) {
  return { from: episode.started_on || dayIn(episode.opened_at), to: episode.closed_at ? dayIn(episode.closed_at) : end };
}

const SIDES = () => ({ left: t("Left leg"), right: t("Right leg"), both: t("Both legs"), changes: t("Changes sides") });
export const sideWord = (side) => SIDES()[side] || t("Side not told");
export const stateWord = (episode) => ({ open: t("Open"), settled: t("Over, as you said"), closed: t("Closed after being seen") })[episode.state];
export const outcomeWord = (outcome) => ({ not_yet: t("Not seen yet"), seen_cleared: t("Seen, and nothing urgent was found"), seen_treated: t("Seen, and treated") })[outcome] || outcome;

/** A name to choose it by. @param {any} episode */
export const episodeName = (episode) => t("{side}, since {day}", { side: sideWord(episode.side), day: shortDay(daysOf(episode, "").from) });

/** What was written down on its days, newest first: {day, pain, notes}. @param {any} episode @param {string} end @param {number} most */
export async function diaryOf(episode, end, most) {
  const { from, to } = daysOf(episode, end);
  const first = from > addDays(to, -365) ? from : addDays(to, -365);
  const days = new Map();
  for (const entry of await entriesBetween(first, to)) {
    if (entry.kind !== "pain" && entry.kind !== "note") continue;
    const day = days.get(entry.day) || { day: entry.day, pain: null, notes: [] };
    if (entry.kind === "pain") day.pain = Math.max(day.pain ?? 0, entry.level);
    else day.notes.push(entry.text);
    days.set(entry.day, day);
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? 1 : -1)).slice(0, most);
}

