/** The emergency check: every key question in one list, each visible, then the action. */
import { html, useEffect, useState } from "../html.js";
import { Loading, Screen } from "../parts/frame.js";
import { Chips, Sign } from "../parts/inputs.js";
import { CallButton, EmergencyBox, DISCLAIMER } from "../parts/box.js";
import { Icon, Status } from "../parts/icons.js";
import { atLeast, urgencyWords } from "../alerts.js";
import { fill } from "./emergency.js";
import { judgeNow, loadKnowledge, profileAnswers, raisedBy, showEmergency, showStaticEmergency } from "../redflag.js";
import { keepCall } from "../outbox.js";
import { metaGet, metaSet } from "../store.js";
import { numbersOf } from "../numbers.js";
import { uuid7 } from "../ids.js";
import { instant } from "../days.js";
import { zoneToday } from "../diary.js";
import { app, useApp } from "../state.js";
import { sync } from "../sync.js";
import { t } from "../i18n.js";

const NUMBER = new Set(["age_years"]);
const CES = ["saddle_numb", "bladder_retention", "bladder_incontinence_new", "bladder_sensation_reduced", "bowel_incontinence_new", "bowel_sensation_reduced", "sexual_dysfunction_new"];
const SECTION_WORDS = () => ({ I: t("Feeling, bladder and bowel"), H: t("Strength and feeling"), K: t("Chest and breathing"), G: t("The leg"), L: t("The muscle"), J: t("How you feel in general"), B: t("How it started"), M: t("Medicines"), A: t("About you") });

/** The questions to show, by section in the order of danger. */
function questions(answers) {
  const inBlock = [...app.findings.values()].filter((finding) => finding.section === "I" || app.mandatory.includes(finding.id));
  return Object.keys(SECTION_WORDS()).map((section) => [section, inBlock.filter((finding) => finding.section === section)
    .filter((finding) => finding.id !== "ces_long_standing_assessed" || CES.some((id) => answers[id] === true))])
    .filter(([, found]) => found.length);
}

const typeOf = (finding) => (typeof finding.type === "string" ? finding.type.split(" ")[0] : finding.type?.kind);
const choicesOf = (finding) => finding.choices || finding.values || String(finding.type).split(" ")[1]?.split(",") || [];
const choiceWord = (choice) => ({ normal: t("Normally"), limp: t("With a limp"), unable_4_steps: t("Not four steps") })[choice] || choice.replaceAll("_", " ");

function Question({ finding, value, onChange }) {
  if (NUMBER.has(finding.id) || typeOf(finding) === "int") {
    return html`<div class="sign"><div class="field"><label for=${finding.id}>${finding.question}</label>
      <input id=${finding.id} type="number" inputmode="numeric" min="0" max="120" value=${value ?? ""} onInput=${(event) => onChange(event.target.value === "" ? undefined : Math.trunc(Number(event.target.value)))} /></div></div>`;
  }
  if (typeOf(finding) === "enum") {
    return html`<div class="sign"><p class="ask">${finding.question.replace(/\s*\(.*\)$/, "")}</p>
      <${Chips} label=${finding.question} value=${value} onChange=${(choice) => onChange(choice ?? undefined)} options=${choicesOf(finding).map((choice) => [choice, choiceWord(choice)])} /></div>`;
  }
  return html`<${Sign} id=${finding.id} ask=${finding.question} value=${value} onChange=${onChange} />`;
}

function Result({ verdict, again }) {
  const numbers = numbersOf(app.me?.profile?.country);
  const flags = [...verdict.red_flags, ...verdict.unsure_flags];
  const words = urgencyWords(verdict.urgency_now);
  const serious = atLeast(verdict.urgency_now, "within_days");
  return html`<${Screen} title=${t("What to do")} back="/today">
    <section class="card stack">${verdict.urgency_now && serious && html`<${Status} ...${words} />`}
      ${serious && flags.length ? html`<p class="action">${fill(flags[0].do_now, numbers)}</p>
        <div class="stack tight"><h3>${t("What to tell them")}</h3><p class="reading">${fill(flags[0].tell_clinician, numbers)}</p></div>`
        : html`<p class="reading">${t("None of your answers calls for help right now. That is not an all-clear: these questions look for signs of emergency only.")}</p>`}
      ${verdict.urgency_now === "emergency_now" && html`<${CallButton} />`}
      ${verdict.missing_mandatory?.length > 0 && html`<p class="notice watch">${t("{n} questions are still open.", { n: verdict.missing_mandatory.length })}</p>`}</section>
    <p class="reading">${verdict.safety_net || t("If anything gets worse or something new appears, check again or get help.")}</p>
    <p class="quiet small reading">${t(DISCLAIMER)}</p>
    <button type="button" class="button plain full" onClick=${again}>${t("Check again")}</button>
    <${EmergencyBox} /><//>`;
}

export function Check() {
  useApp();
  const [answers, setAnswers] = useState(null);
  const [verdict, setVerdict] = useState(null);
  const [open, setOpen] = useState([]);
  useEffect(() => {
    if (!app.findings) void loadKnowledge();
    void metaGet("check_draft").then((draft) => setAnswers(draft || profileAnswers(app.me, zoneToday())));
  }, [app.me?.id]);
  if (!app.findings || !answers) return html`<${Screen} title=${t("Check")}><${Loading} /><${EmergencyBox} /><//>`;
  if (verdict) return html`<${Result} verdict=${verdict} again=${() => setVerdict(null)} />`;
  const sections = questions(answers);
  const asked = sections.flatMap(([, found]) => found);
  const answer = (id, value) => {
    const { [id]: _before, ...rest } = answers;
    const after = value === undefined ? rest : { ...rest, [id]: value };
    setAnswers(after);
    setOpen(open.filter((one) => one !== id));
    void metaSet("check_draft", after);
    if (value !== undefined && value !== false) raiseAtOnce(after, id);
  };
  /** What is raised so far stands: it is shown and sent before the list is finished. */
  const raiseAtOnce = (after, id) => {
    const { verdict: found, failed } = judgeNow(after);
    const flags = found ? raisedBy(found, id).filter((flag) => flag.urgency === "emergency_now") : [];
    if (!flags.length && !failed) return;
    if (failed) showStaticEmergency(zoneToday());
    else showEmergency(flags, zoneToday());
    void send(after, found);
  };
  const send = async (told, found) => {
    const id = uuid7();
    const client = found ? { knowledge_version: found.knowledge_version || null, urgency: found.urgency_now, rules: found.red_flags.map((flag) => flag.id) } : {};
    await keepCall(id, "/triage/assessments", { id, answers: told, taken_at: instant(), client });
    await metaSet("episode_answers", told);
    void sync();
  };
  const noneLeft = () => {
    const no = asked.filter((finding) => typeOf(finding) === "bool3" && answers[finding.id] === undefined);
    const after = { ...answers, ...Object.fromEntries(no.map((finding) => [finding.id, false])) };
    setAnswers(after);
    void metaSet("check_draft", after);
  };
  const finish = async () => {
    const missing = asked.filter((finding) => answers[finding.id] === undefined).map((finding) => finding.id);
    const { verdict: found, failed } = judgeNow(answers);
    if (missing.length && !failed && !atLeast(found.urgency_now, "same_day")) {
      setOpen(missing);
      document.getElementById(`q-${missing[0]}`)?.scrollIntoView({ block: "center" });
      return;
    }
    const day = zoneToday();
    const flags = found ? [...found.red_flags, ...found.unsure_flags].filter((flag) => atLeast(flag.urgency, "same_day")) : [];
    if (failed) showStaticEmergency(day);
    else if (flags.length) showEmergency(flags.sort((a, b) => Number(atLeast(b.urgency, "emergency_now")) - Number(atLeast(a.urgency, "emergency_now"))), day);
    await send(answers, found);
    await metaSet("check_draft", null);
    if (found) setVerdict(found);
  };
  return html`<${Screen} title=${t("Emergency check")} sub=${t("About two minutes. Not sure is a good answer.")}>
    <${EmergencyBox} />
    ${sections.map(([section, found]) => html`<section class="card" key=${section}><h2>${SECTION_WORDS()[section]}</h2><div>
      ${found.map((finding) => html`<div id=${`q-${finding.id}`} key=${finding.id} class=${open.includes(finding.id) ? "missing" : ""}><${Question} finding=${finding} value=${answers[finding.id]} onChange=${(value) => answer(finding.id, value)} /></div>`)}</div></section>`)}
    ${open.length > 0 && html`<p class="notice watch" role="alert">${t("{n} questions are still open. They are marked.", { n: open.length })}</p>`}
    <button type="button" class="button plain full" onClick=${noneLeft}>${t("No to everything not answered")}</button>
    <button type="button" class="button full" onClick=${finish}>${t("What should I do?")}<${Icon} name="next" /></button>
    <p class="quiet small reading">${t(DISCLAIMER)}</p><//>`;
}
