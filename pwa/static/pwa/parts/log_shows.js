/** "What your log shows": every rule over the log in words, of the day it was judged; what speaks is in sight. */
import { html } from "../html.js";
import { Link } from "../router.js";
import { shortDay } from "../days.js";
import { isOld, sorted, stateWords, toldBelow } from "../log_report.js";
import { Status } from "./icons.js";
import { t } from "../i18n.js";

const ACTIONS = () => ({ check: t("Open Check"), check_today: t("Open Check now") });

/** @param {{report: {as_of: string}, today: string, waiting: number}} props */
export function AsOf({ report, today, waiting }) {
  if (!isOld(report, today, waiting)) return html`<p class="quiet">${t("As of today, from what you logged.")}</p>`;
  const why = report.as_of === today ? t("What waits on this phone is not in it yet.") : t("Later days are not in it yet.");
  return html`<p class="notice" data-old>${t("As of {day}.", { day: shortDay(report.as_of) })} ${why}</p>`;
}

function Baseline({ logged, of_days: days, needed, collecting }) {
  if (!collecting) return null;
  return html`<p class="notice" data-baseline>${t("Collecting your baseline: {n} of the last {days} days logged.", { n: logged, days })}
    ${" "}${needed - logged === 1 ? t("One more day is needed before anything is compared.") : t("{n} more days are needed before anything is compared.", { n: needed - logged })}</p>`;
}

const Together = ({ found }) => html`<section class="notice watch stack tight"><${Status} word=${t("Two at once")} tone="watch" shape="diamond" />
  <p>${found.sentence}</p><${Link} class="button plain" to="/check">${t("Open Check")}<//></section>`;

function Speaking({ rule, old }) {
  return html`<li class="stack tight shows" data-rule=${rule.id}><div class="row between wrap"><h3>${rule.title}</h3><${Status} ...${stateWords(rule.state, old)} /></div>
    <p class="reading">${rule.sentence}</p>${rule.beside.map((line) => html`<p class="reading quiet" key=${line}>${line}</p>`)}
    ${rule.since && html`<p class="quiet">${t("Since {day}", { day: shortDay(rule.since) })}</p>`}
    ${rule.action && html`<${Link} class="button plain" to="/check">${ACTIONS()[rule.action] || t("Open Check")}<span class="visually-hidden">: ${rule.title}</span><//>`}
    <details class="more"><summary>${t("Why this is shown")}<span class="visually-hidden">: ${rule.title}</span></summary>
      <p class="quiet reading">${t("It looks at {days} days; {n} of them had what it needs.", { days: rule.of_days, n: rule.n })} ${t("Source: {source}.", { source: rule.source })}</p></details></li>`;
}

const Folded = ({ word, rules }) => rules.length > 0 && html`<details class="box plain"><summary>${word}</summary>
  <ul class="inside">${rules.map((rule) => html`<li key=${rule.id} data-rule=${rule.id}><strong>${rule.title}</strong><br />${rule.sentence}</li>`)}</ul></details>`;

function Nothing({ quiet }) {
  return html`<p class="reading">${quiet ? t("Nothing stands out in what you logged. Days without an entry are not known.") : t("Too little is logged to say anything yet.")}</p>`;
}

/** @param {{report: any, insights: any, today: string, waiting: number}} props answers of GET /trends, and of GET /insights as far as it is shown below */
export function LogShows({ report, insights, today, waiting }) {
  const below = toldBelow(report.rules, insights);
  const { speaking, quiet, few } = sorted(report.rules.filter((rule) => !below.includes(rule.id)));
  const old = isOld(report, today, waiting);
  return html`<section class="card stack" aria-labelledby="log-shows"><h2 id="log-shows">${t("What your log shows")}</h2>
    <${AsOf} report=${report} today=${today} waiting=${waiting} /><${Baseline} ...${report.baseline} />
    ${report.together && html`<${Together} found=${report.together} />`}
    ${speaking.length ? html`<ul class="list">${speaking.map((rule) => html`<${Speaking} key=${rule.id} rule=${rule} old=${old} />`)}</ul>`
      : below.length ? html`<p class="reading">${t("What stands out is told below, under “What goes together”.")}</p>` : html`<${Nothing} quiet=${quiet.length} />`}
    <${Folded} rules=${quiet} word=${t("Looked at, nothing found ({n})", { n: quiet.length })} />
    <${Folded} rules=${few} word=${t("Too little logged to say ({n})", { n: few.length })} /></section>`;
}
