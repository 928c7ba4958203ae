/** A number: minus, a field to type in, plus, with its unit; days also by quick picks. */
import { html, useState } from "../html.js";
import { unitOf } from "../finding_words.js";
import { t } from "../i18n.js";

const PICKS = () => [[0, t("Today")], [1, t("Yesterday")], [3, t("3 days")], [7, t("1 week")], [14, t("2 weeks")], [42, t("6 weeks")], [90, t("3 months")], [365, t("1 year")]];

const stepOf = (finding, unit) =>
  finding.type === "float" ? 0.5 : unit === t("minutes") ? 5 : 1;

/** The typed text as an answer, undefined where it is none. */
function readAs(finding, text) {
  const value = Number(text.replace(",", "."));
  if (text.trim() === "" || !Number.isFinite(value) || value < finding.low || value > finding.high) return undefined;
  return finding.type === "float" ? value : Math.trunc(value);
}

/** @param {{finding: any, value: number|undefined, onChange: (value: number|undefined) => void, label: string}} props */
export function Amount({ finding, value, onChange, label }) {
  const unit = unitOf(finding.id);
  const step = stepOf(finding, unit);
  const [text, setText] = useState(String(value ?? ""));
  const typed = readAs(finding, text) === value ? text : String(value ?? ""); // what is being typed stays as typed
  const wrong = text.trim() !== "" && typed === text && value === undefined;
  const type = (event) => {
    setText(event.target.value);
    onChange(readAs(finding, event.target.value));
  };
  const move = (by) => onChange(Math.min(finding.high, Math.max(finding.low, (value ?? finding.low - (by > 0 ? by : 0)) + by)));
  return html`<div class="amount-field"><div class="row" role="group" aria-label=${label}>
      <button type="button" class="round" aria-label=${t("Less")} disabled=${value === undefined || value <= finding.low} onClick=${() => move(-step)}>−</button>
      <label><span class="visually-hidden">${label}</span><input type="text" inputmode=${finding.type === "float" ? "decimal" : "numeric"} autocomplete="off"
        data-number=${finding.id} value=${typed} placeholder="–" aria-invalid=${String(wrong)} aria-describedby="amount-range" onInput=${type} /></label>
      <button type="button" class="round" aria-label=${t("More")} disabled=${value >= finding.high} onClick=${() => move(step)}>+</button></div>
    <p class=${wrong ? "wrong" : "quiet"} id="amount-range" role=${wrong ? "alert" : null}>${unit ? `${unit}, ` : ""}${t("{low} to {high}", { low: finding.low, high: finding.high })}</p>
    ${finding.id.endsWith("_days") && html`<div class="chips">${PICKS().map(([days, word]) => html`<button type="button" class="chip" key=${days}
      aria-pressed=${String(value === days)} onClick=${() => onChange(days)}>${word}</button>`)}</div>`}</div>`;
}
