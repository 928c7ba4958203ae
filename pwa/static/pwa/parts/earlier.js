/** What was answered before on one form: each answer can be put right or deleted, with no network too. */
import { html, useState } from "../html.js";
import { longDay } from "../days.js";
import { forgetAnswered } from "../measures.js";
import { editReading } from "../readings.js";
import { t } from "../i18n.js";

const SHOWN = 10; // the newest; the whole of it is the chart in Trends

function whose(reading) {
  if (reading.entered_by === "physio") return t("entered by {name}", { name: reading.said_by });
  return reading.entered_by === "told" ? t("told by {name}", { name: reading.said_by }) : reading.late ? t("late") : "";
}

/** Asked once more before it goes. @param {{reading: any, onDelete: () => void, onKeep: () => void}} props */
export const Sure = ({ reading, onDelete, onKeep }) => html`<div class="notice act stack tight" role="group" aria-label=${t("Delete")}><p>${t("Delete the answer of {day}?", { day: longDay(reading.day) })}</p>
  <button type="button" class="button full" onClick=${onDelete}>${t("Delete it")}</button><button type="button" class="button plain full" onClick=${onKeep}>${t("Keep it")}</button></div>`;

function Answer({ reading, words, onChange, onDone }) {
  const [asks, setAsks] = useState(false);
  const name = longDay(reading.day);
  const remove = async () => {
    await editReading(reading, { deleted: true });
    await forgetAnswered(reading);
    onDone(t("Deleted on this phone."));
  };
  return html`<li class="stack tight measure-row" data-reading=${reading.id}><p><strong>${words(reading.score)}</strong><br /><span class="quiet">${[name, whose(reading)].filter(Boolean).join(", ")}</span></p>
    ${asks ? html`<${Sure} reading=${reading} onDelete=${remove} onKeep=${() => setAsks(false)} />` : html`<div class="row wrap">
      ${reading.entered_by !== "physio" && html`<button type="button" class="button plain" onClick=${() => onChange(reading)}>${t("Put right")}<span class="visually-hidden">: ${name}</span></button>`}
      <button type="button" class="button plain" onClick=${() => setAsks(true)}>${t("Delete")}<span class="visually-hidden">: ${name}</span></button></div>`}</li>`;
}

/** @param {{readings: any[], words: (score: number) => string, onChange: (reading: any) => void, onDone: (words: string) => void}} props newest first */
export function Earlier({ readings, words, onChange, onDone }) {
  if (!readings.length) return null;
  return html`<section class="card"><h2>${t("Earlier answers")}</h2><ul class="list">${readings.slice(0, SHOWN).map((one) => html`<${Answer} key=${one.id} reading=${one} words=${words} onChange=${onChange} onDone=${onDone} />`)}</ul>
    ${readings.length > SHOWN && html`<p class="quiet small">${t("The {n} newest. All of them are drawn in Trends.", { n: SHOWN })}</p>`}</section>`;
}
