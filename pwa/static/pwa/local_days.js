/** The days as this phone knows them: folded by the server, and what was written here since. */
import { app } from "./state.js";
import { db, entriesBetween, metaGet, metaSet } from "./store.js";
import { addDays, daysBetween, today } from "./days.js";
import { fold } from "./fold.js";
import { get } from "./api.js";

export const zoneToday = () => today(app.me?.profile?.time_zone);
export const KEPT_DAYS = 366;
const OPEN_DAYS = 61; // an entry may lie 60 days back: older days stand as the server told them

/**
 * Folded days, oldest first, null = not logged.
 * @param {number} count days, today included
 * @returns {Promise<{start: string, end: string, days: (any|null)[]}>}
 */
export async function localDays(count) {
  const end = zoneToday();
  const start = addDays(end, 1 - count);
  const days = new Array(count).fill(null);
  for (const day of await db().getAll("days", IDBKeyRange.bound(start, end))) days[daysBetween(start, day.day)] = day;
  const from = count > OPEN_DAYS ? addDays(end, 1 - OPEN_DAYS) : start;
  const written = grouped(await rawEntries(from, end));
  for (const [day, entries] of written) { // deleted ones count here: a day all taken back is empty
    const living = entries.filter((entry) => !entry.deleted);
    days[daysBetween(start, day)] = living.length ? { day, ...fold(living) } : null;
  }
  return { start, end, days };
}

const rawEntries = (from, to) => db().getAllFromIndex("entries", "day", IDBKeyRange.bound(from, to));

function grouped(entries) {
  const found = new Map();
  for (const entry of entries) {
    const same = found.get(entry.day);
    if (same) same.push(entry);
    else found.set(entry.day, [entry]);
  }
  return found;
}

/** Fetch the folded days of the last year; offline, what was fetched last stays. */
export async function fetchDays() {
  const end = zoneToday();
  const kept = await metaGet("days");
  const from = addDays(end, 1 - KEPT_DAYS);
  const answer = await get(`/days?from=${from}&to=${end}`, { etag: kept?.end === end ? kept.etag : null });
  if (answer.status === 304) return;
  const tx = db().transaction("days", "readwrite");
  tx.store.delete(IDBKeyRange.bound(from, end));
  for (const day of answer.body.results) tx.store.put(day);
  await tx.done;
  await metaSet("days", { end, etag: answer.etag });
}

/** Living pain entries with a place, oldest first. @param {string} from @param {string} to */
export async function placedPains(from, to) {
  const found = await entriesBetween(from, to);
  return found.filter((entry) => entry.kind === "pain" && entry.region);
}
