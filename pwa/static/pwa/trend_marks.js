/** What is marked in the pictures: episodes, and stretches of worsening pain as the server told of them. */
import { metaGet } from "./store.js";
import { daysOf, fetchEpisodes, keptEpisodes } from "./episodes.js";
import { counting, loadReadings } from "./readings.js";
import { read } from "./sync.js";
import { shortDay } from "./days.js";
import { t } from "./i18n.js";

/** What was read last, without asking. @param {string} path */
export const kept = async (path) => (await metaGet(`read:${path}`))?.body || null;

/** @typedef {{from: string, to: string, open: boolean, before: number, told: number}} Spell days, and levels of the 0-10 scale */

/** Stretches of worsening pain, oldest first; an open one lasts until `end`. Pure. @param {any} answer @param {string} end @returns {Spell[]} */
export const spellsOf = (answer, end) => (answer?.results || []).map((one) => (
  { from: one.opened_on, to: one.closed_on || end, open: !one.closed_on, before: one.before, told: one.told }));

/** A stretch in words, for whoever does not see the field in the picture. @param {Spell} spell */
export function spellWords({ from, to, open, before, told }) {
  const words = { from: shortDay(from), to: shortDay(to), before, told };
  return open ? t("since {from}: from about {before} to about {told}", words) : t("{from} to {to}: from about {before} to about {told}", words);
}

/** Those that touch the days `start`..`end`. Pure. @param {Spell[]} spells @param {string} start @param {string} end */
export const within = (spells, start, end) => spells.filter((one) => one.from <= end && one.to >= start);

async function marksFrom(ask, episodes, end) {
  const [snapshot, spells] = await Promise.all([ask("/snapshot"), ask("/spells")]);
  return { episodes: episodes.map((one) => ({ ...one, ...daysOf(one, end) })), spells: spellsOf(spells, end), sentence: snapshot?.as_of === end ? snapshot.pain.sentence || null : null };
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
