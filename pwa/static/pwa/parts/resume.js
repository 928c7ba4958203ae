/** A check that was left half-way: where it stands, what it asks for so far, and going on. */
import { html } from "../html.js";
import { Link } from "../router.js";
import { Icon } from "./icons.js";
import { progressOf } from "../check_draft.js";
import { forgetDraft, raisedSoFar } from "../check_run.js";
import { showEmergency } from "../redflag.js";
import { zoneToday } from "../diary.js";
import { clock } from "../days.js";
import { t, tn } from "../i18n.js";

/** How many screens come after this one, as far as the answers tell. @param {number|null} more */
export function moreWords(more) {
  if (more === null) return "";
  return more === 0 ? t("perhaps the last one") : tn("about 1 more", "about {n} more", more);
}

/** @param {{draft: any}} props */
export function ResumeCard({ draft }) {
  const far = progressOf(draft);
  const flags = raisedSoFar(draft);
  const where = far ? [far.title, moreWords(far.more)].filter(Boolean).join(": ") : t("A word about you");
  return html`<section class="card stack resume"><div><h2>${t("Your check is not finished")}</h2>
      <p class="quiet">${where}. ${t("Begun at {time}.", { time: clock(draft.started_at) })}</p></div>
    ${flags.length > 0 && html`<button type="button" class="so-far emergency" onClick=${() => showEmergency(flags, zoneToday())}>
      <${Icon} name="warn" /><span>${flags[0].urgency === "emergency_now" ? t("So far: get emergency help now") : t("So far: be seen today")}</span><${Icon} name="next" /></button>`}
    <div class="row wrap"><${Link} to=${`/check/${draft.steps.length}`} class="button grow">${t("Go on")}<//>
      <button type="button" class="button plain" onClick=${() => void forgetDraft()}>${t("Put away")}</button></div></section>`;
}
