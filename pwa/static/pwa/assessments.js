/** Results of checks: kept on this phone, joined with what the server made of them. */
import { Problem } from "./api.js";
import { app } from "./state.js";
import { atLeast } from "./alerts.js";
import { metaGet, metaSet } from "./store.js";
import { read, readOrKept } from "./sync.js";

const KEPT = 30; // results on the phone; older ones are read from the server

/** @param {{id: string, taken_at: string, day: string, answers: any, verdict: any}} result */
export async function keepResult(result) {
  const kept = ((await metaGet("results")) || []).filter((one) => one.id !== result.id);
  await metaSet("results", [result, ...kept].slice(0, KEPT));
}

/**
 * The server's word with this phone's: the higher level wins, and what the phone found is not lost.
 * @param {any} own as `keepResult` kept it, or undefined @param {any} told the server's answer, or undefined
 */
export function joined(own, told) {
  if (!told) return own && { ...own.verdict, ...own, urgency: own.verdict?.urgency ?? null, waiting: true };
  const higher = own?.verdict && !atLeast(told.urgency_now, own.verdict.urgency_now ?? "self_care");
  const verdict = higher ? { ...told, ...own.verdict, urgency: atLeast(told.urgency, own.verdict.urgency_now) ? told.urgency : own.verdict.urgency_now } : told;
  return { ...verdict, id: told.id, taken_at: told.taken_at, day: told.day, answers: told.answers ?? own?.answers ?? {}, waiting: false };
}

/** One result, null where neither phone nor server has it. @param {string} id @throws {Problem} */
export async function resultOf(id) {
  const own = ((await metaGet("results")) || []).find((one) => one.id === id);
  try {
    return joined(own, await read(`/triage/assessments/${id}`));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (own) return joined(own, undefined); // not sent yet, or no network
    if (error.status === 404) return null;
    throw error;
  }
}

/** All results, newest first: {list, problem}; with a problem those of this phone, and what it read last. @throws {Problem} where there is neither */
export async function results() {
  const own = (await metaGet("results")) || [];
  let told = [];
  let problem = null;
  try {
    const found = await readOrKept("/triage/assessments");
    told = found.body.results.filter((one) => one.origin === "triage");
    problem = found.problem;
  } catch (error) {
    if (!(error instanceof Problem) || !own.length) throw error;
    problem = error;
  }
  const known = new Set(told.map((one) => one.id));
  const unsent = own.filter((one) => !known.has(one.id));
  const all = [...unsent.map((one) => joined(one, undefined)), ...told.map((one) => joined(own.find((mine) => mine.id === one.id), one))];
  return { list: all.sort((a, b) => (a.taken_at < b.taken_at ? 1 : -1)), problem };
}

/** The title of a level as the rules word it. @param {string|null} urgency */
export const levelTitle = (urgency) => app.knowledge?.knowledge.levels.titles[urgency] || "";
