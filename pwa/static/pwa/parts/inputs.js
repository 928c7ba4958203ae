/** Inputs for one thumb: pain slider, chips, steppers, yes/no/not sure. */
import { html, useRef } from "../html.js";
import { t } from "../i18n.js";

const WORDS = [
  [0, "No pain"], [1, "Barely there"], [3, "Mild, easy to ignore"], [5, "Moderate, hard to ignore"],
  [7, "Strong, it limits me"], [9, "Very strong"], [10, "Worst I can imagine"],
];

const TICKS = () => [[0, t("none")], [3, t("mild")], [5, t("medium")], [7, t("strong")], [10, t("worst")]];

/** The word for a level. @param {number} level 0..10 */
export function painWord(level) {
  let found = WORDS[0][1];
  for (const [from, word] of WORDS) if (level >= from) found = word;
  return t(found);
}

/** The pain slider; null until touched. @param {{level: number|null, onChange: (n: number) => void, label: string}} props */
export function PainSlider({ level, onChange, label }) {
  const set = (event) => onChange(Number(event.target.value));
  const unset = level === null;
  return html`<div class="pain">
    <div class="reading" aria-hidden="true">
      <span class=${`number ${unset ? "none" : ""}`}>${unset ? "–" : level}</span>
      <span class="word">${unset ? t("Slide to set it") : painWord(level)}</span>
    </div>
    <div class=${`slider ${unset ? "unset" : ""}`}><div class="ramp"></div>
      <input type="range" min="0" max="10" step="1" value=${level ?? 0} aria-label=${label}
        aria-valuetext=${unset ? t("Not set") : `${level}, ${painWord(level)}`}
        onInput=${set} onPointerUp=${(event) => unset && set(event)}
        onKeyDown=${(event) => unset && ["Enter", " "].includes(event.key) && onChange(0)} />
    </div>
    <ul class="ticks" aria-hidden="true">${TICKS().map(([at, word]) => html`<li key=${at}>${at}<span><br />${word}</span></li>`)}</ul>
  </div>`;
}

/** Chips of which one may be pressed. @param {any} props options [[value, word]], value, onChange, label */
export const Chips = ({ options, value, onChange, label }) => html`
  <div class="chips" role="group" aria-label=${label}>${options.map(([key, word]) => html`
    <button type="button" class="chip" key=${key} aria-pressed=${String(value === key)}
      onClick=${() => onChange(value === key ? null : key)}>${word}</button>`)}</div>`;

/** Arrow keys move between the answers of a radio group. @param {KeyboardEvent} event */
export function steer(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const peers = [...event.currentTarget.querySelectorAll("[role=radio]")];
  const next = peers[(peers.indexOf(document.activeElement) + step + peers.length) % peers.length];
  next.focus();
}

/** One of a few, side by side. @param {any} props options [[value, word]], value, onChange, label */
export const Segments = ({ options, value, onChange, label }) => html`
  <div class="segments" role="radiogroup" aria-label=${label} onKeyDown=${steer}>${options.map(([key, word]) => html`
    <button type="button" role="radio" key=${key} aria-checked=${String(value === key)}
      onClick=${() => onChange(key)}>${word}</button>`)}</div>`;

/** Plus and minus around a number. @param {any} props value, step, min, max, unit, label, onChange */
export function Stepper({ value, step, min = 0, max, unit, label, onChange }) {
  const move = (by) => onChange(Math.min(max, Math.max(min, (value ?? 0) + by)));
  return html`<div class="stepper" role="group" aria-label=${label}>
    <button type="button" aria-label=${t("Less: {label}", { label })} disabled=${(value ?? 0) <= min} onClick=${() => move(-step)}>−</button>
    <output aria-live="polite">${value ?? "–"} <small>${unit}</small></output>
    <button type="button" aria-label=${t("More: {label}", { label })} disabled=${(value ?? 0) >= max} onClick=${() => move(step)}>+</button>
  </div>`;
}

/** Yes, no, not sure: three equals. @param {any} props ask, value (true|false|"unsure"|undefined), onChange, follow? */
export function Sign({ id, ask, value, onChange, follow }) {
  const options = [[true, t("Yes"), "yes"], [false, t("No"), "no"], ["unsure", t("Not sure"), "unsure"]];
  const name = useRef(`sign-${id}`).current;
  return html`<div class=${`sign ${follow ? "follow" : ""}`}>
    <p class="ask" id=${name}>${ask}</p>
    <div class="answers" role="radiogroup" aria-labelledby=${name} onKeyDown=${steer}>${options.map(([answer, word, tone]) => html`
      <button type="button" role="radio" key=${tone} class=${tone} data-sign=${id} data-answer=${String(answer)}
        aria-checked=${String(value === answer)} onClick=${() => onChange(answer)}>${word}</button>`)}</div>
  </div>`;
}
