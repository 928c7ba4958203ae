/** The rules on the phone: what is known is judged on the tap, before disk and network. */
import { Problem, request } from "./api.js";
import { app, update } from "./state.js";
import { deviceGet, deviceSet, entriesBetween, hasPerson, metaGet } from "./store.js";
import { addDays, today } from "./days.js";
import { atLeast } from "./alerts.js";

/** @type {any} the rules' engine; a phone that cannot load it still has the fixed list */
let engine = null;

/** Fetch the rules when they changed; what was fetched last works with no network. */
export async function loadKnowledge() {
  engine ??= await import("./engine.js").catch(() => null);
  const kept = await deviceGet("knowledge");
  if (kept) use(kept.body);
  try {
    const answer = await request("GET", "/api/v1/triage/knowledge", undefined, { etag: kept?.etag });
    if (answer.status === 304) return;
    await deviceSet("knowledge", { etag: answer.etag, body: answer.body });
    use(answer.body);
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // no network: the kept rules stay in force
  }
}

function use(knowledge) {
  try {
    const findings = new Map(knowledge.findings.map((finding) => [finding.id, finding]));
    update({ knowledge: engine.compile(knowledge), findings, mandatory: knowledge.mandatory || [], numbers: knowledge.numbers });
  } catch {
    update({ knowledge: null }); // the static box stands in
  }
}

/** Profile answers as the server reads them. @param {any} me @param {string} day */
export function profileAnswers(me, day) {
  const profile = me?.profile || {};
  /** @type {Record<string, any>} */
  const answers = {};
  if (profile.birth_year) answers.age_years = Number(day.slice(0, 4)) - profile.birth_year;
  for (const field of ["persona", "side", "sex_at_birth"]) {
    if (profile[field]) answers[field] = profile[field];
  }
  return answers;
}

/** Everything judged together: profile, last assessment, signs of the last seven days. */
export async function gatherFacts() {
  const day = today(app.me?.profile?.time_zone);
  const answers = profileAnswers(app.me, day);
  if (!hasPerson()) return answers;
  Object.assign(answers, (await metaGet("episode_answers")) || {});
  const entries = await entriesBetween(addDays(day, -6), addDays(day, 1));
  const order = (a, b) => (a.day + a.edited_at < b.day + b.edited_at ? -1 : 1);
  for (const entry of entries.sort(order)) {
    if (entry.kind === "symptom") answers[entry.finding] = entry.value;
    if (entry.kind === "pain" && entry.context === "now") answers.pain_now = entry.level;
  }
  return answers;
}

/**
 * Judge at once. Returns {verdict} or {failed: true} where the rules could not run.
 * @param {Record<string, any>} answers
 */
export function judgeNow(answers) {
  try {
    if (!app.knowledge) return { failed: true };
    return { verdict: engine.judge(app.knowledge, answers, { country: app.me?.profile?.country || null }) };
  } catch {
    return { failed: true };
  }
}

/** Flags that this change helped to raise, at same_day or above. @param {any} verdict @param {string} changed */
export function raisedBy(verdict, changed) {
  const flags = [...verdict.red_flags, ...verdict.unsure_flags];
  return flags
    .filter((flag) => atLeast(flag.urgency, "same_day"))
    .filter((flag) => flag.because.some((fact) => fact.finding === changed))
    .sort((a, b) => Number(atLeast(b.urgency, "emergency_now")) - Number(atLeast(a.urgency, "emergency_now")));
}

/** Take the whole screen. @param {any[]} flags highest first @param {string} day */
export function showEmergency(flags, day) {
  update({ emergency: { flags, day } });
}

/** The rules could not run: show the fixed list instead. @param {string} day */
export function showStaticEmergency(day) {
  update({ emergency: { flags: [], day, failed: true } });
}
