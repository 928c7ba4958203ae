/** Episodes on the phone: what is kept, what the server says, and the few things that can be changed. */
import { app } from "./state.js";
import { entriesBetween, metaGet, metaSet } from "./store.js";
import { addDays, shortDay, today } from "./days.js";
import { del, patch, put } from "./api.js";
import { read, readOrKept } from "./sync.js";
import { t } from "./i18n.js";

const PATH = "/triage/episodes";
const dayIn = (at) => today(app.me?.profile?.time_zone, new Date(at));

/** As it was last told, without asking. */
export const keptEpisodes = async () => (await metaGet(`read:${PATH}`))?.body?.results || [];
/** @throws {Problem} where nothing is kept and the server is away */
export const fetchEpisodes = async () => (await read(PATH)).results;
/** The same with why it may be old: {list, problem}. @throws {Problem} where nothing is kept and the server is away */
export async function episodesOrKept() {
  const { body, problem } = await readOrKept(PATH);
  return { list: body.results, problem };
}
/** One with why it may be old: {body, problem}. @param {string} id @throws {Problem} */
export const episodeOrKept = (id) => readOrKept(`${PATH}/${id}`);
/** @param {string} id */
export const fetchEpisode = (id) => read(`${PATH}/${id}`);

/** Keep what a change came to, so that it shows with no network too. @param {string} id @param {any} body */
async function keepChanged(id, body) {
  await metaSet(`read:${PATH}/${id}`, { etag: null, body });
  await fetchEpisodes();
  return body;
}

/** Correct or settle; the answer is kept at once. @param {string} id @param {Record<string, any>} changes @throws {Problem} */
export const changeEpisode = async (id, changes) => keepChanged(id, (await patch(`${PATH}/${id}`, changes)).body);

/** Write down what a clinician said, under its own id. @param {string} id @param {any} told @throws {Problem} */
export async function tellCause(id, { id: cause, condition, said_by, said_on, note }) {
  const told = { condition: condition || null, said_by, said_on, note };
  return keepChanged(id, (await put(`${PATH}/${id}/told-causes/${cause}`, told)).body);
}

/** Take it back. @param {string} id @param {string} cause @throws {Problem} */
export async function takeBackCause(id, cause) {
  await del(`${PATH}/${id}/told-causes/${cause}`);
  await fetchEpisodes();
  return fetchEpisode(id);
}

/** What a clinician said, in a line. @param {{title: string|null, note: string}} told */
export const toldTitle = ({ title, note }) => title || note;

/** First and last day of an episode; one that is open lasts until today. @param {any} episode @param {string} end */
export function daysOf(episode, end) {
  return { from: episode.started_on || dayIn(episode.opened_at), to: episode.closed_at ? dayIn(episode.closed_at) : end };
}

const SIDES = () => ({ left: t("Left leg"), right: t("Right leg"), both: t("Both legs"), changes: t("Changes sides") });
export const sideWord = (side) => SIDES()[side] || t("Side not said");
export const stateWord = (episode) => ({ open: t("Open"), settled: t("Over, as you said"), closed: t("Closed after being seen") })[episode.state];
export const outcomeWord = (outcome) => ({ not_yet: t("Not seen yet"), seen_cleared: t("Seen, and nothing urgent was found"), seen_treated: t("Seen, and treated") })[outcome] || outcome;

/** A name to choose it by. @param {any} episode */
export const episodeName = (episode) => t("{side}, since {day}", { side: sideWord(episode.side), day: shortDay(daysOf(episode, "").from) });

/** What was written down on its days, and when a clinician said what, newest first: {day, pain, notes, told}. @param {any} episode @param {string} end @param {number} most */
export async function diaryOf(episode, end, most) {
  const { from, to } = daysOf(episode, end);
  const first = from > addDays(to, -365) ? from : addDays(to, -365);
  const days = new Map();
  const of = (day) => days.get(day) || { day, pain: null, notes: [], told: [] };
  for (const one of episode.told_causes || []) days.set(one.said_on, { ...of(one.said_on), told: [...of(one.said_on).told, one] });
  for (const entry of await entriesBetween(first, to)) {
    if (entry.kind !== "pain" && entry.kind !== "note") continue;
    const day = of(entry.day);
    if (entry.kind === "pain") day.pain = Math.max(day.pain ?? 0, entry.level);
    else day.notes.push(entry.text);
    days.set(entry.day, day);
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? 1 : -1)).slice(0, most);
}

