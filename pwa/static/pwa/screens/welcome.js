/** First run: what this is for, what it is not, and an explicit yes. */
import { html } from "../html.js";
import { BareScreen } from "../parts/frame.js";
import { DISCLAIMER, EmergencyBox } from "../parts/box.js";
import { deviceGet, deviceSet } from "../store.js";
import { changeMe } from "../people.js";
import { app, update } from "../state.js";
import { go } from "../router.js";
import { instant } from "../days.js";
import { sentencesOf } from "../sentences.js";
import { t } from "../i18n.js";

/** Source: evidence pack 8.1. */
const INTENDED_USE = "ThighCare helps people aged 16 and over with ache at the back of the thigh to record symptoms, see general information about common causes that fit their answers, follow general exercise guidance, and recognise signs that need medical care. It does not diagnose, does not replace examination, does not monitor in real time, is not for emergencies, and is not for under-16s, people who cannot answer for themselves, or after recent surgery unless a clinician set the plan.";

export const hasAccepted = () => deviceGet("intended_use_accepted_at");

export async function accept() {
  update({ accepted: true }); // at once: nothing may send the person back here
  await deviceSet("intended_use_accepted_at", instant());
  if (app.me) await changeMe({ intended_use_accepted: true }).catch(() => {}); // told again at the next start
}

export function Welcome() {
  const yes = async () => {
    await accept();
    go(app.me ? "/today" : "/signin", { replace: true });
  };
  return html`<${BareScreen} title=${t("Before you start")}>
    <p>${t("Log an ache at the back of your thigh in twenty seconds a day, and know when to get help.")}</p>
    <section class="card stack"><h2>${t("What it is for")}</h2>${sentencesOf(t(INTENDED_USE)).map((line) => html`<p class="reading" key=${line}>${line}</p>`)}</section>
    <section class="card stack"><h2>${t("Please remember")}</h2><p class="reading">${t(DISCLAIMER)}</p>
      <p class="quiet small reading">${t("ThighCare is a demonstration and not a medical device.")}</p></section>
    <${EmergencyBox} />
    <button type="button" class="button full" onClick=${yes}>${t("I have read this and agree")}</button>
  <//>`;
}
