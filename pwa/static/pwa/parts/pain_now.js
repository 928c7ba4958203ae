/** Pain: how much, where, which leg, and when it is felt. */
import { html, useState } from "../html.js";
import { CONTEXTS, SIDES } from "../entry_words.js";
import { Chips, PainSlider, Segments } from "./inputs.js";
import { Icon } from "./icons.js";
import { LegMap, REGIONS } from "./legs.js";
import { t } from "../i18n.js";

/** The place in one line; the drawing is open for whoever has none yet, and one tap away on a usual day. */
function Where({ form, change }) {
  const [open, setOpen] = useState(!form.region);
  const when = Object.fromEntries(CONTEXTS())[form.context];
  const place = Object.fromEntries(REGIONS())[form.region];
  const side = Object.fromEntries(SIDES())[form.side]?.toLowerCase();
  const move = (patch) => change({ ...patch, placeFrom: null });
  const asBefore = place && form.placeFrom && form.placeFrom !== form.day;
  return html`<details class="place-box" open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary><span class="grow"><span class="quiet">${t("Where is it worst?")}</span><br /><strong>${place ? [place, side].filter(Boolean).join(", ") : t("Tap the drawing")}</strong>${asBefore && html` <span class="quiet small">${t("as last time")}</span>`}</span><${Icon} name="down" /></summary>
    <div class="where"><${LegMap} region=${form.region} side=${form.side} onChange=${move} />
    <div class="stack tight"><p class="label">${t("Which leg?")}</p>
      <${Segments} label=${t("Which leg?")} value=${form.side} onChange=${(one) => move({ side: one })} options=${SIDES()} />
    </div>
    <div class="pickers"><details class="picker"><summary>${t("Choose from a list")}</summary>
      <${Chips} label=${t("Where is it worst?")} options=${REGIONS()} value=${form.region} onChange=${(region) => move({ region })} /></details>
    <details class="picker"><summary>${t("Felt when? {when}", { when })}</summary>
      <${Chips} label=${t("Felt when?")} options=${CONTEXTS()} value=${form.context} onChange=${(context) => change({ context: context || "now" })} /></details></div></div></details>`;
}

/** @param {{form: any, change: (patch: any) => void}} props */
export function PainNow({ form, change }) {
  return html`<section class="card stack tight"><h2>${t("Pain right now")}</h2>
    <${PainSlider} level=${form.level} label=${t("Pain right now, 0 to 10")} onChange=${(level) => change({ level })} />
    <${Where} form=${form} change=${change} />
  </section>`;
}
