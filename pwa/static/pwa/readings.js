/** Readings on the phone: what the server keeps, with what still waits here put over it; edits wait too. */
import { app } from "./state.js";
import { Problem, get } from "./api.js";
import { addDays, instant, today } from "./days.js";
import { uuid7 } from "./ids.js";
import { keepCall } from "./outbox.js";
import { score } from "./scoring.js";
import { db, hasPerson, metaGet, metaSet } from "./store.js";
import { sync } from "./sync.js";

const KEPT = "readings";
const KEPT_DAYS = 366; // as the diary

/** Page by page, newest day first. */
async function fetchReadings() {
  const zone = app.me?.profile?.time_zone;
  const found = [];
  for (let path = `/readings?from=${addDays(today(zone), -KEPT_DAYS)}`; path;) {
    const { body } = await get(path);
    found.push(...body.results);
    path = body.next && body.next.slice(body.next.indexOf("/readings"));
  }
  if (hasPerson()) await metaSet(KEPT, found);
  return found;
}

/** A new reading that waits, as the server would show it. @param {any} body @param {any} instrument */
const asShown = (body, instrument) => ({
  id: body.id, instrument: body.instrument, version: body.version, answers: body.answers, score: score(instrument, body.answers),
  day: body.window || today(app.me?.profile?.time_zone, new Date(body.taken_at)), window: body.window || null, late: false,
  taken_at: body.taken_at, edited_at: body.taken_at, entered_by: body.told_by ? "told" : "athlete", said_by: body.told_by || "", deleted: false,
});

/** Put waiting calls over a list, in the order in which they were made. Pure. @param {any[]} list @param {any[]} calls @param {Map<string, any>} instruments */
export function withWaiting(list, calls, instruments) {
  const found = new Map(list.map((one) => [one.id, one]));
  for (const { method, path, body } of calls) {
    const id = path.startsWith("/readings/") ? path.slice("/readings/".length) : null;
    if (path === "/readings" && !found.has(body.id) && instruments.has(body.instrument)) found.set(body.id, asShown(body, instruments.get(body.instrument)));
    if (method !== "PATCH" || !found.has(id)) continue;
    const held = found.get(id);
    if (Date.parse(body.edited_at) < Date.parse(held.edited_at)) continue; // edited later elsewhere
    const answers = body.answers || held.answers;
    found.set(id, { ...held, answers, score: body.answers ? score(instruments.get(held.instrument), answers) : held.score, said_by: body.told_by || held.said_by, edited_at: body.edited_at, deleted: body.deleted === true });
  }
  return [...found.values()].filter((one) => !one.deleted).sort((a, b) => Date.parse(b.taken_at) - Date.parse(a.taken_at));
}

/** Readings of a year, newest first; with no network what was told last. @param {Map<string, any>} instruments */
export async function loadReadings(instruments) {
  const list = await fetchReadings().catch((error) => {
    if (!(error instanceof Problem)) throw error;
    return metaGet(KEPT).then((kept) => kept || []);
  });
  return withWaiting(list, await db().getAll("calls"), instruments);
}

/** Those that count, newest first: the newest of each window, and of each day. @param {any[]} readings newest first */
export function counting(readings) {
  const seen = new Set();
  return readings.filter((one) => {
    const places = [`${one.instrument} ${one.day}`, ...(one.window ? [`${one.instrument} window ${one.window}`] : [])];
    if (places.some((place) => seen.has(place))) return false;
    for (const place of places) seen.add(place);
    return true;
  });
}

/** Keep an edit on this phone and queue it. @param {any} reading @param {Record<string, any>} change answers and version, or deleted */
export async function editReading(reading, change) {
  const after = Math.max(Date.now(), Date.parse(reading.edited_at) + 1); // a later edit must look later
  await keepCall(uuid7(), `/readings/${reading.id}`, { edited_at: instant(new Date(after)), ...change }, "PATCH");
  void sync();
}
