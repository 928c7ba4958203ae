/** "Were you seen?", asked the day after: "not yet" puts the message back on the screen. */
import { html } from "../html.js";
import { answerSeen } from "../alerts.js";
import { sync } from "../sync.js";
import { t } from "../i18n.js";

export const SEEN = () => ({
  seen_cleared: t("Yes, and I was told it is nothing dangerous"),
  seen_treated: t("Yes, and I am being treated"),
  not_yet: t("Not yet"),
});

/** The three answers, as equals: none is put nearer to hand than another. @param {{alert: any}} props */
export function SeenAnswers({ alert }) {
  const answer = async (outcome) => {
    await answerSeen(alert, outcome);
    void sync();
  };
  return html`<section class="card stack" aria-label=${t("Your answer")}>
    <p class="reading">${t("Has a doctor, nurse or physio looked at you since the warning?")}</p>
    ${Object.entries(SEEN()).map(([outcome, word]) => html`<button type="button" key=${outcome} class="button full plain"
      data-outcome=${outcome} onClick=${() => answer(outcome)}>${word}</button>`)}</section>`;
}

/** What is said after the answer; "not yet" says again what to do. @param {{outcome: string}} props */
export const AfterSeen = ({ outcome }) => html`<p class=${`notice ${outcome === "not_yet" ? "act" : ""}`} role="status">${
  outcome === "not_yet" ? t("The warning still stands. Please do what it says now. We ask again tomorrow.")
    : t("Thank you, that is noted. If it gets worse or something new appears, log it or get help again.")}</p>`;
