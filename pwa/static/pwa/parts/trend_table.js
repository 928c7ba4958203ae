/** The same picture as a table, newest day first. */
import { html, useState } from "../html.js";
import { addDays, shortDay } from "../days.js";
import { locale, t } from "../i18n.js";

const STEP = 60; // rows drawn at once; a year is long

/** @param {{start: string, title: string, unit: string, values: (number|null)[], week: (number|null)[], month: (number|null)[]}} props */
export function TrendTable({ start, title, unit, values, week, month }) {
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(STEP);
  const format = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 });
  const shown = (value) => (value === null ? "–" : format.format(value));
  const rows = values.map((value, i) => ({ day: addDays(start, i), value, week: week[i], month: month[i] })).reverse();
  return html`<details class="box plain" onToggle=${(event) => setOpen(event.target.open)}><summary>${t("The same as a table")}</summary>${open && html`<div class="inside"><table><caption class="visually-hidden">${t("{title} by day", { title })}</caption>
    <thead><tr><th scope="col">${t("Day")}</th><th scope="col">${title}${unit && ` (${unit})`}</th><th scope="col">${t("7 days")}</th><th scope="col">${t("28 days")}</th></tr></thead>
    <tbody>${rows.slice(0, most).map((row) => html`<tr key=${row.day}><th scope="row">${shortDay(row.day)}</th>
      <td>${row.value === null ? t("not logged") : format.format(row.value)}</td><td>${shown(row.week)}</td><td>${shown(row.month)}</td></tr>`)}</tbody></table>
    ${rows.length > most && html`<button type="button" class="button plain" onClick=${() => setMost(most + STEP)}>${t("Show earlier days")}</button>`}</div>`}</details>`;
}
