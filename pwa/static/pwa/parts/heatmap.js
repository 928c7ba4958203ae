/** A month as a calendar of pain: colour and number, empty where nothing was logged. */
import { html, useState } from "../html.js";
import { Icon } from "./icons.js";
import { addDays, daysBetween } from "../days.js";
import { locale, t } from "../i18n.js";

const weekdays = (weekday) => Array.from({ length: 7 }, (_, i) => new Intl.DateTimeFormat(locale(), { weekday, timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + i))));
const monthWord = (month) => new Intl.DateTimeFormat(locale(), { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-15T12:00:00Z`));
const moved = (month, by) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + by, 1)).toISOString().slice(0, 7);

/** Weeks of a month, Monday first; null outside of it. @param {string} month YYYY-MM */
function weeksOf(month) {
  const first = `${month}-01`;
  const lead = (new Date(`${first}T12:00:00Z`).getUTCDay() + 6) % 7;
  const length = daysBetween(first, `${moved(month, 1)}-01`);
  const cells = [...new Array(lead).fill(null), ...Array.from({ length }, (_, i) => addDays(first, i))];
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, row) => cells.slice(row * 7, row * 7 + 7));
}

/** @param {{start: string, end: string, values: (number|null)[]}} props pain by day; days outside say nothing */
export function HeatMap({ start, end, values }) {
  const letters = weekdays("narrow"); // for text so large that the words would break
  const [month, setMonth] = useState(end.slice(0, 7));
  const level = (day) => (day >= start && day <= end ? values[daysBetween(start, day)] : null);
  const cell = (day, i) => {
    if (!day) return html`<td key=${i}></td>`;
    if (day > end || day < start) return html`<td key=${i}><span class="small">${Number(day.slice(8))}</span></td>`;
    const found = level(day);
    const words = found === null ? t("not logged") : t("pain {level}", { level: found });
    return html`<td key=${i} class=${found === null ? "none" : `heat-${Math.round(found)}`}><span class="quiet small">${Number(day.slice(8))}</span><br /><strong aria-hidden="true">${found ?? "·"}</strong><span class="visually-hidden">${words}</span></td>`;
  };
  return html`<div class="stack tight"><div class="row between wrap"><h2 aria-live="polite">${monthWord(month)}</h2><div class="row close"><button type="button" class="icon-button" disabled=${month <= start.slice(0, 7)} onClick=${() => setMonth(moved(month, -1))} aria-label=${t("Month before")}><${Icon} name="back" /></button>
      <button type="button" class="icon-button" disabled=${month >= end.slice(0, 7)} onClick=${() => setMonth(moved(month, 1))} aria-label=${t("Month after")}><${Icon} name="next" /></button></div></div>
    <div class="heat-box"><table class="heat"><caption class="visually-hidden">${t("Worst pain of each day, {month}", { month: monthWord(month) })}</caption>
      <thead><tr>${weekdays("short").map((word, i) => html`<th scope="col" key=${word}><span class="whole">${word}</span><span class="letter" aria-hidden="true">${letters[i]}</span></th>`)}</tr></thead>
      <tbody>${weeksOf(month).map((week, row) => html`<tr key=${row}>${week.map(cell)}</tr>`)}</tbody></table></div></div>`;
}
