/** What the phone remembers: one database for the device, and one for each person who signs in. */
import { deleteDB, openDB } from "./vendor/idb.js";

/** @type {Promise<any>|null} */
let deviceDb = null;
/** @type {any} */
let personDb = null;
/** @type {number|string|null} */
let personId = null;

function device() {
  deviceDb ??= openDB("thighcare", 1, { upgrade: (db) => void db.createObjectStore("meta") });
  return deviceDb;
}

/** @param {string} key */
export const deviceGet = async (key) => (await device()).get("meta", key);
/** @param {string} key @param {any} value */
export const deviceSet = async (key, value) => (await device()).put("meta", value, key);

/** Open the store of one person; entries of two people never meet. @param {number|string} id */
export async function openPerson(id) {
  if (personDb && personId === id) return;
  personDb?.close();
  personDb = await openDB(`thighcare-person-${id}`, 1, {
    upgrade(db) {
      const entries = db.createObjectStore("entries", { keyPath: "id" });
      entries.createIndex("day", "day");
      db.createObjectStore("outbox", { keyPath: "id" }); // {id, flagged, edited_at}
      db.createObjectStore("refused", { keyPath: "id" }); // {id, problem}
      db.createObjectStore("calls", { keyPath: "id" }); // other writes waiting: {id, path, body}
      db.createObjectStore("days", { keyPath: "day" }); // folded days as the server told them
      db.createObjectStore("meta");
    },
    blocking: () => personDb?.close(), // another tab wipes the store: let it
  });
  personId = id;
  await deviceSet("person", id);
}

export const hasPerson = () => personDb !== null;

/** The open store. */
export function db() {
  if (!personDb) throw new Error("Nobody is signed in on this phone.");
  return personDb;
}

/** @param {string} key */
export const metaGet = (key) => db().get("meta", key);
/** @param {string} key @param {any} value */
export const metaSet = (key, value) => db().put("meta", value, key);

/** Entries of the days `from`..`to`, deleted ones left out. @param {string} from @param {string} to */
export async function entriesBetween(from, to) {
  const found = await db().getAllFromIndex("entries", "day", IDBKeyRange.bound(from, to));
  return found.filter((entry) => !entry.deleted);
}

/** Forget the person on this phone, with everything they wrote here. */
export async function forgetPerson() {
  const id = personId ?? (await deviceGet("person"));
  personDb?.close();
  personDb = null;
  personId = null;
  await deviceSet("person", null);
  if (id !== null && id !== undefined) await deleteDB(`thighcare-person-${id}`);
}
