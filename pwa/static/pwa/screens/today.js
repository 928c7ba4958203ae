/** Today: twenty seconds, one thumb, no network needed. */
import { html, useCallback, useEffect, useState } from "../html.js";
import { app, update, useApp } from "../state.js";
import { Screen, Loading } from "../parts/frame.js";
import { EmergencyBox } from "../parts/box.js";
import { ActivityCard } from "../parts/activity.js";
import { Logged } from "../parts/logged.js";
import { MoreToday } from "../parts/more_today.js";
import { MorningAfter } from "../parts/morning_after.js";
import { PainNow } from "../parts/pain_now.js";
import { PushQuestion } from "../parts/push_question.js";
import { Recheck } from "../parts/recheck.js";
import { ResumeCard } from "../parts/resume.js";
import { SaveBar } from "../parts/savebar.js";
import { SignsToday } from "../parts/signs_today.js";
import { Sitting } from "../parts/sitting.js";
import { Water } from "../parts/water.js";
import { keepDraft, openForm, saveForm, withWater } from "../checkin.js";
import { painDays, weekSentence, zoneToday } from "../diary.js";
import { longDay } from "../days.js";
import { Link } from "../router.js";
import { sync } from "../sync.js";
import { t } from "../i18n.js";

function greeting() {
  const hour = new Date().getHours();
  const word = hour < 12 ? t("Good morning") : hour < 18 ? t("Good afternoon") : t("Good evening");
  const name = (app.me?.display_name || "").split(" ")[0];
  return name ? `${word}, ${name}` : word;
}

/** What the profile must say before the rest can be right. */
function ProfileNotices() {
  const { country, birth_year: born } = app.me.profile;
  if (born && Number(zoneToday().slice(0, 4)) - born < 16) {
    return html`<p class="notice act">${t("ThighCare is not for people under 16. Show this to a parent or guardian and ask a clinician about the ache.")}</p>`;
  }
  if (country) return null;
  return html`<p class="notice watch">${t("For the right emergency number:")} <${Link} to="/me">${t("choose your country")}<//></p>`;
}

export function Today() {
  useApp();
  const day = zoneToday();
  const [form, setForm] = useState(null);
  const [dirty, setDirty] = useState(false);
  const [sentence, setSentence] = useState("");
  useEffect(() => {
    void openForm(day).then((opened) => {
      setForm(opened);
      setDirty(opened.drafted);
    });
  }, [day, app.me?.id]);
  useEffect(() => { // entries of other devices arrive: redraw, but never over unsaved work
    if (form && !dirty && app.sync.state === "synced") void openForm(day).then(setForm);
  }, [app.sync.state]);
  const change = useCallback((patch, { draft = true } = {}) => {
    setForm((before) => {
      const after = withWater({ ...before, ...patch });
      if (draft) void keepDraft(after);
      return after;
    });
    if (draft) {
      setDirty(true);
      setSentence("");
    }
  }, []);
  if (!form) return html`<${Screen} title=${greeting()} sub=${longDay(day)}><${Loading} /><//>`;
  const save = async () => {
    await saveForm(form);
    const { pain } = await painDays(14);
    setForm(await openForm(day));
    setDirty(false);
    setSentence(weekSentence(pain));
    update({ savedCount: app.savedCount + 1 });
    void sync();
  };
  const relist = async () => { // what is typed stays; what was changed in the list is read again
    if (dirty) await keepDraft(form);
    setForm(await openForm(day));
  };
  const bar = html`<${SaveBar} dirty=${dirty} onSave=${save} />`;
  return html`<${Screen} title=${greeting()} sub=${longDay(day)} savebar=${bar}>
    ${sentence && html`<p class="notice" role="status">${sentence}</p>`}
    <${ProfileNotices} />
    <${Recheck} />
    ${app.draft && app.knowledge && html`<${ResumeCard} draft=${app.draft} />`}
    ${app.savedCount > 0 && html`<${PushQuestion} />`}
    <${MorningAfter} form=${form} change=${change} />
    <${PainNow} form=${form} change=${change} />
    <${SignsToday} form=${form} change=${change} />
    <${Sitting} form=${form} change=${change} />
    <${Water} form=${form} change=${change} />
    <${ActivityCard} form=${form} change=${change} />
    <${MoreToday} form=${form} change=${change} />
    <${Logged} todays=${form.todays} onChanged=${relist} />
    <${EmergencyBox} />
  <//>`;
}
