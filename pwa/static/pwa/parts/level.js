/** A number from 0 to 10 in one tap. */
import { html } from "../html.js";
import { painWord, steer } from "./inputs.js";

/** @param {{value: number|null, label: string, onChange: (n: number|null) => void}} props a second tap takes it back */
export const Level = ({ value, label, onChange }) => html`<div class="levels" role="radiogroup" aria-label=${label} onKeyDown=${steer}>
  ${Array.from({ length: 11 }, (_, level) => html`<button type="button" role="radio" key=${level} data-level=${level} aria-label=${`${level}, ${painWord(level)}`}
    aria-checked=${String(value === level)} onClick=${() => onChange(value === level ? null : level)}>${level}</button>`)}</div>`;
