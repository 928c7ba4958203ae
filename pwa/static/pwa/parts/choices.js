/** One of a few, as big buttons: the choices of a question, or yes, no and not sure as three equals. */
import { html } from "../html.js";
import { choiceWord } from "../finding_words.js";
import { steer } from "./inputs.js";
import { t } from "../i18n.js";

/** @param {{id: string, options: [any, string][], value: any, onChange: (value: any) => void, label: string}} props */
export const Choices = ({ id, options, value, onChange, label }) => html`<div class="choices" role="radiogroup" aria-label=${label} onKeyDown=${steer}>
  ${options.map(([answer, word], at) => html`<button type="button" role="radio" key=${String(answer)} data-sign=${id} data-answer=${String(answer)}
    tabindex=${value === answer || (value === undefined && at === 0) ? 0 : -1} aria-checked=${String(value === answer)} onClick=${() => onChange(answer)}>
    <span class="dot" aria-hidden="true"></span>${word}</button>`)}</div>`;

export const yesNoUnsure = () => [[true, t("Yes")], [false, t("No")], ["unsure", t("Not sure")]];

/** The choices of a finding in words. @param {any} finding */
export const choicesOf = (finding) => finding.choices.map((choice) => [choice, choiceWord(finding, choice)]);

/** A short scale such as the colour of pee: each step a button with its number, pale to dark. */
export const Shades = ({ id, low, high, value, onChange, label }) => html`<div class="shades" role="radiogroup" aria-label=${label} onKeyDown=${steer}>
  ${Array.from({ length: high - low + 1 }, (_, at) => low + at).map((step) => html`<button type="button" role="radio" key=${step} data-sign=${id} data-answer=${step}
    aria-checked=${String(value === step)} onClick=${() => onChange(step)}><i class=${`shade-${step}`} aria-hidden="true"></i>${step}</button>`)}</div>`;
