/** Says where the log stands, truthfully: on the screen, on this phone, or with the server. */
import { html, useState } from "../html.js";
import { useApp } from "../state.js";
import { Icon } from "./icons.js";
import { t } from "../i18n.js";

/** Words for the state of sync. @param {any} sync @param {boolean} dirty */
function standing(sync, dirty) {
  if (dirty) return ["today", t("Not saved yet")];
  if (sync.state === "signin") return ["warn", t("Saved on this phone. Sign in again to send.")];
  if (sync.refused) return ["warn", t("{n} not accepted. See Me.", { n: sync.refused })];
  if (sync.waiting && sync.state === "sending") return ["phone", t("Saved on this phone, sending")];
  if (sync.waiting) return ["phone", t("Saved on this phone")];
  if (sync.state === "synced") return ["done", t("Synced")];
  if (sync.state === "offline") return ["away", t("No connection. You can log all the same.")];
  return ["phone", t("Ready")];
}

export function SaveBar({ dirty, onSave }) {
  const { sync } = useApp();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [icon, words] = failed ? ["warn", t("Could not be saved on this phone. Try again.")] : standing(sync, dirty);
  const save = async () => {
    setBusy(true);
    try {
      await onSave();
      setFailed(false);
    } catch (error) {
      setFailed(true); // the disk refused: say so, keep the form
      console.error(error);
    } finally {
      setBusy(false);
    }
  };
  return html`<div class="savebar"><div><p role="status" data-sync=${sync.state}><${Icon} name=${icon} />${words}</p>
    <button type="button" class="button" disabled=${!dirty || busy} onClick=${save}>${t("Save today")}</button></div></div>`;
}
