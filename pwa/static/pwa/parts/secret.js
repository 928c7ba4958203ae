/** A secret that is shown once: to be copied now, held by nobody afterwards. */
import { html, useState } from "../html.js";
import { Icon } from "./icons.js";
import { t } from "../i18n.js";

/** @param {{id: string, label: string, secret: string, done: () => void}} props */
export function ShownOnce({ id, label, secret, done }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setSaid(t("Copied."));
    } catch {
      getSelection().selectAllChildren(document.getElementById(id)); // ready to be copied by hand
      setSaid(t("Marked. Copy it from here."));
    }
  };
  return html`<div class="notice watch stack tight"><p><strong>${label}</strong></p><p>${t("It is shown this once. Copy it now and keep it where only you can read it.")}</p>
    <p id=${id} class="secret">${secret}</p>
    <div class="row wrap"><button type="button" class="button plain" onClick=${copy}><${Icon} name="copy" />${t("Copy")}</button>
      <button type="button" class="button bare" onClick=${done}>${t("I have kept it")}</button></div>
    <p class="quiet small" role="status">${said}</p></div>`;
}
