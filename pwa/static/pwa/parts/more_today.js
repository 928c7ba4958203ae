/** What nobody has to tell every day: sleep, how it feels, the colour of urine, a note. One tap away. */
import { html } from "../html.js";
import { Stepper, steer } from "./inputs.js";
import { t } from "../i18n.js";

/** Own wording; 1 is best, 7 is worst, as the log keeps them. */
const FEELINGS = () => [
  ["sleep_quality", t("How did you sleep?"), t("deep and long"), t("hardly at all")],
  ["fatigue", t("How tired are you?"), t("wide awake"), t("worn out")],
  ["soreness", t("How sore are your muscles?"), t("not at all"), t("all over")],
  ["stress", t("How tense do you feel?"), t("at ease"), t("very tense")],
];
const COLOURS = () => [t("almost clear"), t("pale straw"), t("straw"), t("yellow"), t("dark yellow"), t("amber"), t("orange-brown"), t("brown")];

function Scale({ id, ask, best, worst, value, onChange }) {
  return html`<div class="stack tight"><p class="label" id=${`feel-${id}`}>${ask}</p>
    <div class="levels seven" role="radiogroup" aria-labelledby=${`feel-${id}`} onKeyDown=${steer}>${[1, 2, 3, 4, 5, 6, 7].map((n) => html`
      <button type="button" role="radio" key=${n} aria-checked=${String(value === n)} aria-label=${n === 1 ? `1, ${best}` : n === 7 ? `7, ${worst}` : String(n)} onClick=${() => onChange(n)}>${n}</button>`)}</div>
    <p class="ends quiet small" aria-hidden="true"><span>${best}</span><span>${worst}</span></p></div>`;
}

function Urine({ value, onChange, dry }) {
  return html`<div class="stack tight"><p class="label">${t("Colour of your urine")}</p>
    ${dry ? html`<p class="quiet">${t("Add what you drank first: the colour is kept with it.")}</p>` : html`
    <div class="swatches" role="radiogroup" aria-label=${t("Colour of your urine")} onKeyDown=${steer}>${COLOURS().map((word, at) => html`
      <button type="button" role="radio" key=${at} class=${`urine-${at + 1}`} aria-checked=${String(value === at + 1)} aria-label=${t("{n} of 8, {word}", { n: at + 1, word })} onClick=${() => onChange(at + 1)}></button>`)}</div>
    <p class="quiet" role="status">${value ? COLOURS()[value - 1] : t("Look in good light; dim light makes it darker.")}</p>`}</div>`;
}

/** @param {{form: any, change: (patch: any) => void}} props */
export function MoreToday({ form, change }) {
  const feel = (patch) => change({ wellness: { ...form.wellness, ...patch } });
  return html`<details class="box plain"><summary>${t("Sleep, feeling, urine, a note")}</summary><div class="inside stack">
    <div class="row between wrap"><p class="label">${t("Sleep")}</p><${Stepper} label=${t("Hours of sleep")} unit="h" step=${0.5} max=${24} value=${form.wellness.sleep_h ?? null}
      onChange=${(hours) => feel({ sleep_h: form.wellness.sleep_h === undefined ? 7.5 : hours })} /></div>
    ${FEELINGS().map(([id, ask, best, worst]) => html`<${Scale} key=${id} id=${id} ask=${ask} best=${best} worst=${worst} value=${form.wellness[id]} onChange=${(n) => feel({ [id]: n })} />`)}
    <${Urine} value=${form.urine} dry=${form.water === 0} onChange=${(urine) => change({ urine })} />
    <div class="field"><label for="note">${t("A note to yourself")}</label>
      <textarea id="note" rows="3" maxlength="2000" value=${form.note} onInput=${(event) => change({ note: event.target.value })}></textarea></div>
  </div></details>`;
}
