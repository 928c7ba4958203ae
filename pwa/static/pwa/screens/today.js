/** Today: twenty seconds, one thumb, no network needed. */
import { html, useState } from "../html.js";
import { app, update, useApp } from "../state.js";
import { Screen, Loading } from "../parts/frame.js";
import { EmergencyBox } from "../parts/box.js";
import { ActivityCard } from "../parts/activity.js";
import { Logged } from "../parts/logged.js";
import { MoreToday } from "../parts/more_today.js";
import { MorningAfter } from "../parts/morning_after.js";
import { PainNow } from "../parts/pain_now.js";
import { PushQuestion } from "../parts/push_question.js";
import { DueCard } from "../parts/due.js";
import { ZoneQuestion } from "../parts/zone_question.js";
import { Recheck } from "../parts/recheck.js";
import { ResumeCard } from "../parts/resume.js";
import { SaveBar } from "../parts/savebar.js";
import { SignsToday } from "../parts/signs_today.js";
import { Sitting } from "../parts/sitting.js";
import { Water } from "../parts/water.js";
import { useForm } from "../today_form.js";
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
  const [sentence, setSentence] = useState("");
  const { form, dirty, change, saved, relist } = useForm(day);
  if (!form) return html`<${Screen} title=${greeting()} sub=${longDay(day)}><${Loading} /><//>`;
  const touch = (patch, how = {}) => {
    if (how.draft !== false) setSentence("");
    change(patch, how);
  };
  const save = async () => {
    await saved();
    setSentence(weekSentence((await painDays(14)).pain));
    update({ savedCount: app.savedCount + 1 });
    void sync();
  };
  const bar = html`<${SaveBar} dirty=${dirty} onSave=${save} />`;
  return html`<${Screen} title=${greeting()} sub=${longDay(day)} savebar=${bar}>
    ${sentence && html`<p class="notice" role="status">${sentence}</p>`}
    <${ProfileNotices} />
    ${app.draft && app.knowledge ? html`<${ResumeCard} draft=${app.draft} />` : html`<${Recheck} />`}
    <${ZoneQuestion} />
    ${app.savedCount > 0 && html`<${PushQuestion} />`}
    <${PainNow} form=${form} change=${touch} />
    <${MorningAfter} form=${form} change=${touch} />
    <${SignsToday} form=${form} change=${touch} />
    <${DueCard} />
    <${Sitting} form=${form} change=${touch} />
    <${Water} form=${form} change=${touch} />
    <${ActivityCard} form=${form} change=${touch} />
    <${MoreToday} form=${form} change=${touch} />
    <${Logged} todays=${form.todays} onChanged=${relist} />
    <${EmergencyBox} />
  <//>`;
}
