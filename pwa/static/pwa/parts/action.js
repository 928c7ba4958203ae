/** The one thing to do: level in words and shape, the action, and the call where there is one to make. */
import { html } from "../html.js";
import { Status } from "./icons.js";
import { CallFor } from "./box.js";
import { Link } from "../router.js";
import { atLeast, urgencyWords } from "../alerts.js";
import { levelTitle } from "../assessments.js";
import { answerPhrase } from "../finding_words.js";
import { answerWord, fill, splitAction } from "../screens/emergency.js";
import { numbersOf } from "../numbers.js";
import { leadOf } from "../sentences.js";
import { app } from "../state.js";
import { t } from "../i18n.js";

/** Raised flags above self_care, highest first. @param {any} result */
export const raisedFlags = (result) => [...result.red_flags, ...result.unsure_flags, ...(result.phone_flags ?? [])]
  .filter((flag) => flag.urgency !== "self_care").sort((a, b) => Number(atLeast(b.urgency, a.urgency)) - Number(atLeast(a.urgency, b.urgency)));

const Why = ({ flags }) => html`<details class="more"><summary>${t("Why am I seeing this?")}</summary>
  <ul class="said">${[...new Map(flags.flatMap((flag) => flag.because).map((fact) => [fact.finding, fact.value]))].map(([id, value]) => html`<li key=${id}>
    <b>${typeof value === "boolean" || value === "unsure" ? answerWord(value) : ""}</b><span>${answerPhrase(id, value)}</span></li>`)}</ul></details>`;

/** A level that an earlier check set and that still stands. */
const Held = ({ result }) => html`<p class="notice act">${t("An earlier check asked for more: {level}. That stands until you have been seen, or a complete check a day later says otherwise.", { level: levelTitle(result.urgency) })}
  ${result.held_from && html` <${Link} to=${`/result/${result.held_from}`}>${t("See that check")}<//>`}</p>`;

/** The phone that sent these answers asked for more than the server finds in them: the higher level stands. */
const PhoneAsked = () => html`<p class="notice act" data-phone-asked>${t("The check on the phone that sent these answers asked for more than the answers show here. The higher level stands.")}</p>`;

/** Nothing can be said yet: never a calm face. */
const Unfinished = () => html`<section class="card stack even action-card tone-unknown"><${Status} shape="ring" tone="grey" word=${t("Not finished")} />
  <h2 class="action">${t("Some checks are still open")}</h2>
  <p class="reading">${t("Without them nothing can be said, and that is not an all-clear. If you feel something is seriously wrong, get medical help.")}</p>
  <${Link} to="/check" class="button full">${t("Check again")}<//></section>`;

/** What the other rules ask for: at the same level, and below it, each text once. @param {any[]} flags highest first */
function furtherActions(flags, numbers) {
  const told = new Set(flags.slice(0, 1).map((flag) => fill(flag.do_now, numbers)));
  const fresh = (some) => [...new Set(some.map((flag) => fill(flag.do_now, numbers)))].filter((words) => !told.has(words) && told.add(words));
  const same = flags.filter((flag) => flag.urgency === flags[0].urgency);
  return [fresh(same), fresh(flags.filter((flag) => !same.includes(flag)))];
}

const Dots = ({ lines }) => html`<ul class="dots reading">${lines.map((words) => html`<li key=${words}>${words}</li>`)}</ul>`;

/** @param {{result: any}} props */
export function ActionCard({ result }) {
  const { urgency, urgency_now: now } = result;
  if (!urgency) return html`<${Unfinished} />`;
  const numbers = numbersOf(app.me?.profile?.country);
  const flags = raisedFlags(result);
  const phoneAsked = result.phone_flags?.length > 0;
  const held = urgency !== now && atLeast(urgency, now ?? "self_care") && flags[0]?.urgency !== urgency;
  const [action, never] = !held && flags.length ? splitAction(fill(flags[0].do_now, numbers)) : ["", ""];
  const [lead, rest] = leadOf(action);
  const [others, lesser] = furtherActions(flags, numbers);
  const { shape, tone } = urgencyWords(urgency);
  return html`<section class=${`card stack even action-card level-${urgency}`} aria-labelledby="action-title">
    <p id="action-title" class="level"><${Status} shape=${shape} tone=${tone} word=${levelTitle(urgency)} /></p>
    ${lead && html`<h2 class="action">${lead}</h2>`}${rest && html`<p class="reading">${rest}</p>`}
    ${urgency === "self_care" && html`<p class="reading">${t("None of your answers calls for help right now. That is not an all-clear: watch for the signs below and check again if anything changes.")}</p>`}
    <${CallFor} urgency=${urgency} />
    ${never && html`<p class="never">${never}</p>`}
    ${phoneAsked && html`<${PhoneAsked} />`}
    ${held && html`<${Held} result=${result} />`}
    ${!held && others.length > 0 && html`<div class="stack tight"><h3>${t("Also")}</h3><${Dots} lines=${others} /></div>`}
    ${!held && lesser.length > 0 && html`<details class="more"><summary>${t("Less urgent, to raise when you are seen")}</summary><${Dots} lines=${lesser} /></details>`}
    ${flags.length > 0 && html`<${Why} flags=${flags} />`}</section>`;
}
