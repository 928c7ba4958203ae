/** One episode: side, start, what fits, what was told, its days, and the end of it. */
import { html, useEffect, useState } from "../html.js";
import { Failed, Loading, Older, Screen } from "../parts/frame.js";
import { EmergencyBox } from "../parts/box.js";
import { Segments } from "../parts/inputs.js";
import { Status } from "../parts/icons.js";
import { CameBack } from "../parts/came_back.js";
import { ToldCauses } from "../parts/told_causes.js";
import { atLeast, urgencyWords } from "../alerts.js";
import { levelTitle } from "../assessments.js";
import { changeEpisode, daysOf, diaryOf, episodeOrKept, outcomeWord, sideWord, stateWord, toldTitle } from "../episodes.js";
import { zoneToday } from "../local_days.js";
import { longDay, shortDay } from "../days.js";
import { Link } from "../router.js";
import { Problem } from "../api.js";
import { app, useApp } from "../state.js";
import { t } from "../i18n.js";

const SIDES = () => [["left", t("Left")], ["right", t("Right")], ["both", t("Both")], ["changes", t("Changes")]];
const FITS = () => ({ fits_well: t("fits well"), fits_partly: t("fits partly") });
const DIARY_DAYS = 30;

/** What it was judged as; at same_day and above only that somebody should look at it. */
function Cause({ episode }) {
  if (episode.withheld) {
    return html`<section class="card stack"><h2>${t("What it may be")}</h2><p>${t("First be seen: your last check asked for care. What fits your answers is shown after that.")}</p>
      <${Link} class="button" to="/result">${t("See what to do")}<//></section>`;
  }
  return html`<section class="card stack"><h2>${t("What fits your answers")}</h2>
    ${episode.causes.length ? html`<ul class="list">${episode.causes.map((one) => html`<li key=${one.id} class="item"><span class="grow">${one.title}<br /><span class="quiet">${FITS()[one.fit] || ""}</span></span></li>`)}</ul>
      <p class="quiet">${t("From your latest check. Not a diagnosis.")}</p>` : html`<p>${t("No check has named anything yet.")}</p><${Link} class="button plain" to="/check">${t("Check again")}<//>`}</section>`;
}

/** What the person told about being seen, in their own words. */
function Told({ outcomes }) {
  if (!outcomes.length) return null;
  return html`<section class="card"><h2>${t("What you told of being seen")}</h2><ul class="list">${outcomes.map((one) => html`<li key=${one.id} class="item"><span class="grow"><strong>${outcomeWord(one.outcome)}</strong>
    <br /><span class="quiet">${t("told by you, {day}", { day: shortDay((one.seen_on || one.recorded_at).slice(0, 10)) })}</span>${one.note && html`<br />${t("You were told: {note}", { note: one.note })}`}</span></li>`)}</ul></section>`;
}

function Correct({ episode, onChanged }) {
  const [said, setSaid] = useState("");
  const change = async (changes) => {
    try {
      onChanged(await changeEpisode(episode.id, changes));
      setSaid(t("Saved."));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(error.status === 0 ? t("No connection. This needs the network.") : error.errors[0]?.detail || error.message);
    }
  };
  const held = atLeast(episode.urgency, "same_day");
  return html`<section class="card stack"><h2>${t("Put it right")}</h2>
    <p class="label">${t("Which leg?")}</p><${Segments} label=${t("Which leg?")} value=${episode.side} options=${SIDES()} onChange=${(side) => side !== episode.side && change({ side })} />
    <div class="field"><label for="started">${t("First day")}</label><input id="started" type="date" max=${zoneToday()} value=${episode.started_on || ""} onChange=${(event) => event.target.value && change({ started_on: event.target.value })} /></div>
    ${episode.state === "open" && (held ? html`<p class="notice act">${t("Your last check asked for care. Be seen first; this ends when you tell what came of it.")}</p>`
      : html`<button type="button" class="button plain" onClick=${() => change({ state: "settled" })}>${t("This ache is over")}</button>`)}
    <p role="status" class="quiet">${said}</p></section>`;
}

function Diary({ days }) {
  if (!days) return null;
  if (!days.length) return html`<p class="quiet">${app.sync.state === "synced" ? t("Nothing was logged on its days.") : t("Its days could not be read just now, and this phone holds none of them.")}</p>`;
  return html`<section class="card"><h2>${t("Its days")}</h2><ul class="list">${days.map((one) => html`<li key=${one.day} class="item"><span class="grow">${shortDay(one.day)}${one.notes.map((note, i) => html`<br key=${i} /><span class="quiet">${note}</span>`)}
    ${one.told.map((told) => html`<br key=${told.id} /><span class="quiet">${t("told by a clinician, {who}: {what}", { who: told.said_by, what: toldTitle(told) })}</span>`)}</span>
    <strong>${one.pain === null ? t("pain not logged") : t("pain {level}", { level: one.pain })}</strong></li>`)}</ul></section>`;
}

export function Episode({ id }) {
  useApp();
  const [episode, setEpisode] = useState(null);
  const [days, setDays] = useState(null);
  const [problem, setProblem] = useState(null);
  const load = () => {
    setProblem(null);
    void episodeOrKept(id).then((told) => {
      setEpisode(told.body);
      setProblem(told.problem);
    }).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      setEpisode(null);
      setProblem(error);
    });
  };
  useEffect(load, [id]);
  useEffect(() => {
    if (episode) void diaryOf(episode, zoneToday(), DIARY_DAYS).then(setDays);
  }, [episode, app.sync.changes]);
  const frame = (title, sub, children) => html`<${Screen} title=${title} sub=${sub} back="/episodes">${children}<${EmergencyBox} /><//>`;
  if (problem && !episode) return frame(t("Episode"), "", html`<${Failed} problem=${problem} retry=${load} />`);
  if (!episode) return frame(t("Episode"), "", html`<${Loading} />`);
  const span = daysOf(episode, zoneToday());
  return frame(sideWord(episode.side), t("since {day}", { day: longDay(span.from) }), html`
    ${problem && html`<${Older} problem=${problem} retry=${load} />`}
    <section class="card stack tight"><p><strong>${stateWord(episode)}</strong>${episode.closed_at ? ` (${shortDay(span.to)})` : ""}</p>
      ${episode.urgency && html`<${Status} ...${urgencyWords(episode.urgency)} word=${levelTitle(episode.urgency) || urgencyWords(episode.urgency).word} />`}
      <${Link} class="button plain full" to=${`/trends/${episode.id}`}>${t("See its days in Trends")}<//></section>
    <${CameBack} episode=${episode} onChanged=${setEpisode} /><${Cause} episode=${episode} />
    ${(!episode.withheld || episode.told_causes?.length > 0) && html`<${ToldCauses} episode=${episode} onChanged=${setEpisode} />`}<${Told} outcomes=${episode.outcomes} /><${Correct} episode=${episode} onChanged=${setEpisode} /><${Diary} days=${days} />`);
}
