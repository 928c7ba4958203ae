/** Pain: how much, where, which leg, and when it is felt. */
import { html } from "../html.js";
import { CONTEXTS, SIDES } from "../entry_words.js";
import { Chips, PainSlider, Segments } from "./inputs.js";
import { LegMap, REGIONS } from "./legs.js";
import { t } from "../i18n.js";

function Where({ form, change }) {
  const when = Object.fromEntries(CONTEXTS())[form.context];
  const place = Object.fromEntries(REGIONS())[form.region];
  const move = (patch) => change({ ...patch, placeFrom: null });
  return html`<div class="where"><${LegMap} region=${form.region} side=${form.side} onChange=${move} />
    <div class="stack tight"><p class="label">${t("Where is it worst?")}</p>
      <p class="place">${place || t("Tap the drawing")}${place && form.placeFrom && form.placeFrom !== form.day ? html`<br /><span class="quiet small">${t("as last time")}</span>` : ""}</p>
      <${Segments} label=${t("Which leg?")} value=${form.side} onChange=${(side) => move({ side })} options=${SIDES()} />
    </div>
    <div class="pickers"><details class="picker"><summary>${t("Choose from a list")}</summary>
      <${Chips} label=${t("Where is it worst?")} options=${REGIONS()} value=${form.region} onChange=${(region) => move({ region })} /></details>
    <details class="picker"><summary>${t("Felt when? {when}", { when })}</summary>
      <${Chips} label=${t("Felt when?")} options=${CONTEXTS()} value=${form.context} onChange=${(context) => change({ context: context || "now" })} /></details></div></div>`;
}

/** @param {{form: any, change: (patch: any) => void}} props */
export function PainNow({ form, change }) {
  return html`<section class="card stack"><h2>${t("Pain right now")}</h2>
    <${PainSlider} level=${form.level} label=${t("Pain right now, 0 to 10")} onChange=${(level) => change({ level })} />
    <${Where} form=${form} change=${change} />
  </section>`;
}
