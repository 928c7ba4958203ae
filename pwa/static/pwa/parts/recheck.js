/** Asks for a new check where the log said something new, or the last check is a week old. */
import { html, useEffect, useState } from "../html.js";
import { app } from "../state.js";
import { read } from "../sync.js";
import { Link } from "../router.js";
import { t } from "../i18n.js";

/** @param {string} reason as GET /triage/episodes gives it */
const words = (reason) => reason === "check_is_old"
  ? t("Your last check is more than a week old and you still log symptoms.")
  : t("Your answers changed: please check again.");

/** The question itself. @param {{asked: {reason: string}, plain?: boolean}} props as an open alert or an episode carries it; plain beside a more urgent thing to do */
export const CheckAgain = ({ asked, plain }) => html`<section class="notice watch stack tight" aria-label=${t("Check again")} data-recheck=${asked.reason}>
  <p>${words(asked.reason)}</p>
  <${Link} class=${`button full ${plain ? "plain" : ""}`} to="/check">${t("Check again")}<//></section>`;

/** Looked up after each sync; with no network, as it was last told. */
export function Recheck() {
  const [asked, setAsked] = useState(null);
  useEffect(() => {
    if (app.sync.state === "sending" || !app.me) return;
    read("/triage/episodes")
      .then(({ results }) => setAsked(results[0]?.state === "open" ? results[0].recheck : null))
      .catch(() => {}); // away or signed out: asked again at the next sync
  }, [app.sync.state, app.sync.changes, app.me?.id]);
  return asked ? html`<${CheckAgain} asked=${asked} />` : null;
}
