/** The inbox: what is open, what was answered, and the answers that close a push. */
import { html, useEffect, useState } from "../html.js";
import { acknowledge, alertsProblem, atLeast, isQuestion, openAlerts, urgencyWords, withAnswers } from "../alerts.js";
import { Empty, Failed, Loading, Older, Screen } from "../parts/frame.js";
import { CallFor, EmergencyBox, mayCall } from "../parts/box.js";
import { Icon, Status } from "../parts/icons.js";
import { PushQuestion } from "../parts/push_question.js";
import { CheckAgain } from "../parts/recheck.js";
import { AfterSeen, SEEN, SeenAnswers } from "../parts/seen.js";
import { numbersOf } from "../numbers.js";
import { answerWord, fill, questionOf } from "./emergency.js";
import { app, useApp } from "../state.js";
import { Link } from "../router.js";
import { shortDay } from "../days.js";
import { Problem } from "../api.js";
import { readOrKept, sync } from "../sync.js";
import { t } from "../i18n.js";

const OUTCOMES = () => ({
  calling_emergency: t("I am calling for help"), seeking_care: t("I am getting care"), already_seen: t("I have been seen"),
  not_a_concern: t("This does not apply to me"), read: t("I have read this"), ...SEEN(),
});

const Item = ({ alert }) => html`<li><${Link} to=${`/alerts/${alert.id}`} class="item">
  <span class="grow"><${Status} ...${urgencyWords(alert.urgency)} /><br /><strong>${alert.title}</strong><br />
  <span class="quiet">${shortDay(alert.day)}${OUTCOMES()[alert.outcome] ? ` · ${OUTCOMES()[alert.outcome]}` : ""}</span></span><${Icon} name="next" /><//></li>`;

/** Alerts answered earlier, fetched when the network allows: {earlier, problem, isAsked, again}. The problem is of open and answered ones alike. */
function useEarlier() {
  const [{ told, problem }, setFound] = useState({ told: null, problem: null });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (app.sync.state === "sending") return;
    void readOrKept("/alerts").then(async (found) => setFound({ told: await withAnswers(found.body.results), problem: found.problem })).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      setFound((before) => ({ told: before.told, problem: error }));
    });
  }, [app.sync.state, app.sync.changes, tries]);
  const again = () => {
    setTries(tries + 1);
    void sync();
  };
  const earlier = told || [];
  const known = new Set(openAlerts().map((alert) => alert.id));
  const local = app.alerts.filter((alert) => alert.state !== "open");
  const ids = new Set(local.map((alert) => alert.id));
  const all = [...local, ...earlier.filter((alert) => !known.has(alert.id) && !ids.has(alert.id))];
  return { earlier: all, problem: problem || alertsProblem(), isAsked: app.sync.state === "synced" && (told || problem), again };
}

export function Alerts() {
  useApp();
  const open = openAlerts();
  const { earlier, problem, isAsked, again } = useEarlier();
  const isNothing = open.length + earlier.length === 0;
  return html`<${Screen} title=${t("Alerts")} back="/today">
    ${problem && (isNothing ? html`<${Failed} problem=${problem} retry=${again} />` : html`<${Older} problem=${problem} retry=${again} />`)}
    ${!problem && !isAsked && !open.length && html`<${Loading} />`}
    ${!problem && isAsked && open.length === 0 && html`<${Empty} icon="bell" title=${t("Nothing open")}><p>${t("An alert appears here when an entry needs your attention. No alert does not mean that all is well: if you feel something is wrong, get help.")}</p><//>`}
    ${open.length > 0 && html`<section class="card"><h2>${t("Open")}</h2><ul class="list">${open.map((alert) => html`<${Item} key=${alert.id} alert=${alert} />`)}</ul></section>`}
    ${open.length > 0 && html`<${PushQuestion} />`}
    ${earlier.length > 0 && html`<section class="card"><h2>${t("Answered")}</h2><ul class="list">${earlier.map((alert) => html`<${Item} key=${alert.id} alert=${alert} />`)}</ul></section>`}
    <${EmergencyBox} /><//>`;
}

/** Said where an alert that was answered is open again. @param {{alert: any}} props */
function OpenAgain({ alert }) {
  const before = alert.earlier?.at(-1);
  if (!before) return null;
  return html`<p class="notice act" role="status">${t("You answered this before: {answer}. You told something since then, so please look at it again.", { answer: OUTCOMES()[before.outcome] || t("done") })}</p>`;
}

/** Neither way could deliver it: say so, and what to do. @param {{alert: any}} props */
const NotReached = ({ alert }) => alert.unreached && html`<p class="notice act" role="status">
  ${t("We could not reach you by push or e-mail about this. Please follow the advice below now; do not wait for a message from us.")} <${Link} to="/me">${t("Then turn on notifications and check your e-mail address under Me.")}<//></p>`;

/** What can be answered, by level; a word for the person to know asks nobody for care. */
const ORDER = {
  emergency_now: ["calling_emergency", "seeking_care", "already_seen", "not_a_concern", "read"],
  same_day: ["seeking_care", "already_seen", "not_a_concern", "read"],
  within_days: ["read", "seeking_care", "already_seen", "not_a_concern"],
  self_care: ["read", "not_a_concern"],
};

/** @param {{alert: any, plain: boolean}} props plain where the thing to do is another button: a call, a check */
function Answers({ alert, plain }) {
  const words = OUTCOMES();
  const order = ORDER[alert.urgency] || ORDER.within_days;
  const answer = async (outcome) => {
    await acknowledge(alert, outcome);
    void sync();
  };
  return html`<section class="stack tight" aria-label=${t("Your answer")}>${order.map((outcome, i) => html`
    <button type="button" key=${outcome} class=${`button full ${plain || i ? "plain" : ""}`} data-outcome=${outcome} onClick=${() => answer(outcome)}>${words[outcome]}</button>`)}</section>`;
}

export function Alert({ id }) {
  useApp();
  const { earlier, problem, isAsked, again } = useEarlier();
  const alert = app.alerts.find((one) => one.id === id) || earlier.find((one) => one.id === id);
  if (!alert && (problem || !isAsked)) return html`<${Screen} title=${t("Alert")} back="/alerts">${problem ? html`<${Failed} problem=${problem} retry=${again} />` : html`<${Loading} />`}<${EmergencyBox} /><//>`;
  if (!alert) return html`<${Screen} title=${t("Alert")} back="/alerts"><${Empty} icon="bell" title=${t("Not on this phone")}>
    <p>${t("It may have been answered, or it is not here yet.")}</p><${Link} class="button" to="/alerts">${t("See all alerts")}<//><//><${EmergencyBox} /><//>`;
  const numbers = numbersOf(app.me?.profile?.country);
  const open = alert.state === "open";
  const asked = isQuestion(alert);
  const serious = atLeast(alert.urgency, "same_day");
  const check = open && alert.recheck && html`<${CheckAgain} asked=${alert.recheck} plain=${serious} />`; // after what cannot wait
  const stands = open || alert.outcome === "not_yet"; // the message is in force
  return html`<${Screen} title=${alert.title} sub=${shortDay(alert.day)} back="/alerts">
    ${open && html`<${NotReached} alert=${alert} />`}
    ${open && html`<${OpenAgain} alert=${alert} />`}
    ${asked && open && html`<${SeenAnswers} alert=${alert} />`}
    ${asked && !open && html`<${AfterSeen} alert=${alert} />`}
    <section class=${`card stack ${serious ? "edge-act" : ""}`}><${Status} ...${urgencyWords(alert.urgency)} /><p class="reading">${fill(alert.message, numbers)}</p>
      ${stands && html`<${CallFor} urgency=${alert.urgency} />`}
      ${alert.tell_clinician && html`<div class="stack tight"><h2>${t("What to tell them")}</h2><p class="reading">${fill(alert.tell_clinician, numbers)}</p></div>`}</section>
    ${!serious && check}
    ${asked ? null : open ? html`<${Answers} alert=${alert} plain=${mayCall(alert.urgency) || (!serious && !!check)} />` : html`<p class="notice" role="status">${t("You answered: {answer}", { answer: OUTCOMES()[alert.outcome] || t("done") })}</p>`}
    ${serious && check}
    ${alert.because?.length > 0 && html`<details class="box plain"><summary>${t("Why am I seeing this?")}</summary><div class="inside">
      <dl class="facts">${alert.because.map((fact) => html`<div key=${fact.finding}><dt>${questionOf(fact.finding)}</dt><dd>${answerWord(fact.value)}</dd></div>`)}</dl>
      <p class="quiet">${t("Rule {rule}", { rule: alert.rule })}</p></div></details>`}
    ${open && html`<${PushQuestion} />`}
    <${EmergencyBox} /><//>`;
}
