/** My data: bring in a file step by step, take everything along, take an import back. */
import { html, useEffect, useState } from "../html.js";
import { Failed, Loading, Screen } from "../parts/frame.js";
import { EmergencyBox } from "../parts/box.js";
import { Asked } from "../parts/asked.js";
import { Columns } from "../parts/columns.js";
import { SOURCES, STATES, UNDER_WAY, choose, entryWords, giveUp, kindWord, listed, lookAt, refusal, sendFile, tell } from "../imports.js";
import { shortDay } from "../days.js";
import { episodeName, fetchEpisodes, keptEpisodes } from "../episodes.js";
import { Problem } from "../api.js";
import { sync } from "../sync.js";
import { t, tn } from "../i18n.js";

const ACCEPTED = ".csv,.txt,.tsv,.zip,.xml,.fit,.tcx,.gpx,.gz,.json";
const LOOK_AGAIN_MS = 800;

/** All days, or those of one episode; the choice is there once there is an episode. */
function TakeAlong() {
  const [episodes, setEpisodes] = useState([]);
  const [only, setOnly] = useState("");
  useEffect(() => void keptEpisodes().then(setEpisodes).then(fetchEpisodes).then(setEpisodes).catch((error) => {
    if (!(error instanceof Problem)) throw error; // no network: those that are known
  }), []);
  const address = (form) => `/api/v1/exports?as=${form}${only ? `&episode=${only}` : ""}`;
  return html`<section class="card stack"><h2>${t("Take my data with me")}</h2>
    <p class="quiet">${t("Everything ThighCare keeps of you, in one file that can be brought back in. The tables hold your log alone and open in a spreadsheet.")}</p>
    ${episodes.length > 0 && html`<div class="field"><label for="only">${t("Which days?")}</label><select id="only" value=${only} onChange=${(event) => setOnly(event.target.value)}>
      <option value="">${t("All days")}</option>${episodes.map((one) => html`<option key=${one.id} value=${one.id}>${t("Episode: {name}", { name: episodeName(one) })}</option>`)}</select></div>`}
    <a class="button full" href=${address("json")} download>${only ? t("Download this episode") : t("Download everything")}</a>
    <a class="button plain full" href=${address("csv")} download>${t("Download tables (CSV)")}</a></section>`;
}

function Pick({ onJob, setSaid }) {
  const [sending, setSending] = useState(false);
  const picked = async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    setSending(true);
    setSaid("");
    try {
      onJob(await sendFile(file));
    } catch (error) {
      setSaid(refusal(error));
    }
    setSending(false);
  };
  return html`<section class="card stack"><h2>${t("Bring in data")}</h2>
    <p class="quiet">${t("A table (CSV) of any spreadsheet, an Apple Health export, FIT, TCX or GPX activities, the intervals.icu wellness table, or an export of ThighCare. You see what is in it before anything is kept.")}</p>
    <div class="field"><label for="file">${t("Choose a file")}</label><input id="file" type="file" accept=${ACCEPTED} disabled=${sending} onChange=${picked} /></div>
    ${sending && html`<p role="status">${t("Sending the file")}</p>`}</section>`;
}

function Working({ job }) {
  const { done, total } = job.progress;
  const words = { checking: t("Reading the file"), importing: t("Bringing it in"), undoing: t("Taking it back") }[job.state];
  return html`<section class="card stack"><h2>${words}</h2>
    ${job.state === "importing" ? html`<progress aria-label=${words} max=${total || 1} value=${done}></progress><p role="status">${t("{done} of {total}", { done, total })}</p>` : html`<progress aria-label=${words}></progress>`}
    <p class="quiet">${t("You may close this screen; it goes on.")}</p></section>`;
}

const Errors = ({ job }) => job.wrong > 0 && html`<details class="box plain"><summary>${tn("1 row cannot be brought in", "{n} rows cannot be brought in", job.wrong)}</summary>
  <ul class="inside list">${job.errors.map((one, at) => html`<li class="item" key=${at}><span><strong>${one.line ? t("Line {line}", { line: one.line }) : ""}${one.column ? ` · ${one.column}` : ""}</strong><br />${one.detail}</span></li>`)}
  ${job.wrong > job.errors.length && html`<li class="item quiet">${t("and {n} more", { n: job.wrong - job.errors.length })}</li>`}</ul></details>`;

function Found({ job }) {
  const counts = Object.entries(job.kinds).map(([kind, n]) => `${kindWord(kind)} ${n}`).join(" · ");
  return html`<section class="card stack"><h2>${t("What would come in")}</h2>
    ${job.usable ? html`<p><strong>${tn("1 entry", "{n} entries", job.usable)}</strong>, ${shortDay(job.first_day)} ${job.first_day.slice(0, 4)} – ${shortDay(job.last_day)} ${job.last_day.slice(0, 4)}<br /><span class="quiet">${counts}</span></p>
      <h3>${t("The first of them")}</h3><ul class="list">${job.preview.map((entry) => html`<li class="item" key=${entry.id}>${entryWords(entry)}</li>`)}</ul>`
    : html`<p>${t("Nothing yet. See what is missing below.")}</p>`}</section>`;
}

function Ready({ job, act }) {
  const onChoose = (choices) => act(() => choose(job.id, choices));
  return html`${job.choices.columns.length > 0 && html`<${Columns} job=${job} onChoose=${onChoose} />`}
    <${Asked} job=${job} onChoose=${onChoose} />
    <${Found} job=${job} /><${Errors} job=${job} />
    <p class="quiet">${t("Days older than a week are kept as history and raise no warning.")}</p>
    <button type="button" class="button full" disabled=${!job.usable} onClick=${() => act(() => tell(job.id, "confirm"))}>${tn("Bring in 1 entry", "Bring in {n} entries", job.usable)}</button>
    <button type="button" class="button plain full" onClick=${() => act(() => giveUp(job.id).then(() => null))}>${t("Do not bring it in")}</button>`;
}

function Ended({ job, act }) {
  const { applied = 0, unchanged = 0, updated = 0, kept = 0, readings = 0, episodes = 0, schedules = 0 } = job.result;
  const words = job.state === "failed" ? job.problem.detail
    : job.state === "undone" ? (kept ? tn("Taken back. 1 entry that you changed yourself stays.", "Taken back. {n} entries that you changed yourself stay.", kept) : t("Taken back. Your log is as it was."))
    : tn("1 new entry is in your log; there already: {same}.", "{n} new entries are in your log; there already: {same}.", applied, { same: unchanged + updated });
  const too = job.state !== "done" ? [] : [
    readings + episodes > 0 && t("Came back too: answers of forms {readings}, episodes {episodes}.", { readings, episodes }),
    schedules > 0 && t("Forms you are asked for again, as before: {n}. Change it under Measures.", { n: schedules }),
  ].filter(Boolean);
  const mayUndo = job.state === "done" || (job.state === "failed" && job.confirmed_at);
  return html`<section class="card stack"><h2>${job.state === "failed" ? t("That did not work") : t("Done")}</h2><p role="status">${[words, ...too].join(" ")}</p><${Errors} job=${job} />
    ${mayUndo && html`<button type="button" class="button plain full" onClick=${() => act(() => tell(job.id, "undo"))}>${t("Take this import back")}</button>`}
    <button type="button" class="button full" onClick=${() => act(async () => null)}>${t("Close")}</button></section>`;
}

function Earlier({ jobs, onJob }) {
  if (!jobs.length) return null;
  return html`<section class="card stack tight"><h2>${t("Earlier files")}</h2><ul class="list">${jobs.map((job) => html`<li key=${job.id}>
    <button type="button" class="item bare-item" onClick=${() => onJob(job)}><span class="grow">${SOURCES()[job.source] || job.source}<br /><span class="quiet">${shortDay(job.created_at.slice(0, 10))}, ${STATES()[job.state]}</span></span></button></li>`)}</ul></section>`;
}

export function BringIn() {
  const [job, setJob] = useState(null);
  const [jobs, setJobs] = useState(undefined);
  const [problem, setProblem] = useState(null);
  const [said, setSaid] = useState("");
  const load = () => listed().then(setJobs).catch((error) => setProblem(error));
  useEffect(() => { void load(); }, [job === null]);
  useEffect(() => { // until it is through, look again
    if (!job || !UNDER_WAY.has(job.state)) return undefined;
    const timer = setTimeout(() => void lookAt(job.id).then(setJob).catch(() => setJob({ ...job })), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [job]);
  useEffect(() => { // what came in belongs on this phone too
    if (job && (job.state === "done" || job.state === "undone")) void sync();
  }, [job?.state]);
  const act = async (work) => {
    try {
      setSaid("");
      setJob(await work());
    } catch (error) {
      setSaid(refusal(error));
    }
  };
  const frame = (children) => html`<${Screen} title=${t("My data")} back="/me">${children}<${EmergencyBox} /><//>`;
  const refused = said && html`<p class="wrong" role="alert">${said}</p>`;
  if (job && UNDER_WAY.has(job.state)) return frame(html`<${Working} job=${job} />`);
  if (job) return frame(html`${job.state === "ready" ? html`<${Ready} job=${job} act=${act} />` : html`<${Ended} job=${job} act=${act} />`}${refused}`);
  if (jobs === undefined && problem) return frame(html`<${Failed} problem=${problem} retry=${() => { setProblem(null); void load(); }} />`);
  if (jobs === undefined) return frame(html`<${Loading} />`);
  return frame(html`<${Pick} onJob=${setJob} setSaid=${setSaid} />${refused}<${TakeAlong} /><${Earlier} jobs=${jobs} onJob=${setJob} />`);
}
