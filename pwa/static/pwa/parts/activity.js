/** Activity: the same as last time in one tap, or sport, minutes, effort. */
import { html, useState } from "../html.js";
import { removeEntry } from "../checkin.js";
import { daysBetween, longDay } from "../days.js";
import { Chips, Stepper } from "./inputs.js";
import { Icon } from "./icons.js";
import { sync } from "../sync.js";
import { t } from "../i18n.js";

const SPORTS = () => [["run", t("Run")], ["football", t("Football")], ["gym", t("Gym")], ["cycling", t("Cycling")], ["walk", t("Walk")], ["swimming", t("Swimming")]];
const EFFORTS = () => [[2, t("Easy")], [4, t("Moderate")], [6, t("Hard")], [8, t("Very hard")], [10, t("All out")]];

const sportWord = (sport) => Object.fromEntries(SPORTS())[sport] || (sport === "rest" ? t("No training") : sport.replaceAll("_", " "));
const inWords = (one) => one.sport === "rest" ? t("No training") : t("{sport}, {minutes} min, effort {rpe}", { sport: sportWord(one.sport), minutes: one.minutes, rpe: one.rpe });

function lastWord(entry, day) {
  const ago = daysBetween(entry.day, day);
  return ago === 1 ? t("yesterday") : ago < 7 ? t("last {day}", { day: longDay(entry.day).split(" ")[0].replace(",", "") }) : longDay(entry.day);
}

export function ActivityCard({ form, change, onRemoved }) {
  const [open, setOpen] = useState(!!form.activity && form.activity.sport !== "rest");
  const { activity, lastActivity } = form;
  const set = (patch) => change({ activity: { sport: "run", minutes: 30, rpe: 4, ...(activity?.sport === "rest" ? {} : activity), ...patch } });
  const same = () => change({ activity: { sport: lastActivity.sport, minutes: lastActivity.minutes, rpe: lastActivity.rpe } });
  const remove = async (entry) => {
    await removeEntry(entry);
    await onRemoved();
    void sync();
  };
  return html`<section class="card stack"><h2>${t("Activity")}</h2>
    ${form.activities.map((one) => html`<div class="row between" key=${one.id}><span>${inWords(one)}</span>
      <button type="button" class="icon-button" aria-label=${t("Remove {what}", { what: inWords(one) })} onClick=${() => remove(one)}><${Icon} name="bin" /></button></div>`)}
    ${activity && !open && html`<p class="notice">${t("To be saved: {what}", { what: inWords(activity) })} <button type="button" class="link" onClick=${() => change({ activity: null })}>${t("Undo")}</button></p>`}
    ${!open && html`<div class="chips">
      ${lastActivity && !activity && html`<button type="button" class="chip" onClick=${same}>${t("Same as {when}?", { when: lastWord(lastActivity, form.day) })} <span class="quiet">${inWords(lastActivity)}</span></button>`}
      <button type="button" class="chip" onClick=${() => { setOpen(true); set({}); }}>${t("Add activity")}</button>
      ${!activity && !form.activities.length && html`<button type="button" class="chip" onClick=${() => change({ activity: { sport: "rest", minutes: 0, rpe: 0 } })}>${t("No training")}</button>`}
    </div>`}
    ${open && activity && html`<div class="stack">
      <${Chips} label=${t("Sport")} options=${SPORTS()} value=${activity.sport} onChange=${(sport) => sport && set({ sport })} />
      <div class="row between wrap"><p class="label">${t("How long?")}</p><${Stepper} label=${t("Minutes")} unit="min" step=${5} max=${600} value=${activity.minutes} onChange=${(minutes) => set({ minutes })} /></div>
      <div class="stack tight"><p class="label">${t("How hard was it?")}</p><${Chips} label=${t("How hard was it?")} options=${EFFORTS()} value=${activity.rpe} onChange=${(rpe) => rpe !== null && set({ rpe })} /></div>
      <button type="button" class="button bare" onClick=${() => { setOpen(false); change({ activity: null }); }}>${t("Do not add")}</button>
    </div>`}
  </section>`;
}
