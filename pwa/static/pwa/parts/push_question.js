/** Asks for notifications once there is a reason: after a save or on an alert, never at the start. */
import { html, useEffect, useState } from "../html.js";
import { deviceGet, deviceSet } from "../store.js";
import { pushState, turnOn } from "../push.js";
import { t } from "../i18n.js";

export function PushQuestion() {
  const [show, setShow] = useState(false);
  const [said, setSaid] = useState("");
  useEffect(() => {
    void deviceGet("push_asked").then((asked) => setShow(!asked && pushState() === "default"));
  }, []);
  if (said) return html`<p class="notice" role="status">${said}</p>`;
  if (!show) return null;
  const later = async () => {
    await deviceSet("push_asked", true);
    setShow(false);
  };
  const yes = async () => {
    await deviceSet("push_asked", true);
    const state = await turnOn().catch(() => "failed");
    setSaid(state === "granted" ? t("Notifications are on for this phone.")
      : state === "denied" ? t("Notifications stay off. You can change this in your browser's settings.")
      : t("Could not be turned on now. Try again under Me."));
  };
  return html`<section class="card stack" aria-label=${t("Notifications")}><p>${t("May ThighCare notify you when one of your entries needs care? The words on the lock screen stay neutral.")}</p>
    <div class="row wrap"><button type="button" class="button plain" onClick=${yes}>${t("Yes, notify me")}</button>
    <button type="button" class="button bare" onClick=${later}>${t("Not now")}</button></div></section>`;
}
