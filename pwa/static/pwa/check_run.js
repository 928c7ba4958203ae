/** Running a check: which screen comes next, what must be shown at once, and what is sent at the end. */
import { app, update } from "./state.js";
import { atLeast } from "./alerts.js";
import { answersOf, marked, newDraft, settled, skippedOf, stillGood, withScreen } from "./check_draft.js";
import { judgeNow, profileAnswers, showEmergency, showStaticEmergency } from "./redflag.js";
import { metaGet, metaSet } from "./store.js";
import { keepResult } from "./assessments.js";
import { instant } from "./days.js";
import { zoneToday } from "./diary.js";
import { keepCall } from "./outbox.js";
import { uuid7 } from "./ids.js";
import { sync } from "./sync.js";

/** Age, sex and country as the profile has them, for the person to confirm once. */
export const ABOUT = { id: "about-you", kind: "about", findings: ["age_years", "sex_at_birth", "persona"], emergency: false, place: null };

/** @type {any} the choice of questions; without it the fixed list stands in */
let interview = null;

async function nextScreen(draft) {
  interview ??= await import("./interview.js").catch(() => null);
  if (!interview || !app.knowledge) throw new Error("The questions are not on this phone yet.");
  const next = interview.nextScreen(app.knowledge, answersOf(draft), skippedOf(draft));
  const asked = draft.confirmed || draft.steps.some((step) => step.screen.id === ABOUT.id);
  return asked || next?.emergency ? next : ABOUT;
}

/** The check under way, or null. @param {number} [now] ms */
export async function currentDraft(now = Date.now()) {
  return stillGood(await metaGet("check_draft"), now);
}

/** On the screen at once, then on the disk. */
async function keepDraft(draft) {
  update({ draft });
  await metaSet("check_draft", draft);
  return draft;
}

/** Bring what was left into view for Today and Check. */
export async function recallDraft() {
  update({ draft: await currentDraft() });
}

/** A new check at its first screen. @throws {Error} where the questions are not on this phone */
export async function begin() {
  const confirmed = !!(await metaGet("about_confirmed"));
  const draft = newDraft({ id: uuid7(), now: Date.now(), base: profileAnswers(app.me, zoneToday()), confirmed });
  return keepDraft(withScreen(draft, await nextScreen(draft)));
}

/** Put the check away for good. */
export const forgetDraft = () => keepDraft(null);

/** What the answers so far ask for at same_day or above, highest first. @param {any} draft */
export function raisedSoFar(draft) {
  const { verdict } = judgeNow(answersOf(draft));
  return verdict ? seriousOf(verdict) : [];
}

function seriousOf(verdict) {
  const rank = (flag) => Number(atLeast(flag.urgency, "emergency_now"));
  return [...verdict.red_flags, ...verdict.unsure_flags].filter((flag) => atLeast(flag.urgency, "same_day")).sort((a, b) => rank(b) - rank(a));
}

/** Something was marked on screen `n`: kept, and an emergency takes the whole screen before the screen is done. */
export async function mark(draft, n, given) {
  const after = marked(draft, n, given);
  const told = raiseAtOnce(after);
  return keepDraft({ ...after, told: [...after.told, ...told] });
}

/** Show and send what is newly an emergency; returns the rules told. */
function raiseAtOnce(draft) {
  const answers = answersOf(draft);
  const { verdict, failed } = judgeNow(answers);
  if (failed) {
    if (draft.told.includes("failed")) return [];
    showStaticEmergency(zoneToday());
    return ["failed"];
  }
  const fresh = seriousOf(verdict).filter((flag) => flag.urgency === "emergency_now" && !draft.told.includes(flag.id));
  if (!fresh.length) return [];
  showEmergency(fresh, zoneToday());
  void send(uuid7(), answers, verdict);
  return fresh.map((flag) => flag.id);
}

async function send(id, answers, verdict) {
  const client = verdict ? { knowledge_version: verdict.knowledge_version || null, urgency: verdict.urgency_now, rules: verdict.red_flags.map((flag) => flag.id), unsure_rules: verdict.unsure_flags.map((flag) => flag.id) } : {};
  const taken = instant();
  await keepCall(id, "/triage/assessments", { id, answers, taken_at: taken, client });
  await metaSet("episode_answers", answers);
  await metaSet("episode_answered_on", zoneToday());
  void sync();
  return taken;
}

/** Screen `n` is done. Returns the number of the next one, or the address of the result. */
export async function settle(draft, n, given, skipped) {
  const done = settled(draft, n, given, skipped);
  done.told = [...done.told, ...raiseAtOnce(done)];
  if (done.steps[n - 1].screen.id === ABOUT.id) await metaSet("about_confirmed", true);
  const next = await nextScreen(done).catch((error) => cutShort(done, error));
  if (!next) return finish(done);
  await keepDraft(withScreen(done, next));
  return `/check/${n + 1}`;
}

/** No further question can be found: the fixed list is shown, and what was answered is judged as it stands. */
function cutShort(draft, error) {
  console.error(error);
  showStaticEmergency(zoneToday());
  draft.told = [...draft.told, "failed"];
  return null;
}

/** The answers with those that others give; without the questions' module, as they are. */
function complete(answers) {
  try {
    return interview.settled(app.knowledge, answers);
  } catch {
    return answers; // the server settles and judges them again
  }
}

async function finish(draft) {
  const answers = complete(answersOf(draft));
  const { verdict = null, failed } = judgeNow(answers);
  const flags = verdict ? seriousOf(verdict).filter((flag) => !draft.told.includes(flag.id)) : [];
  if (failed && !draft.told.includes("failed")) showStaticEmergency(zoneToday());
  else if (flags.length) showEmergency(flags, zoneToday());
  const taken_at = await send(draft.id, answers, verdict);
  await keepResult({ id: draft.id, taken_at, day: zoneToday(), answers, verdict });
  await metaSet("check_draft", null); // out of sight too, once the screen has gone on
  return `/result/${draft.id}`;
}

/** Leave for later; what asks for care today is not kept back until then. @param {any} draft */
export async function pause(draft) {
  const answers = answersOf(draft);
  const { verdict } = judgeNow(answers);
  const flags = verdict ? seriousOf(verdict).filter((flag) => !draft.told.includes(flag.id)) : [];
  if (!flags.length) return;
  showEmergency(flags, zoneToday());
  await keepDraft({ ...draft, told: [...draft.told, ...flags.map((flag) => flag.id)] });
  await send(uuid7(), answers, verdict);
}
