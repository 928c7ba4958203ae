/** Sitting: the day's hours, or single bouts with the seat and the minutes until it hurt. */
import { html } from "../html.js";
import { SEATS } from "../entry_words.js";
import { daysBetween } from "../days.js";
import { Chips, Stepper } from "./inputs.js";
import { t } from "../i18n.js";

/** What the last logged day suggests; it counts only once it was taken. */
function Suggestion({ form, change }) {
  const usual = form.usualSitting;
  if (!usual || form.sitting !== null || form.sittingElsewhere || form.bout) return null;
  const when = daysBetween(usual.day, form.day) === 1 ? t("as yesterday") : t("as last time");
  return html`<button type="button" class="chip suggested" onClick=${() => change({ sitting: usual.hours })}>${t("{n} h", { n: usual.hours })} <span class="quiet">${when}?</span></button>`;
}

function Bout({ bout, set, drop }) {
  const { minutes_to_pain: until } = bout;
  return html`<div class="stack inset"><div class="row between wrap"><p class="label">${t("How long?")}</p>
      <${Stepper} label=${t("Hours of this bout")} unit="h" step=${0.5} min=${0.5} max=${24} value=${bout.hours} onChange=${(hours) => set({ hours })} /></div>
    <${Chips} label=${t("Seat")} options=${SEATS()} value=${bout.seat ?? null} onChange=${(seat) => set({ seat: seat ?? undefined })} />
    <div class="row between wrap"><p class="label">${t("Minutes until pain")}</p>
      <${Stepper} label=${t("Minutes until pain")} unit="min" step=${5} max=${1440} value=${until ?? null} onChange=${(minutes) => set({ minutes_to_pain: minutes })} /></div>
    <button type="button" class="button bare" onClick=${drop}>${t("Do not add")}</button></div>`;
}

/** @param {{form: any, change: (patch: any) => void}} props */
export function Sitting({ form, change }) {
  const none = form.sitting === null && !form.sittingElsewhere;
  const set = (patch) => {
    const bout = { ...form.bout, ...patch };
    change({ bout: Object.fromEntries(Object.entries(bout).filter(([, value]) => value !== undefined)) });
  };
  return html`<section class="card stack">
    <div class="row between wrap"><h2>${t("Sitting")}</h2><${Stepper} label=${t("Hours of sitting")} unit="h" step=${0.5} max=${24} min=${form.sittingElsewhere}
      value=${none ? null : (form.sitting ?? 0) + form.sittingElsewhere} onChange=${(hours) => change({ sitting: Math.max(0, hours - form.sittingElsewhere) })} /></div>
    ${form.bout ? html`<${Bout} bout=${form.bout} set=${set} drop=${() => change({ bout: null })} />`
      : html`<div class="chips"><${Suggestion} form=${form} change=${change} />
        <button type="button" class="chip" onClick=${() => change({ bout: { hours: 1 } })}>${t("Add a bout")}</button></div>`}
  </section>`;
}
