/** Inputs of instruments: a scale, steps in words, swatches, a number, and activities of one's own. */
import { html } from "../html.js";
import { t } from "../i18n.js";

const MOST_ON_A_SLIDER = 11; // values; more are typed

/** One of several steps, each in words; with colours they are swatches. */
function Steps({ id, item, value, onChange }) {
  return html`<fieldset class="steps"><legend>${t(item.ask)}</legend>${item.words.map((word, at) => {
    const here = item.low + at;
    return html`<label class="step" key=${here}><input type="radio" name=${id} value=${here} checked=${value === here} onChange=${() => onChange(here)} />
      ${item.colours.length > 0 && html`<span class="swatch" style=${{ background: item.colours[at] }} aria-hidden="true"></span>`}
      <span>${item.colours.length > 0 ? `${here}. ` : ""}${t(word)}</span></label>`;
  })}</fieldset>`;
}

/** A slider with its ends in words; null until touched. */
export function Scale({ id, label, item, value, onChange }) {
  const unset = value === undefined;
  const set = (event) => onChange(Number(event.target.value));
  const ends = [item.low_word, item.high_word].map((word) => t(word));
  return html`<div class="scale"><div class="row between"><label for=${id}>${label}</label><output for=${id}>${unset ? "–" : value}</output></div>
    <div class=${`slider ${unset ? "unset" : ""}`}><div class="ramp even"></div>
      <input id=${id} type="range" min=${item.low} max=${item.high} step="1" value=${value ?? item.low}
        aria-valuetext=${unset ? t("Not set") : value === item.low ? `${value}, ${ends[0]}` : value === item.high ? `${value}, ${ends[1]}` : `${value}`}
        onInput=${set} onPointerUp=${(event) => unset && set(event)} onKeyDown=${(event) => unset && ["Enter", " "].includes(event.key) && onChange(item.low)} /></div>
    <div class="row between quiet small" aria-hidden="true"><span>${item.low} ${ends[0]}</span><span class="end">${item.high} ${ends[1]}</span></div></div>`;
}

function Typed({ id, item, value, onChange }) {
  return html`<div class="field"><label for=${id}>${t(item.ask)}</label>
    <input id=${id} type="number" inputmode="numeric" min=${item.low} max=${item.high} step="1" value=${value ?? ""}
      onInput=${(event) => onChange(event.target.value === "" ? undefined : Number(event.target.value))} />
    <p class="quiet small">${t("{low} to {high}", { low: item.low, high: item.high })}${item.high_word ? `. ${item.high} = ${t(item.high_word)}` : ""}</p></div>`;
}

/** The input that fits an item. @param {any} props id, item, value, onChange */
export function ItemInput(props) {
  const { item } = props;
  if (item.words.length) return html`<${Steps} ...${props} />`;
  if (item.high - item.low < MOST_ON_A_SLIDER) return html`<${Scale} ...${props} label=${item.required ? t(item.ask) : t("{ask} (if you like)", { ask: t(item.ask) })} />`;
  return html`<${Typed} ...${props} />`;
}

/** Three to five activities in one's own words, each with a level. @param {any} props instrument, rows, onChange */
export function Activities({ instrument, rows, onChange }) {
  const item = instrument.items[0];
  const change = (at, patch) => onChange(rows.map((row, place) => (place === at ? { ...row, ...patch } : row)));
  return html`${rows.map((row, at) => html`<div class="stack tight activity" key=${at}>
      <div class="field"><label for=${`name-${at}`}>${t("Activity {n}", { n: at + 1 })}</label>
        <input id=${`name-${at}`} maxlength="80" value=${row.name} placeholder=${at === 0 ? t("for example: put on a sock") : ""} onInput=${(event) => change(at, { name: event.target.value })} /></div>
      <${Scale} id=${`level-${at}`} label=${t(item.ask)} item=${item} value=${row.level} onChange=${(level) => change(at, { level })} />
      ${rows.length > instrument.fewest && html`<div><button type="button" class="link" onClick=${() => onChange(rows.filter((_, place) => place !== at))}>${t("Take activity {n} out", { n: at + 1 })}</button></div>`}
    </div>`)}
    ${rows.length < instrument.most && html`<button type="button" class="button plain" onClick=${() => onChange([...rows, { name: "", level: undefined }])}>${t("Add an activity")}</button>`}`;
}
