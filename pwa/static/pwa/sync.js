/** Phone and server agree again: at the start, after a save, when the network is back. */
import { Problem, get, patch, post } from "./api.js";
import { app, update } from "./state.js";
import { db, hasPerson, metaGet, metaSet } from "./store.js";
import { addDays, today } from "./days.js";
import { countWaiting, nextBatch, requeueSince } from "./outbox.js";
import { answerKnownAlerts, rememberAlerts } from "./alerts.js";

let running = false;
let again = false;
let failures = 0;
let changed = false; // what is kept, since the screens were last told
let reached; // the cursor this page knew last: another one tells that a tab beside it took something
/** @type {ReturnType<typeof setTimeout>|undefined} */
let timer;

/** Sync now, or right after the run that is under way. */
export async function sync() {
  if (!hasPerson()) return;
  if (running) {
    again = true;
    return;
  }
  running = true;
  clearTimeout(timer);
  try {
    do {
      again = false;
      await oneTabOnly(exchange);
    } while (again);
  } catch (error) {
    if (hasPerson()) throw error; // signed out meanwhile: nothing is left to sync
  } finally {
    running = false;
  }
}

/** @param {() => Promise<void>} work */
async function oneTabOnly(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("thighcare-sync", work);
}

async function exchange() {
  const waiting = await countWaiting();
  if (!navigator.onLine) return say("offline");
  if (waiting) say("sending");
  try {
    await sendFlagged();
    await sendCalls();
    await exchangeEntries();
    failures = 0;
    if (await countWaiting()) again = true; // an early answer found its alert, or something new was saved
    else say("synced");
    await metaSet("synced_at", Date.now());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    settleFailure(error);
  }
}

/** Tell the screens how it stands, and to read again where something changed; the state alone may stay as it was. @param {string} state */
function say(state) {
  update({ sync: { ...app.sync, state, changes: app.sync.changes + Number(changed) } });
  changed = false;
}

/** @param {Problem} problem */
function settleFailure(problem) {
  if (problem.status === 401 || problem.status === 403) return say("signin");
  failures += 1;
  const seconds = Math.min(300, 2 ** Math.min(failures, 8)) * (0.5 + Math.random() / 2);
  timer = setTimeout(() => void sync(), 1000 * Math.max(seconds, problem.retryAfter ?? 0));
  return say(problem.status === 0 ? "offline" : "waiting");
}

/** Danger first and alone, whatever else may be wrong with the rest. */
async function sendFlagged() {
  const batch = await nextBatch({ flagged: true });
  if (batch.length) await send(batch);
}

/** Send everything that waits and fetch everything that changed. */
async function exchangeEntries() {
  let more = true;
  for (let round = 0; more && round < 100; round += 1) {
    const batch = await nextBatch({ flagged: false });
    const answer = await send(batch);
    more = answer.more || (await db().count("outbox")) > 0;
  }
}

/** Send one batch; where the body as a whole is refused, halve it until the one bad entry is alone. */
async function send(batch) {
  try {
    const { body } = await post("/sync", { cursor: (await metaGet("cursor")) ?? null, entries: batch });
    await take(batch, body);
    return body;
  } catch (error) {
    const tooMuch = error instanceof Problem && (error.status === 400 || error.status === 413);
    if (!tooMuch || batch.length === 0) throw error;
    if (batch.length === 1) {
      await refuse(batch[0].id, error.body || { detail: error.message });
      return { more: false };
    }
    const middle = Math.ceil(batch.length / 2);
    const first = await send(batch.slice(0, middle));
    const second = await send(batch.slice(middle));
    return { more: first.more || second.more };
  }
}

/** @param {string} id @param {any} problem */
async function refuse(id, problem) {
  const tx = db().transaction(["outbox", "refused"], "readwrite");
  tx.objectStore("outbox").delete(id);
  tx.objectStore("refused").put({ id, problem });
  await tx.done;
}

/** Write down what the server kept, refused and knew. */
async function take(batch, answer) {
  const sent = new Map(batch.map((entry) => [entry.id, entry.edited_at]));
  const tx = db().transaction(["entries", "outbox", "refused", "meta"], "readwrite");
  const outbox = tx.objectStore("outbox");
  for (const result of answer.results) {
    const queued = await outbox.get(result.id);
    if (!queued || queued.edited_at !== sent.get(result.id)) continue; // edited again meanwhile
    outbox.delete(result.id);
    if (result.status === "invalid") {
      tx.objectStore("refused").put({ id: result.id, problem: result.problem });
    }
  }
  for (const entry of answer.entries) {
    if (!(await outbox.get(entry.id))) tx.objectStore("entries").put(entry);
  }
  const epochBefore = await tx.objectStore("meta").get("epoch");
  tx.objectStore("meta").put(answer.cursor, "cursor");
  tx.objectStore("meta").put(answer.epoch, "epoch");
  await tx.done;
  if (epochBefore && epochBefore !== answer.epoch) await serverWasRestored();
  const alerts = JSON.stringify(app.alerts);
  await rememberAlerts(answer.alerts);
  changed ||= batch.length > 0 || answer.cursor !== reached || JSON.stringify(app.alerts) !== alerts;
  reached = answer.cursor;
  await answerKnownAlerts();
}

async function serverWasRestored() {
  await metaSet("cursor", null);
  await requeueSince(addDays(today(app.me?.profile?.time_zone), -14));
}

/** Send acknowledgements; one the server no longer knows blocks nothing. */
async function sendCalls() {
  for (const call of await db().getAll("calls")) {
    try {
      await (call.method === "PATCH" ? patch : post)(call.path, call.body);
    } catch (error) {
      const final = error instanceof Problem && [400, 404, 409, 410, 422].includes(error.status);
      if (!final) throw error;
      const told = call.path.startsWith("/readings") && !(call.method === "PATCH" && error.status === 404); // its reading was refused, and told of, before
      if (told) await db().put("refused", { id: call.id, title: "Measures", problem: error.body }); // told under Me
    }
    await db().delete("calls", call.id);
    changed = true;
  }
}

/** Read something with its ETag kept beside it; offline, what was read last. @param {string} path */
export const read = async (path) => (await readOrKept(path)).body;

/**
 * The same, telling how it came: with a `problem` the server could not be asked and `body` is what was read last.
 * @param {string} path @returns {Promise<{body: any, problem: Problem|null}>} @throws {Problem} where nothing is kept either
 */
export async function readOrKept(path) {
  const kept = await metaGet(`read:${path}`);
  try {
    const answer = await get(path, { etag: kept?.etag });
    if (!hasPerson()) throw new Problem(401, { detail: "Signed out meanwhile.", code: "signed-out" });
    if (answer.status === 304) return { body: kept.body, problem: null };
    await metaSet(`read:${path}`, { etag: answer.etag, body: answer.body });
    return { body: answer.body, problem: null };
  } catch (error) {
    const away = error instanceof Problem && (error.status === 0 || error.status === 429 || error.status >= 500);
    if (kept && away) return { body: kept.body, problem: error };
    throw error;
  }
}

/** Sync whenever there is a reason to. */
export function syncWhenUseful() {
  addEventListener("online", () => void sync());
  addEventListener("offline", () => say("offline"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sync();
  });
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data === "sync") void sync();
  });
}
