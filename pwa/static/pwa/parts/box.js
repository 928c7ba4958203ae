/** The fixed emergency list: no rule, no network, always one tap away. */
import { html } from "../html.js";
import { app } from "../state.js";
import { numbersOf } from "../numbers.js";
import { Icon } from "./icons.js";
import { t } from "../i18n.js";

/** Source: evidence pack 3.5. */
const SIGNS = [
  "New trouble peeing or pooing",
  "Numbness between the legs or round the genitals",
  "New weakness or numbness in both legs",
  "Leg weakness that is getting worse",
  "A part of the leg you cannot move or feel at all",
  "Chest pain, sharp pain on breathing in, breathlessness, coughing blood or collapse",
  "A cold, pale or blue leg",
  "A rock-hard thigh with unbearable rising pain",
  "Confusion with fever or after exercise",
  "Cola-coloured pee after hard exercise",
];

export const emergencySigns = () => SIGNS.map((sign) => t(sign));

/** A button that dials. */
export function CallButton({ emergency = false }) {
  const numbers = numbersOf(app.me?.profile?.country);
  const word = numbers.known ? t("Call {number}", { number: numbers.emergency }) : t("Call your local emergency number");
  return html`<a class=${`button full ${emergency ? "call now" : "danger"}`} href=${`tel:${numbers.tel}`}><${Icon} name="call" />${word}</a>`;
}

/** Is there a number to dial for this level? @param {string} urgency */
export const mayCall = (urgency) => urgency === "emergency_now"
  || (urgency === "same_day" && !!numbersOf(app.me?.profile?.country).urgentTel);

/** The call that a level asks for: the one thing to do, filled; nothing where there is none to make. @param {{urgency: string}} props */
export function CallFor({ urgency }) {
  if (!mayCall(urgency)) return null;
  if (urgency === "emergency_now") return html`<${CallButton} emergency />`;
  const numbers = numbersOf(app.me?.profile?.country);
  return html`<a class="button full call today" href=${`tel:${numbers.urgentTel}`}><${Icon} name="call" />${t("Call {number}", { number: numbers.urgent })}</a>`;
}

export const EmergencyBox = () => html`<details class="box"><summary><${Icon} name="warn" />${t("When to get emergency help")}</summary>
  <div class="inside"><p>${t("Get emergency help now if you have leg or back pain and any of:")}</p>
    <ul class="dots">${emergencySigns().map((sign) => html`<li key=${sign}>${sign}</li>`)}</ul>
    <${CallButton} /></div></details>`;

export const DISCLAIMER = "This is information based on your answers. It is not a diagnosis and nobody is watching your entries live. If you feel something is seriously wrong, get medical help whatever the app says.";
