/** What is marked in the pictures: episodes, and stretches of worsening pain as the server told of them. */
import { metaGet } from "./store.js";
import { daysOf, fetchEpisodes, keptEpisodes } from "./episodes.js";
import { counting, loadReadings } from "./readings.js";
import { read } from "./sync.js";

const kept = async (path) => (await metaGet(`read:${path}`))?.body || null;

/** A day on which worsening was told, and the open stretch since it began. */
function spellsOf(snapshot, alerts, end) {
  const told = (alerts?.results || []).filter((alert) => alert.kind === "worsening").map(({ day }) => ({ from: day, to: day }));
  const pain = snapshot?.pain;
  const open = pain?.trend === "worsening" && pain.since ? [{ from: pain.since, to: end }] : [];
  return [...told, ...open];
}

async function marksFrom(ask, episodes, end) {
  const [snapshot, alerts] = await Promise.all([ask("/snapshot"), ask("/alerts")]);
  return { episodes: episodes.map((one) => ({ ...one, ...daysOf(one, end) })), spells: spellsOf(snapshot, alerts, end), sentence: snapshot?.as_of === end ? snapshot.pain.sentence || null : null };
}

/** From what the phone keeps, at once. @param {string} end */
export const keptMarks = async (end) => marksFrom(kept, await keptEpisodes(), end);

/** From the server, or what is kept where it is away. @param {string} end */
export async function freshMarks(end) {
  const quietly = (path) => read(path).catch(() => null);
  return marksFrom(quietly, await fetchEpisodes().catch(keptEpisodes), end);
}

/** Instruments that have readings: {id, title, unit, top, days: {day: score}, change}. None where the server has no instruments. */
export async function measured() {
  const list = (await read("/instruments").catch(() => null))?.instruments || [];
  const readings = counting(await loadReadings(new Map(list.map((one) => [one.id, one]))));
  return list.map((one) => ({
    id: `measure-${one.id}`, title: one.title, unit: one.unit, top: one.high, change: one.change,
    days: Object.fromEntries(readings.filter((reading) => reading.instrument === one.id).map((reading) => [reading.day, reading.score])),
  })).filter((one) => Object.keys(one.days).length);
}
