/** Water: a glass or a bottle in one tap, the last one taken back by another. */
import { html } from "../html.js";
import { litres } from "../entry_words.js";
import { t } from "../i18n.js";

const GLASSES = [250, 500];
const MOST = 10000;

/** @param {{form: any, change: (patch: any) => void}} props */
export function Water({ form, change }) {
  const add = (ml) => form.water + ml <= MOST && change({ adds: [...form.adds, ml] });
  const undo = () => change({ adds: form.adds.slice(0, -1) });
  return html`<section class="card"><div class="row between wrap"><h2>${t("Water")} <span class="amount" aria-live="polite">${litres(form.water + form.waterElsewhere)}</span></h2>
    <div class="row glasses">${GLASSES.map((ml) => html`<button type="button" class="chip" key=${ml} onClick=${() => add(ml)}>+${ml} ml</button>`)}
      <button type="button" class="chip" disabled=${!form.adds.length} aria-label=${form.adds.length ? t("Undo {ml} ml", { ml: form.adds.at(-1) }) : t("Undo")} onClick=${undo}>${t("Undo")}</button>
    </div></div></section>`;
}
