/** What the phone knows of the days: pain per day, the week's means, the one sentence back. */
import { app } from "./state.js";
import { db, entriesBetween, metaGet, metaSet } from "./store.js";
import { addDays, daysBetween, today } from "./days.js";
import { get } from "./api.js";
import { t } from "./i18n.js";

export const zoneToday = () => today(app.me?.profile?.time_zone);

/**
 * Worst pain per day, oldest first, null = not logged; what waits on the phone counts.
 * @param {number} count days, today included
 */
export async function painDays(count) {
  const end = zoneToday();
  const start = addDays(end, 1 - count);
  const pain = new Array(count).fill(null);
  for (const day of await db().getAll("days", IDBKeyRange.bound(start, end))) {
    pain[daysBetween(start, day.day)] = day.pain_worst ?? null;
  }
  const own = new Map();
  for (const entry of await entriesBetween(start, end)) {
    if (entry.kind === "pain") own.set(entry.day, Math.max(own.get(entry.day) ?? 0, entry.level));
  }
  for (const [day, level] of own) pain[daysBetween(start, day)] = level;
  return { start, end, pain };
}

/** Fetch the folded days of the last `count` days; offline, what was fetched last stays. */
export async function fetchDays(count) {
  const end = zoneToday();
  const kept = await metaGet(`days:${count}`);
  const etag = kept?.end === end ? kept.etag : null;
  const answer = await get(`/days?from=${addDays(end, 1 - count)}&to=${end}`, { etag });
  if (answer.status === 304) return;
  const tx = db().transaction("days", "readwrite");
  tx.store.delete(IDBKeyRange.bound(addDays(end, 1 - count), end));
  for (const day of answer.body.results) tx.store.put(day);
  await tx.done;
  await metaSet(`days:${count}`, { end, etag: answer.etag });
}

/** Mean of what was logged in [from, to), or null. @param {(number|null)[]} pain */
export function mean(pain) {
  const logged = pain.filter((level) => level !== null);
  return logged.length ? logged.reduce((sum, level) => sum + level, 0) / logged.length : null;
}

/** Seven-day mean at each day; null where fewer than three of the seven are logged. */
export const weekMeans = (pain) => pain.map((_, i) => {
  const week = pain.slice(Math.max(0, i - 6), i + 1);
  return week.filter((level) => level !== null).length >= 3 ? mean(week) : null;
});

const shown = (value) => (Math.round(value * 2) / 2).toString();

/** One plain sentence about the week; it promises nothing. @param {(number|null)[]} pain oldest first */
export function weekSentence(pain) {
  const week = pain.slice(-7);
  const logged = week.filter((level) => level !== null).length;
  if (logged < 3) return t("{n} of 7 days logged. A week says more than a day.", { n: logged });
  const [now, before] = [mean(week), pain.slice(-14, -7).filter((l) => l !== null).length >= 3 ? mean(pain.slice(-14, -7)) : null];
  if (before === null) return t("Your week averages {now}.", { now: shown(now) });
  if (shown(now) === shown(before)) return t("Your week averages {now}, the same as the week before.", { now: shown(now) });
  return now < before
    ? t("Your week averages {now}, down from {before}.", { now: shown(now), before: shown(before) })
    : t("Your week averages {now}, up from {before}.", { now: shown(now), before: shown(before) });
}
