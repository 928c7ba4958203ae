/** The way from a tap to the disk: an entry and its place in the queue are one transaction. */
import { app, update } from "./state.js";
import { db } from "./store.js";
import { instant } from "./days.js";
import { uuid7 } from "./ids.js";

/** Make an entry. @param {string} kind @param {string} day @param {Record<string, any>} fields */
export function newEntry(kind, day, fields) {
  const now = instant();
  return { id: uuid7(), kind, day, at: now, edited_at: now, ...fields };
}

/** The same fact, told again. @param {any} entry @param {Record<string, any>} fields */
export function edited(entry, fields) {
  const after = Math.max(Date.now(), Date.parse(entry.edited_at) + 1); // a later edit must look later
  return { ...entry, ...fields, edited_at: instant(new Date(after)) };
}

/**
 * Keep entries on this phone and queue them; resolves when the disk has them.
 * @param {any[]} entries @param {{flagged?: boolean}} [options] flagged entries are sent first, alone
 */
export async function keep(entries, { flagged = false } = {}) {
  const tx = db().transaction(["entries", "outbox", "refused"], "readwrite", { durability: "strict" });
  for (const entry of entries) {
    tx.objectStore("entries").put(entry);
    tx.objectStore("outbox").put({ id: entry.id, edited_at: entry.edited_at, flagged });
    tx.objectStore("refused").delete(entry.id);
  }
  await tx.done;
  await countWaiting();
}

/** Queue another write (an acknowledgement). @param {string} id @param {string} path @param {any} body @param {"POST"|"PATCH"} [method] */
export async function keepCall(id, path, body, method = "POST") {
  await db().put("calls", { id, path, body, method });
  await countWaiting();
}

/** Tell the screens how much waits. */
export async function countWaiting() {
  const [entries, calls, refused] = await Promise.all([
    db().count("outbox"), db().count("calls"), db().count("refused"),
  ]);
  update({ sync: { ...app.sync, waiting: entries + calls, refused } });
  return entries + calls;
}

/** What to send next, at most 200: flagged entries alone. @param {{flagged: boolean}} which */
export async function nextBatch({ flagged }) {
  const queue = await db().getAll("outbox");
  const chosen = queue.filter((item) => !flagged || item.flagged).slice(0, 200);
  const entries = [];
  let size = 0;
  for (const item of chosen) {
    const entry = await db().get("entries", item.id);
    size += JSON.stringify(entry).length * 2;
    if (entries.length && size > 200000) break; // the server takes 256 kB
    entries.push(entry);
  }
  return entries;
}

/** Send the last `count` days again, after the server was restored. @param {string} fromDay */
export async function requeueSince(fromDay) {
  const found = await db().getAllFromIndex("entries", "day", IDBKeyRange.lowerBound(fromDay));
  const tx = db().transaction("outbox", "readwrite");
  for (const entry of found) {
    if (!(await tx.store.get(entry.id))) {
      tx.store.put({ id: entry.id, edited_at: entry.edited_at, flagged: false });
    }
  }
  await tx.done;
}
