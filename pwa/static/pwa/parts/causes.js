/** What fits the answers: at most three ordinary causes in words, each with what speaks for and against it. */
import { html } from "../html.js";
import { findingOf, labelOf } from "../finding_words.js";
import { sentencesOf } from "../sentences.js";
import { t } from "../i18n.js";

const AS_GOOD = 2; // points; a difference this small is told as none. Source: evidence pack 2.0
const FIRST = 4; // reasons in sight, the others behind "more"

/** @param {any[]} causes best first */
export const equals = (causes) => causes.filter((cause) => causes[0].score - cause.score <= AS_GOOD);

const Said = ({ said }) => html`<ul class="said">${said.map(({ finding, value }) => html`<li key=${finding}>
  <b>${value === true ? t("Yes") : t("No")}</b><span>${labelOf(finding)}</span></li>`)}</ul>`;

function Reasons({ title, said }) {
  if (!said.length) return null;
  return html`<div class="reasons"><h4>${title}</h4><${Said} said=${said.slice(0, FIRST)} />
    ${said.length > FIRST && html`<details class="more"><summary>${t("{n} more", { n: said.length - FIRST })}</summary><${Said} said=${said.slice(FIRST)} /></details>`}</div>`;
}

/** Questions that would tell more: not asked, or answered with not sure. */
function Open({ missing, answers }) {
  const ids = missing.filter((id) => findingOf(id));
  if (!ids.length) return null;
  const phrase = (id) => (answers[id] === "unsure" ? t("{what} (not sure)", { what: labelOf(id) }) : labelOf(id));
  return html`<details class="more"><summary>${t("Not asked or not sure: {n}", { n: ids.length })}</summary>
    <ul class="dots">${ids.map((id) => html`<li key=${id}>${phrase(id)}</li>`)}</ul></details>`;
}

const Fit = ({ fit }) => html`<p class=${`fit ${fit}`}><svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5" />
  <path d=${fit === "fits_well" ? "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z" : "M8 3a5 5 0 1 0 0 10z"} /></svg>${fit === "fits_well" ? t("Fits well") : t("Fits partly")}</p>`;

const Cause = ({ cause, answers }) => html`<li class="cause"><div class="row between wrap"><h3>${cause.title}</h3><${Fit} fit=${cause.fit} /></div>
  <${Reasons} title=${t("Speaks for it")} said=${cause.for} /><${Reasons} title=${t("Speaks against it")} said=${cause.against} />
  <${Open} missing=${cause.missing} answers=${answers} /></li>`;

/** @param {{causes: any[], unclear: string|null, answers: Record<string, any>}} props */
export function Causes({ causes, unclear, answers }) {
  if (!causes.length) return unclear ? html`<section class="card stack even"><h2>${t("What fits your answers")}</h2><p class="reading">${unclear}</p></section>` : null;
  const as = equals(causes).length;
  return html`<section class="card stack even" aria-labelledby="fits-title"><div><h2 id="fits-title">${t("What fits your answers")}</h2>
      <p class="quiet">${t("Based on your answers only. A clinician who examines you may reach a different view.")}</p></div>
    ${unclear && html`<p class="reading">${unclear}</p>`}
    ${as > 1 && html`<p class="notice">${as === causes.length ? t("These fit about equally; the order means nothing.") : t("The first {n} fit about equally; their order means nothing.", { n: as })}</p>`}
    <ol class="causes">${causes.map((cause) => html`<${Cause} key=${cause.id} cause=${cause} answers=${answers} />`)}</ol></section>`;
}

/** One text of self-care: what fits, then one line for each thing to do. */
function Care({ text }) {
  const [first, ...rest] = sentencesOf(text);
  if (rest.length < 2) return html`<p class="reading">${text}</p>`;
  return html`<p class="reading">${first}</p><ul class="dots reading">${rest.map((line) => html`<li key=${line}>${line}</li>`)}</ul>`;
}

/** What to do about it oneself, for those that fit about equally well; the others on asking. */
export function SelfCare({ causes }) {
  if (!causes.length) return null;
  const first = equals(causes);
  const rest = causes.filter((cause) => !first.includes(cause));
  const one = (cause) => html`<div class="stack tight care" key=${cause.id}>${causes.length > 1 && html`<h3>${cause.title}</h3>`}<${Care} text=${cause.self_care} /></div>`;
  return html`<section class="card stack even"><h2>${t("What you can do yourself")}</h2>${first.map(one)}
    ${rest.length > 0 && html`<details class="more"><summary>${t("If it is one of the others")}</summary><div class="stack">${rest.map(one)}</div></details>`}</section>`;
}
