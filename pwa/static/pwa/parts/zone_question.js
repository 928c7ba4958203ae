/** Asks once after a journey whether to count days in the zone the phone is in now. */
import { html, useEffect, useState } from "../html.js";
import { app } from "../state.js";
import { Problem } from "../api.js";
import { changeProfile } from "../people.js";
import { metaGet, metaSet } from "../store.js";
import { phoneZone, sameClock } from "../zones.js";
import { t } from "../i18n.js";

const KEY = "zone_kept"; // the zone the phone was in when the person chose to stay with their own
const name = (zone) => zone.replaceAll("_", " ");

export function ZoneQuestion() {
  const [kept, setKept] = useState(undefined);
  const [said, setSaid] = useState("");
  const own = app.me?.profile?.time_zone;
  const here = phoneZone();
  useEffect(() => { void metaGet(KEY).then((zone) => setKept(zone || null)); }, [app.me?.id]);
  if (said) return html`<p class="notice" role="status">${said}</p>`;
  if (kept === undefined || !own || !here || kept === here || sameClock(own, here)) return null;
  const use = async () => {
    try {
      await changeProfile({ time_zone: here });
      setSaid(t("From today your days follow {zone}. What you logged stays on its day.", { zone: name(here) }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(t("No connection. We will ask again."));
    }
  };
  const stay = async () => {
    await metaSet(KEY, here);
    setKept(here);
  };
  return html`<section class="card stack" aria-label=${t("Time zone")}>
    <p>${t("You seem to be in {zone}: use this zone from today?", { zone: name(here) })}</p>
    <div class="row wrap"><button type="button" class="button" onClick=${use}>${t("Yes, from today")}</button>
    <button type="button" class="button bare" onClick=${stay}>${t("No, stay with {zone}", { zone: name(own) })}</button></div></section>`;
}
