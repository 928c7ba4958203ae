/** Alerts on the phone: what is open, and the person's answers, also given with no network. */
import { app, update } from "./state.js";
import { metaGet, metaSet } from "./store.js";
import { keepCall } from "./outbox.js";
import { instant } from "./days.js";
import { answerId } from "./ids.js";
import { t } from "./i18n.js";

/** Levels of urgency, lowest first. */
const LEVELS = ["self_care", "within_days", "same_day", "emergency_now"];

/** @param {string|null} a @param {string} b */
export const atLeast = (a, b) => LEVELS.indexOf(a ?? "") >= LEVELS.indexOf(b);

/**
 * What this phone answered, by alert: {outcome, raised_at, told_at}, the opening that was answered and when.
 * Earlier releases kept the outcome alone: it belongs to the opening that is shown.
 */
async function answersGiven() {
  const kept = (await metaGet("answered")) || {};
  const shown = new Map(((await metaGet("alerts")) || []).map((one) => [one.id, one.raised_at]));
  return Object.fromEntries(Object.entries(kept).map(([id, one]) =>
    [id, typeof one === "string" ? { outcome: one, raised_at: shown.get(id) ?? null } : one]));
}

/** With what this phone answered where the server does not have it yet, or keeps no word of it (of a question). */
export const withAnswers = async (/** @type {any[]} */ alerts, answered = null) => {
  const given = answered ?? await answersGiven();
  return alerts.map((alert) => {
    const own = given[alert.id];
    if (own?.raised_at !== alert.raised_at) return alert; // nothing said, or it opened again
    if (alert.state === "open") return { ...alert, state: "acknowledged", outcome: own.outcome, acknowledged_at: own.told_at };
    return alert.outcome ? alert : { ...alert, outcome: own.outcome };
  });
};

/** @param {any[]} alerts as the server told them */
export async function rememberAlerts(alerts) {
  const answered = await answersGiven();
  const merged = await withAnswers(alerts, answered);
  await metaSet("answered", answered);
  await metaSet("alerts", merged);
  update({ alerts: merged });
}

export async function recallAlerts() {
  update({ alerts: (await metaGet("alerts")) || [] });
}

/** Why the list of alerts may lack something: {status} as a problem has it; null where the server told it last, or is being asked. */
export function alertsProblem() {
  const { state } = app.sync;
  if (state === "signin") return { status: 401, message: t("Sign in again to see what is new.") };
  return { offline: { status: 0 }, waiting: { status: 503 } }[state] ?? null;
}

export const openAlerts = () => app.alerts.filter((alert) => alert.state === "open");

/** When something is told now: after all that this phone knows of, also where its clock is slow. */
const toldNow = () => instant(new Date(Math.max(Date.now(), ...app.alerts.map((alert) => Date.parse(alert.raised_at) + 1))));

async function keepAnswer({ id, raised_at }, outcome, told_at) {
  await metaSet("answered", { ...(await answersGiven()), [id]: { outcome, raised_at, told_at } });
}

/** Answer one alert; kept on the phone and sent when it can. @param {any} alert @param {string} outcome @param {string} [told_at] */
export async function acknowledge(alert, outcome, told_at = toldNow()) {
  const { id, raised_at } = alert;
  await keepAnswer(alert, outcome, told_at);
  await keepCall(`acknowledge:${id}:${raised_at}`, `/alerts/${id}/acknowledge`, { outcome, raised_at, told_at });
  await rememberAlerts(app.alerts);
}

/** What can be answered to "Were you seen?"; places in this list are part of ids and never change. */
const OUTCOMES_SEEN = ["not_yet", "seen_cleared", "seen_treated"];

/** The question of the day after an urgent alert. @param {any} alert */
export const isQuestion = (alert) => alert.kind === "were_you_seen";

/** Warnings that came after an answer was given: it closes none of them. @param {any} answered */
export const stillStanding = (answered) => openAlerts().filter((alert) => !isQuestion(alert)
  && (alert.kind === "red_flag" || atLeast(alert.urgency, "same_day"))
  && Date.parse(alert.raised_at) > Date.parse(answered.acknowledged_at));

/** Answer "Were you seen?"; kept on the phone and sent when it can. @param {any} alert @param {string} outcome */
export async function answerSeen(alert, outcome) {
  const told_at = toldNow(); // of what comes after this moment nothing is said, however late it is sent
  await keepAnswer(alert, outcome, told_at);
  const id = answerId(alert.id, OUTCOMES_SEEN.indexOf(outcome));
  await keepCall(`outcome:${alert.id}`, "/triage/outcomes", { id, episode: alert.episode, outcome, told_at });
  await rememberAlerts(app.alerts);
}

/**
 * Remember an answer given on the action screen, before the server has made its alert.
 * @param {any[]} flags that stood on it @param {string} day @param {string} outcome
 */
export async function answerOnScreen(flags, day, outcome) {
  const early = (await metaGet("early_answers")) || [];
  const at = instant();
  await metaSet("early_answers", [...early, ...flags.map(({ id, urgency, because }) => ({ rule: id, day, outcome, at, urgency, because }))].slice(-50));
  await answerKnownAlerts();
}

/** Whether all that an alert says stood on the screen that was answered: another device may have told more since. */
function saysNoMore(alert, { urgency, because }) {
  if (!because) return true; // kept by an earlier release
  const shown = new Map(because.map((fact) => [fact.finding, fact.value]));
  const isShown = ({ finding, value }) => shown.has(finding) && !(value === true && shown.get(finding) === "unsure");
  return atLeast(urgency, alert.urgency) && alert.because.every(isShown);
}

/** Give answers from the action screen to the alerts they were meant for. */
export async function answerKnownAlerts() {
  const early = (await metaGet("early_answers")) || [];
  const left = [];
  for (const answer of early) {
    const alert = openAlerts().find((one) => one.rule === answer.rule && one.day === answer.day);
    const isOld = alert?.earlier?.some((one) => one.acknowledged_at > answer.at); // meant for an earlier opening
    if (isOld || (alert && !saysNoMore(alert, answer))) continue; // the alert asks for itself
    if (alert) await acknowledge(alert, answer.outcome, answer.at);
    else left.push(answer);
  }
  if (left.length !== early.length) await metaSet("early_answers", left);
}

/** Shape, word and colour of an urgency. @param {string} urgency */
export function urgencyWords(urgency) {
  return {
    emergency_now: { word: t("Emergency"), tone: "emergency", shape: "octagon" },
    same_day: { word: t("Be seen today"), tone: "act", shape: "triangle" },
    within_days: { word: t("Within days"), tone: "watch", shape: "diamond" },
    self_care: { word: t("For you to know"), tone: "calm", shape: "circle" },
  }[urgency] || { word: t("Notice"), tone: "calm", shape: "circle" };
}
