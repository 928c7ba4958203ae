/** Activity: the same as last time in one tap, or sport, minutes, effort. */
import { html, useState } from "../html.js";
import { EFFORTS, SPORTS, activityWords } from "../entry_words.js";
import { daysBetween, longDay } from "../days.js";
import { Chips, Stepper } from "./inputs.js";
import { t } from "../i18n.js";

function lastWord(entry, day) {
  const ago = daysBetween(entry.day, day);
  return ago === 1 ? t("yesterday") : ago <= 7 ? t("last {day}", { day: longDay(entry.day).split(" ")[0].replace(",", "") }) : longDay(entry.day);
}

export function ActivityCard({ form, change }) {
  const [open, setOpen] = useState(false);
  const { activity, usualActivity } = form;
  const editing = open && activity; // saved or taken back, it is not edited any more
  const set = (patch) => change({ activity: { sport: "run", minutes: 30, rpe: 4, ...(activity?.sport === "rest" ? {} : activity), ...patch } });
  const take = (whole) => {
    setOpen(false);
    change({ activity: whole });
  };
  const same = () => take({ sport: usualActivity.sport, minutes: usualActivity.minutes, rpe: usualActivity.rpe });
  return html`<section class="card stack"><h2>${t("Activity")}</h2>
    ${activity && !editing && html`<p class="notice">${t("To be saved: {what}", { what: activityWords(activity) })} <button type="button" class="link" onClick=${() => change({ activity: null })}>${t("Undo")}</button></p>`}
    ${!editing && html`<div class="chips">
      ${usualActivity && !activity && html`<button type="button" class="chip suggested" onClick=${same}>${t("Same as {when}?", { when: lastWord(usualActivity, form.day) })} <span class="quiet">${activityWords(usualActivity)}</span></button>`}
      <button type="button" class="chip" onClick=${() => { setOpen(true); set({}); }}>${activity ? t("Change it") : t("Add activity")}</button>
      ${!activity && !form.activities.length && html`<button type="button" class="chip" onClick=${() => take({ sport: "rest", minutes: 0, rpe: 0 })}>${t("No training")}</button>`}
    </div>`}
    ${editing && html`<div class="stack">
      <${Chips} label=${t("Sport")} options=${SPORTS()} value=${activity.sport} onChange=${(sport) => sport && set({ sport })} />
      <div class="row between wrap"><p class="label">${t("How long?")}</p><${Stepper} label=${t("Minutes")} unit="min" step=${5} max=${600} value=${activity.minutes} onChange=${(minutes) => set({ minutes })} /></div>
      <div class="stack tight"><p class="label">${t("How hard was it?")}</p><${Chips} label=${t("How hard was it?")} options=${EFFORTS()} value=${activity.rpe} onChange=${(rpe) => rpe !== null && set({ rpe })} /></div>
      <button type="button" class="button bare" onClick=${() => take(null)}>${t("Do not add")}</button>
    </div>`}
  </section>`;
}
