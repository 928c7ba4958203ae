/** Reminders: when and how I am asked to log, quiet hours, a rest; kept by the server at once. */
import { html, useEffect, useState } from "../html.js";
import { Problem, get, patch, post } from "../api.js";
import { whyNot } from "./frame.js";
import { locale, t } from "../i18n.js";

const HOUR_MIN = 60;
const WEEK_MIN = 7 * 24 * HOUR_MIN;

const hourWord = (hour) => new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit", timeZone: "UTC" })
  .format(new Date(Date.UTC(2000, 0, 1, hour)));
const dayWord = (at) => new Intl.DateTimeFormat(locale(), { weekday: "long", hour: "numeric", minute: "2-digit" }).format(new Date(at));

const Hour = ({ id, label, value, onChange }) => html`<div class="field"><label for=${id}>${label}</label>
  <select id=${id} onChange=${(event) => onChange(Number(event.target.value))}>${[...Array(24).keys()].map((hour) => html`
    <option key=${hour} value=${hour} selected=${hour === value}>${hourWord(hour)}</option>`)}</select></div>`;

const Switch = ({ label, checked, onChange }) => html`<label class="switch"><input type="checkbox" checked=${checked}
  onChange=${(event) => onChange(event.target.checked)} /><span>${label}</span></label>`;

/** What comes next, in one line. @param {any} wishes */
function standing(wishes) {
  if (!wishes.daily_log.push && !wishes.daily_log.email) return t("You are not reminded.");
  return t("Next, if the day is not logged by then: {when}.", { when: dayWord(wishes.next_at) });
}

export function Reminders() {
  const [wishes, setWishes] = useState(null);
  const [problem, setProblem] = useState("");
  const run = async (call) => {
    try {
      setWishes((await call()).body);
      setProblem("");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error.status === 0 ? t("No connection. Reminders need the network.") : error.errors?.[0]?.detail || whyNot(error));
      if (wishes) setWishes({ ...wishes });
    }
  };
  const set = (changes) => run(() => patch("/reminders", changes));
  const rest = (minutes) => run(() => post("/reminders/snooze", { minutes }));
  const load = () => run(() => get("/reminders"));
  useEffect(() => { void load(); }, []);
  const on = wishes && (wishes.daily_log.push || wishes.daily_log.email);
  return html`<section class="card stack" aria-labelledby="reminders"><h2 id="reminders">${t("Reminders")}</h2>
    ${!wishes && !problem && html`<p class="quiet">${t("Loading")}</p>`}
    ${wishes && html`<p role="status">${standing(wishes)}</p>
      <div><${Switch} label=${t("Remind me by notification")} checked=${wishes.daily_log.push} onChange=${(push) => set({ daily_log: { push } })} />
        <${Switch} label=${t("Remind me by e-mail")} checked=${wishes.daily_log.email} onChange=${(email) => set({ daily_log: { email } })} />
        <${Switch} label=${t("Advice on sitting, drinking and training load")} checked=${wishes.advice} onChange=${(advice) => set({ advice })} /></div>
      <${Hour} id="reminder-hour" label=${t("Remind me at")} value=${wishes.hour} onChange=${(hour) => set({ hour })} />
      <${Hour} id="quiet-start" label=${t("Quiet from")} value=${wishes.quiet_hours.start} onChange=${(start) => set({ quiet_hours: { start } })} />
      <${Hour} id="quiet-end" label=${t("Quiet until")} value=${wishes.quiet_hours.end} onChange=${(end) => set({ quiet_hours: { end } })} />
      <p class="quiet small">${t("In quiet hours only safety messages come. They cannot be switched off.")}</p>
      ${on && html`<div class="row wrap"><button type="button" class="button plain" onClick=${() => rest(HOUR_MIN)}>${t("Again in an hour")}</button>
        <button type="button" class="button plain" onClick=${() => rest(WEEK_MIN)}>${t("Rest for a week")}</button></div>`}`}
    ${problem && html`<p class=${wishes ? "wrong" : "quiet"} role="alert">${problem}</p>`}
    ${problem && !wishes && html`<div><button type="button" class="button plain" onClick=${load}>${t("Try again")}</button></div>`}</section>`;
}
