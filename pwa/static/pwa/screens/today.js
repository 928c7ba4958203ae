/** Today: twenty seconds, one thumb, no network needed. */
import { html, useCallback, useEffect, useRef, useState } from "../html.js";
import { app, update, useApp } from "../state.js";
import { Screen, Loading } from "../parts/frame.js";
import { Chips, PainSlider, Segments, Sign, Stepper } from "../parts/inputs.js";
import { EmergencyBox } from "../parts/box.js";
import { ActivityCard } from "../parts/activity.js";
import { LegMap, REGIONS } from "../parts/legs.js";
import { ResumeCard } from "../parts/resume.js";
import { SaveBar } from "../parts/savebar.js";
import { PushQuestion } from "../parts/push_question.js";
import { DueCard } from "../parts/due.js";
import { ZoneQuestion } from "../parts/zone_question.js";
import { Recheck } from "../parts/recheck.js";
import { keepDraft, openForm, saveForm, storeNone, storeSign } from "../checkin.js";
import { painDays, weekSentence, zoneToday } from "../diary.js";
import { gatherFacts, judgeNow, raisedBy, showEmergency, showStaticEmergency } from "../redflag.js";
import { DAILY, shownSigns } from "../signs.js";
import { clock, longDay } from "../days.js";
import { Link } from "../router.js";
import { sync } from "../sync.js";
import { locale, t } from "../i18n.js";

function greeting() {
  const hour = new Date().getHours();
  const word = hour < 12 ? t("Good morning") : hour < 18 ? t("Good afternoon") : t("Good evening");
  const name = (app.me?.display_name || "").split(" ")[0];
  return name ? `${word}, ${name}` : word;
}

/** Judge on the tap, then store; the screen never waits for the disk. */
function useSigns(form, change) {
  const facts = useRef(null);
  useEffect(() => {
    void gatherFacts().then((found) => { facts.current = found; });
  }, [app.me, app.sync.state, form?.day]);
  return useCallback(async (finding, value) => {
    facts.current = { ...(facts.current || {}), [finding]: value };
    const { verdict, failed } = judgeNow(facts.current);
    const flags = verdict && value !== false ? raisedBy(verdict, finding) : [];
    if (flags.length) showEmergency(flags, form.day);
    if (failed && value !== false) showStaticEmergency(form.day);
    change({ signs: { ...form.signs, [finding]: value } }, { draft: false });
    await storeSign(form.day, finding, value, flags.length > 0 || (failed && value !== false));
    void sync();
  }, [form, change]);
}

function Signs({ form, change }) {
  const answer = useSigns(form, change);
  const none = DAILY.every((sign) => form.signs[sign.finding] === false);
  const takeNone = async () => {
    const signs = await storeNone(form.day, form.signs);
    change({ signs: { ...form.signs, ...signs } }, { draft: false });
    void sync();
  };
  return html`<section class="card"><div class="row between wrap"><h2>${t("Anything new?")}</h2>
    <button type="button" class="chip" aria-pressed=${String(none)} onClick=${takeNone}>${t("None of these")}</button></div>
    <div>${shownSigns(form.signs).map((sign) => html`<${Sign} key=${sign.finding} id=${sign.finding} ask=${sign.ask()} follow=${sign.follow}
      value=${form.signs[sign.finding]} onChange=${(value) => answer(sign.finding, value)} />`)}</div>
  </section>`;
}

function Where({ form, change }) {
  const place = Object.fromEntries(REGIONS())[form.region];
  return html`<div class="where"><${LegMap} region=${form.region} side=${form.side} onChange=${change} />
    <div class="stack tight"><p class="label">${t("Where is it worst?")}</p>
      <p class="place">${place || t("Tap the drawing")}${place && !form.painsToday.length ? html`<br /><span class="quiet small">${t("as last time")}</span>` : ""}</p>
      <${Segments} label=${t("Which leg?")} value=${form.side} onChange=${(side) => change({ side })}
        options=${[["left", t("Left")], ["right", t("Right")], ["both", t("Both")]]} />
    </div>
    <details class="picker"><summary>${t("Choose from a list")}</summary>
      <${Chips} label=${t("Where is it worst?")} options=${REGIONS()} value=${form.region} onChange=${(region) => change({ region })} /></details></div>`;
}

function Pain({ form, change }) {
  const earlier = form.painsToday.slice(-3).map((entry) => entry.at ? t("{level} at {time}", { level: entry.level, time: clock(entry.at) }) : entry.level).join(", ");
  return html`<section class="card stack"><h2>${t("Pain right now")}</h2>
    <${PainSlider} level=${form.level} label=${t("Pain right now, 0 to 10")} onChange=${(level) => change({ level })} />
    ${earlier && html`<p class="quiet">${t("Logged today: {levels}", { levels: earlier })}</p>`}
    <${Where} form=${form} change=${change} />
  </section>`;
}

function Habits({ form, change }) {
  const litres = new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format((form.water + form.waterElsewhere) / 1000);
  return html`<section class="card stack">
    <div class="row between wrap"><h2>${t("Sitting")}</h2><${Stepper} label=${t("Hours of sitting")} unit="h" step=${0.5} max=${24}
      value=${form.sitting === null && !form.sittingElsewhere ? null : (form.sitting ?? 0) + form.sittingElsewhere} min=${form.sittingElsewhere}
      onChange=${(hours) => change({ sitting: Math.max(0, hours - form.sittingElsewhere) })} /></div>
    <div class="row between wrap"><h2>${t("Water")} <span class="amount">${litres} L</span></h2><div class="row glasses">
      ${[250, 500].map((ml) => html`<button type="button" class="chip" key=${ml} onClick=${() => change({ water: Math.min(10000, form.water + ml) })}>+${ml} ml</button>`)}
      <button type="button" class="chip" aria-label=${t("Take back 250 ml")} disabled=${form.water === 0} onClick=${() => change({ water: Math.max(0, form.water - 250) })}>−</button>
    </div></div>
  </section>`;
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
    void openForm(day).then(setForm);
  }, [day, app.me?.id]);
  useEffect(() => { // entries of other devices arrive: redraw, but never over unsaved work
    if (form && !dirty && app.sync.state === "synced") void openForm(day).then(setForm);
  }, [app.sync.state]);
  const change = useCallback((patch, { draft = true } = {}) => {
    setForm((before) => {
      const after = { ...before, ...patch };
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
  const bar = html`<${SaveBar} dirty=${dirty} onSave=${save} />`;
  return html`<${Screen} title=${greeting()} sub=${longDay(day)} savebar=${bar}>
    ${sentence && html`<p class="notice" role="status">${sentence}</p>`}
    <${ProfileNotices} />
    ${app.draft && app.knowledge ? html`<${ResumeCard} draft=${app.draft} />` : html`<${Recheck} />`}
    <${ZoneQuestion} />
    ${app.savedCount > 0 && html`<${PushQuestion} />`}
    <${Pain} form=${form} change=${change} />
    <${Signs} form=${form} change=${change} />
    <${DueCard} />
    <${Habits} form=${form} change=${change} />
    <${ActivityCard} form=${form} change=${change} onRemoved=${() => openForm(day).then(setForm)} />
    <${EmergencyBox} />
  <//>`;
}
