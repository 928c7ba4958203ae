/** What each column of a table is: guessed by the server, chosen by the person. */
import { html } from "../html.js";
import { FIELDS, unitWord } from "../imports.js";
import { t } from "../i18n.js";

/** A labelled list to choose from. @param {any} props id, label, value, options [[key, word]], onChange */
export const Choose = ({ id, label, value, options, onChange, hint }) => html`<div class="field"><label for=${id}>${label}</label>
  <select id=${id} onChange=${(event) => onChange(event.target.value)}>${options.map(([key, word]) => html`<option key=${key} value=${key} selected=${key === value}>${word}</option>`)}</select>
  ${hint && html`<p class="quiet small">${hint}</p>`}</div>`;

/** One column: its name, what stands in it, what it is. @param {any} props column, onChange */
function Column({ column, doubt, onChange }) {
  const fields = FIELDS();
  const known = fields.some(([key]) => key === (column.field || "")) ? fields : [...fields, [column.field, column.field]];
  const set = (patch) => onChange({ column: column.column, field: column.field, unit: column.unit, ...patch });
  const name = column.name || t("Column {n}", { n: column.column + 1 });
  return html`<li class="stack tight column">
    <${Choose} id=${`column-${column.column}`} label=${name} value=${column.field || ""} options=${known}
      hint=${column.sample.length ? t("For example: {values}", { values: column.sample.join(" · ") }) : t("Nothing stands in it.")}
      onChange=${(field) => set({ field: field || null, unit: null })} />
    ${column.units.length > 1 && html`<${Choose} id=${`unit-${column.column}`} label=${t("{name}: written in", { name })} value=${column.unit}
      options=${column.units.map((unit) => [unit, unitWord(unit)])} onChange=${(unit) => set({ unit })} />`}
    ${doubt && html`<p class="notice watch">${t("Most of these values look like {unit}. Please check.", { unit: unitWord(doubt.likely) })}</p>`}</li>`;
}

/** All columns of a table. @param {{job: any, onChoose: (choices: any) => void}} props */
export function Columns({ job, onChoose }) {
  const { choices, doubts } = job;
  return html`<section class="card stack"><h2>${t("What the columns are")}</h2>
    <p class="quiet">${t("This is a guess. Change what is wrong; the rows below follow.")}</p>
    <ul class="stack">${choices.columns.map((column) => html`<${Column} key=${column.column} column=${column}
      doubt=${doubts.find((one) => one.column === column.name)} onChange=${(one) => onChoose({ columns: [one] })} />`)}</ul></section>`;
}
