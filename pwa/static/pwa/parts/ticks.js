/** Several signs on one screen: tap what is so, say where you are not sure; the rest is no. */
import { html } from "../html.js";
import { askOf, findingOf } from "../finding_words.js";
import { t } from "../i18n.js";

const MANY = 6; // rows from which the type is smaller, so that more is in sight

function Tick({ id, value, onChange }) {
  const ask = askOf(findingOf(id));
  const unsure = value === "unsure";
  return html`<li class=${`tick ${value === true ? "yes" : unsure ? "unsure" : ""}`}>
    <button type="button" role="checkbox" class="what" data-tick=${id} aria-checked=${value === true ? "true" : unsure ? "mixed" : "false"}
      onClick=${() => onChange(value === true ? undefined : true)}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><rect x="2" y="2" width="20" height="20" rx="6" />
        ${value === true && html`<path d="M7 12.5l3.5 3.5L17 8.5" />`}${unsure && html`<path d="M9 9.4a3 3 0 1 1 4.4 2.6c-1 .6-1.4 1-1.4 2M12 17v.2" />`}</svg>
      <span>${ask}</span></button>
    <button type="button" class="doubt" data-unsure=${id} aria-pressed=${String(unsure)} aria-label=${t("Not sure: {what}", { what: ask })}
      onClick=${() => onChange(unsure ? undefined : "unsure")}>${t("Not sure")}</button></li>`;
}

/** @param {{ids: string[], given: Record<string, any>, onChange: (id: string, value: any) => void, label: string}} props */
export const Ticks = ({ ids, given, onChange, label }) => html`<ul class=${`ticklist ${ids.length > MANY ? "many" : ""}`} aria-label=${label}>
  ${ids.map((id) => html`<${Tick} key=${id} id=${id} value=${given[id]} onChange=${(value) => onChange(id, value)} />`)}</ul>`;
