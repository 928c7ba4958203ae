/** The action screen: takes everything, works with no network, left only by one of two answers. */
import { html, useEffect, useRef, useState } from "../html.js";
import { app, update } from "../state.js";
import { answerOnScreen } from "../alerts.js";
import { emergencySigns } from "../parts/box.js";
import { Icon } from "../parts/icons.js";
import { numbersOf } from "../numbers.js";
import { sentencesOf } from "../sentences.js";
import { sync } from "../sync.js";
import { t } from "../i18n.js";

/** "Go to ... now. Do not wait. Do not drive." -> [what to do, what not to do]. @param {string} text */
export function splitAction(text) {
  const sentences = sentencesOf(text);
  const isNot = (sentence) => /^(do not|don't|never)/i.test(sentence);
  return [sentences.filter((one) => !isNot(one)).join(" "), sentences.filter(isNot).join(" ")];
}

/** Numbers put in; a sentence that cannot be filled is left out, never shown raw. */
export function fill(text, numbers) {
  const filled = text.replaceAll("{EMERGENCY}", numbers.emergency).replaceAll("{URGENT}", numbers.urgent);
  if (!filled.includes("{")) return filled;
  const whole = filled.split(/(?<=\.)\s+/).filter((sentence) => !sentence.includes("{"));
  return whole.length ? whole.join(" ") : filled.replace(/\s*\{[^}]*\}/g, "");
}

export const answerWord = (value) =>
  value === true ? t("Yes") : value === false ? t("No") : value === "unsure" ? t("Not sure") : String(value);

export const questionOf = (finding) => app.findings?.get(finding)?.question || finding.replaceAll("_", " ");

function Why({ flags }) {
  const facts = new Map();
  for (const flag of flags) for (const fact of flag.because) facts.set(fact.finding, fact.value);
  return html`<details class="why"><summary>${t("Why am I seeing this?")}</summary>
    <p>${t("You answered:")}</p>
    <dl>${[...facts].map(([finding, value]) => html`<div key=${finding}><dt>${questionOf(finding)}</dt><dd>${answerWord(value)}</dd></div>`)}</dl>
    <p class="small">${flags.map((flag) => t("Rule {rule}", { rule: flag.id })).join(", ")}</p></details>`;
}

function Tell({ words }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(words);
      setCopied(true);
    } catch {
      getSelection().selectAllChildren(document.getElementById("tell-words")); // ready to be copied by hand
    }
  };
  return html`<div class="tell"><div class="row between"><h2>${t("What to tell them")}</h2>
    <button type="button" onClick=${copy}><${Icon} name=${copied ? "done" : "copy"} />${copied ? t("Copied") : t("Copy")}</button></div>
    <p id="tell-words">${words}</p></div>`;
}

export function Emergency({ flags, day, failed }) {
  const heading = useRef(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    document.title = `${t("Get help")} · ThighCare`;
  }, []);
  const numbers = numbersOf(app.me?.profile?.country);
  const now = failed || flags[0].urgency === "emergency_now";
  const [action, never] = failed ? ["", ""] : splitAction(fill(flags[0].do_now, numbers));
  const leave = async (outcome) => {
    await answerOnScreen(flags, day, outcome);
    update({ emergency: null });
    void sync();
  };
  const dial = now ? numbers.tel : numbers.urgentTel;
  const dialWord = now
    ? (numbers.known ? t("Call {number}", { number: numbers.emergency }) : t("Call your local emergency number"))
    : t("Call {number}", { number: numbers.urgent });
  return html`<main><div class=${`action-screen ${now ? "" : "same-day"}`} role="alertdialog" aria-modal="true" aria-labelledby="emergency-title" aria-describedby="emergency-action">
    <div class="field-of-view">
      <h1 id="emergency-title" ref=${heading} tabindex="-1">${failed ? t("We could not complete the check") : now ? t("These signs can be an emergency") : t("These signs need care today")}</h1>
      ${failed ? html`<p id="emergency-action">${t("Get emergency help now if you have leg or back pain and any of:")}</p>
        <ul class="dots">${emergencySigns().map((sign) => html`<li key=${sign}>${sign}</li>`)}</ul>`
        : html`<p id="emergency-action" class="action">${action}</p>`}
      ${dial && html`<a class="button full call" href=${`tel:${dial}`}><${Icon} name="call" />${dialWord}</a>`}
      ${never && html`<p class="never">${never}</p>`}
      ${!failed && html`<${Tell} words=${fill(flags[0].tell_clinician, numbers)} />`}
      ${!failed && html`<${Why} flags=${flags} />`}
    </div>
    <div class="leave">
      <button type="button" class="button full" onClick=${() => leave(now ? "calling_emergency" : "seeking_care")}>${t("I am getting care")}</button>
      <button type="button" class="button full plain" onClick=${() => leave("read")}>${t("I have read this")}</button>
    </div>
  </div></main>`;
}
