/** Alerts on the phone: what is open, and the person's answers, also given with no network. */
import { app, update } from "./state.js";
import { metaGet, metaSet } from "./store.js";
import { keepCall } from "./outbox.js";
import { answerId } from "./ids.js";
import { t } from "./i18n.js";

/** Levels of urgency, lowest first. */
const LEVELS = ["self_care", "within_days", "same_day", "emergency_now"];

/** @param {string|null} a @param {string} b */
export const atLeast = (a, b) => LEVELS.indexOf(a ?? "") >= LEVELS.indexOf(b);

/** @param {any[]} alerts as the server told them */
export async function rememberAlerts(alerts) {
  const answered = (await metaGet("answered")) || {};
  const merged = alerts.map((alert) =>
    alert.state === "open" && answered[alert.id]
      ? { ...alert, state: "acknowledged", outcome: answered[alert.id] } : alert);
  await metaSet("alerts", merged);
  update({ alerts: merged });
}

export async function recallAlerts() {
  update({ alerts: (await metaGet("alerts")) || [] });
}

export const openAlerts = () => app.alerts.filter((alert) => alert.state === "open");

/** Answer one alert; kept on the phone and sent when it can. @param {any} alert @param {string} outcome */
export async function acknowledge(alert, outcome) {
  const answered = (await metaGet("answered")) || {};
  await metaSet("answered", { ...answered, [alert.id]: outcome });
  await keepCall(`acknowledge:${alert.id}`, `/alerts/${alert.id}/acknowledge`, { outcome });
  await rememberAlerts(app.alerts);
}

/** What can be answered to "Were you seen?"; places in this list are part of ids and never change. */
const OUTCOMES_SEEN = ["not_yet", "seen_cleared", "seen_treated"];

/** The question of the day after an urgent alert. @param {any} alert */
export const isQuestion = (alert) => alert.kind === "were_you_seen";

/** Answer "Were you seen?"; kept on the phone and sent when it can. @param {any} alert @param {string} outcome */
export async function answerSeen(alert, outcome) {
  const answered = (await metaGet("answered")) || {};
  await metaSet("answered", { ...answered, [alert.id]: outcome });
  const id = answerId(alert.id, OUTCOMES_SEEN.indexOf(outcome));
  await keepCall(`outcome:${alert.id}`, "/triage/outcomes", { id, episode: alert.episode, outcome });
  await rememberAlerts(app.alerts);
}

/**
 * Remember an answer given on the action screen, before the server has made its alert.
 * @param {string[]} rules @param {string} day @param {string} outcome
 */
export async function answerOnScreen(rules, day, outcome) {
  const early = (await metaGet("early_answers")) || [];
  await metaSet("early_answers", [...early, ...rules.map((rule) => ({ rule, day, outcome }))].slice(-50));
  await answerKnownAlerts();
}

/** Give answers from the action screen to the alerts they were meant for. */
export async function answerKnownAlerts() {
  const early = (await metaGet("early_answers")) || [];
  const left = [];
  for (const answer of early) {
    const alert = openAlerts().find((one) => one.rule === answer.rule && one.day === answer.day);
    if (alert) await acknowledge(alert, answer.outcome);
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
