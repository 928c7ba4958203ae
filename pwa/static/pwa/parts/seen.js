/** "Were you seen?", asked the day after: "not yet" puts the message back on the screen. */
import { html } from "../html.js";
import { answerSeen, stillStanding } from "../alerts.js";
import { Link } from "../router.js";
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

/** What is said after an answer. What another phone of theirs answered is not known here. @param {string} outcome */
function wordsAfter(outcome) {
  if (outcome === "not_yet") return t("The warning still stands. Please do what it says now. We ask again tomorrow.");
  if (!outcome) return t("This question has been answered. If it gets worse or something new appears, log it or get help again.");
  return t("Thank you, that is noted. If it gets worse or something new appears, log it or get help again.");
}

/** What is said after the answer; "not yet" says again what to do. @param {{alert: any}} props */
export const AfterSeen = ({ alert }) => html`<p class=${`notice ${alert.outcome === "not_yet" ? "act" : ""}`} role="status">${
  wordsAfter(alert.outcome)}</p><${Standing} alert=${alert} />`;

/** A warning that came after the answer was given is not closed by it. @param {{alert: any}} props */
function Standing({ alert }) {
  const newer = stillStanding(alert);
  return newer.length > 0 && html`<div class="notice act stack tight" role="status"><p>${t("A warning came after you gave this answer. It still stands, so please look at it now.")}</p>
    ${newer.map((one) => html`<${Link} key=${one.id} class="button full" to=${`/alerts/${one.id}`}>${one.title}<//>`)}</div>`;
}
