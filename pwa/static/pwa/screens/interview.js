/** The check, one screen at a time: what is asked, back, pause, and what has been raised so far. */
import { html, useEffect, useRef, useState } from "../html.js";
import { app, update, useApp } from "../state.js";
import { go } from "../router.js";
import { Loading } from "../parts/frame.js";
import { Icon } from "../parts/icons.js";
import { Question, leadsOn, mayBeSkipped, restIsNo, taken, titleOf } from "../parts/question.js";
import { About } from "../parts/about.js";
import { ABOUT, mark, pause, raisedSoFar, recallDraft, settle } from "../check_run.js";
import { progressOf } from "../check_draft.js";
import { moreWords } from "../parts/resume.js";
import { findingOf } from "../finding_words.js";
import { showEmergency } from "../redflag.js";
import { zoneToday } from "../diary.js";
import { t } from "../i18n.js";

function Progress({ far }) {
  if (!far) return html`<div class="progress"><p>${t("A word about you")}</p></div>`;
  return html`<div class="progress"><p><strong>${far.title}:</strong> <span>${moreWords(far.more)}</span></p>
    <div class="parts" aria-hidden="true">${Array.from({ length: far.of }, (_, at) => html`<i key=${at} class=${at < far.done ? "done" : at === far.done ? "now" : ""}></i>`)}</div></div>`;
}

/** What the answers so far ask for stays in sight until the end. */
function SoFar({ draft }) {
  const flags = raisedSoFar(draft);
  if (!flags.length) return null;
  const now = flags[0].urgency === "emergency_now";
  return html`<button type="button" class=${`so-far ${now ? "emergency" : ""}`} onClick=${() => showEmergency(flags, zoneToday())}>
    <${Icon} name="warn" /><span>${now ? t("So far: get emergency help now") : t("So far: be seen today")}</span><${Icon} name="next" /></button>`;
}

function back(n) {
  if (n <= 1) return go("/check");
  if (history.state?.from === n - 1) return history.back();
  return go(`/check/${n - 1}`, { replace: true });
}

function lead(n, address) {
  const over = address.startsWith("/result");
  go(address, { replace: over });
  history.replaceState({ from: n }, "");
  if (over) update({ draft: null });
}

/** A number or a choice may stay open unless the rules need it. @param {string} id */
const maySkip = (id) => findingOf(id)?.type !== "bool3" && !app.mandatory.includes(id);

/** A mark at the end of the answers, and whether it has been in sight. */
function useSeen() {
  const end = useRef(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!end.current) return undefined;
    const covered = end.current.closest("main").querySelector(".asking-foot").offsetHeight;
    const watch = new IntersectionObserver((marks) => marks.some((mark) => mark.isIntersecting) && setSeen(true), { rootMargin: `0px 0px -${covered}px 0px` });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, []);
  return [end, seen];
}

/** The words on the button that ends a screen. */
function doneWord(screen, given) {
  const some = screen.findings.some((id) => given[id] === true || given[id] === "unsure");
  if (restIsNo(screen)) return some ? t("Only these") : t("None of these");
  return t("Next");
}

function Asking({ draft, n }) {
  const { screen, given: own } = draft.steps[n - 1];
  const given = screen.kind === "body_map" ? { side: draft.base.side, ...own } : own; // the leg of the profile, to be changed here
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const done = async (answers) => {
    if (busy) return;
    setBusy(true);
    try {
      const { given: all, skipped } = taken(screen, answers);
      lead(n, await settle(app.draft, n, all, skipped));
    } catch (error) {
      console.error(error); // the disk or the questions failed: the answer is still on the screen
      setFailed(true);
    }
    setBusy(false);
  };
  const change = (answers) => {
    void mark(app.draft, n, answers);
    const id = screen.findings[0];
    if (leadsOn(screen) && answers[id] !== undefined) void done(answers);
  };
  const leave = () => {
    void pause(app.draft);
    go("/check");
  };
  const [end, seen] = useSeen();
  const unseen = screen.kind === "ticks" && !seen; // nobody says no to a sign that was never in sight
  const open = screen.findings.filter((id) => given[id] === undefined);
  const mayNext = restIsNo(screen) || open.length === 0;
  const skips = open.length > 0 && open.every(mayBeSkipped);
  const optional = !restIsNo(screen) && open.length > 0 && open.every(maySkip);
  document.title = `${t("Check")} · ThighCare`;
  return html`<main class=${`asking ${screen.emergency ? "emergency-page" : ""} kind-${screen.kind}`} data-screen=${screen.id}>
    <div class="asking-top"><button type="button" class="icon-button" aria-label=${t("Back")} onClick=${() => back(n)}><${Icon} name="back" /></button>
      <${Progress} far=${progressOf(draft, n)} />
      <button type="button" class="icon-button" aria-label=${t("Pause")} onClick=${leave}><${Icon} name="pause" /></button></div>
    ${screen.id === ABOUT.id ? html`<${About} given=${given} onChange=${change} onDone=${(answers) => void done(answers)} />` : html`
      <div class="asking-body"><h1 tabindex="-1">${titleOf(screen)}</h1>${screen.lead && html`<p class="lead">${screen.lead}</p>`}
        <${Question} screen=${screen} given=${given} onChange=${change} /><i class="end" ref=${end}></i></div>
      <div class="asking-foot"><${SoFar} draft=${draft} />
        ${failed && html`<p class="wrong" role="alert">${t("That could not be kept on this phone. Try again.")}</p>`}
        <div class="row">${skips && html`<button type="button" class="button plain" disabled=${busy} onClick=${() => void done(given)}>${t("Skip this one")}</button>`}
          ${optional && html`<button type="button" class="button plain" disabled=${busy} onClick=${() => void done(given)}>${open.length < screen.findings.length ? t("Leave the rest open") : t("I do not know")}</button>`}
          ${unseen ? html`<button type="button" class="button full plain" onClick=${() => end.current.scrollIntoView({ block: "end" })}>${t("See the rest")}<${Icon} name="down" /></button>`
            : (!leadsOn(screen) || mayNext) && html`<button type="button" class="button full" disabled=${busy || !mayNext} onClick=${() => void done(given)}>${doneWord(screen, given)}</button>`}</div></div>`}
  </main>`;
}

/** Screen `n` of the check under way; without one, the start. */
export function Interview({ n }) {
  const { draft, findings } = useApp();
  useEffect(() => {
    if (!draft) void recallDraft().then(() => app.draft || go("/check", { replace: true }));
  }, [draft]);
  const there = draft && n <= draft.steps.length;
  useEffect(() => {
    if (draft && !there) go(`/check/${draft.steps.length}`, { replace: true });
  }, [there]);
  if (!there || !findings) return html`<main class="asking"><${Loading} /></main>`;
  return html`<${Asking} draft=${draft} n=${n} />`;
}
