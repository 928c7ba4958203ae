/** Trends: one picture at a time, pain first, from what the phone keeps; gaps stay gaps. */
import { html, useEffect, useMemo, useState } from "../html.js";
import { Empty, Failed, Loading, Older, Screen } from "../parts/frame.js";
import { Chips, Segments } from "../parts/inputs.js";
import { EmergencyBox } from "../parts/box.js";
import { HeatMap } from "../parts/heatmap.js";
import { LegWeeks } from "../parts/leg_weeks.js";
import { Picture } from "../parts/picture.js";
import { Report } from "../parts/report.js";
import { addDays, daysBetween, longDay } from "../days.js";
import { episodeName, sideWord } from "../episodes.js";
import { KEPT_DAYS, fetchDays, localDays } from "../local_days.js";
import { METRICS, RANGES, valuesOf } from "../metrics.js";
import { freshMarks, keptMarks, measured, within } from "../trend_marks.js";
import { Link, go } from "../router.js";
import { Problem } from "../api.js";
import { app, useApp } from "../state.js";
import { t } from "../i18n.js";

/** What is drawn: first from the phone alone, then again with what the server says. */
function useDiary() {
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState(null);
  const load = async () => {
    setProblem(null);
    const told = await fetchDays().then(() => true).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      setProblem(error); // what is on the phone is drawn all the same
      return false;
    });
    const series = await localDays(KEPT_DAYS);
    setFound({ told, series, marks: await freshMarks(series.end), measures: await measured() });
  };
  useEffect(() => {
    void localDays(KEPT_DAYS)
      .then(async (series) => [series, await keptMarks(series.end)])
      .then(([series, marks]) => setFound((before) => ({ measures: [], ...before, series, marks })))
      .then(load);
  }, [app.sync.state === "synced", app.sync.changes]);
  return { found, problem, load };
}

/** The days to show: a range that ends today, or those of one episode. */
function windowOf(series, range, episode) {
  if (!episode) return { start: addDays(series.end, 1 - range), end: series.end, count: range };
  const first = episode.from > series.start ? episode.from : series.start;
  return { start: first, end: episode.to, count: daysBetween(first, episode.to) + 1 };
}

let carried = null; // the picture looked at while the days change: the address of the days is another screen

/** @param {string|null} id null = all days @param {string} view */
function limitTo(id, view) {
  carried = view;
  go(id ? `/trends/${id}` : "/trends");
}

function Choose({ episodes, chosen, onChoose }) {
  if (!episodes.length) return null;
  return html`<div class="field"><label for="episode">${t("Which days?")}</label><select id="episode" onChange=${(event) => onChoose(event.target.value || null)}>
    <option value="" selected=${!chosen}>${t("All days up to today")}</option>
    ${episodes.map((one) => html`<option key=${one.id} value=${one.id} selected=${chosen?.id === one.id}>${t("Episode: {name}", { name: episodeName(one) })}</option>`)}</select></div>`;
}

/** Above the pictures: that only one episode is shown, and the way back. */
const Limited = ({ episode, onAll }) => html`<section class="notice limited" data-limited aria-label=${t("Days that are shown")}><p><strong>${t("Only one episode")}</strong><br />${episode.state === "open"
  ? t("{side}: {from} until today", { side: sideWord(episode.side), from: longDay(episode.from) }) : t("{side}: {from} to {to}", { side: sideWord(episode.side), from: longDay(episode.from), to: longDay(episode.to) })}</p>
  <button type="button" class="button plain" onClick=${onAll}>${t("Back to all days")}</button></section>`;

function Drawn({ found, range, view, chosen }) {
  const { series, marks, measures } = found;
  const span = windowOf(series, range, chosen);
  const from = chosen ? daysBetween(series.start, span.start) : 0; // an episode's averages are of its own days
  const upTo = series.days.length - daysBetween(span.end, series.end);
  const metric = [...METRICS(), ...measures].find((one) => one.id === view);
  const values = useMemo(() => {
    const whole = metric?.days ? series.days.map((_, i) => metric.days[addDays(series.start, i)] ?? null) : valuesOf(series.days, metric || METRICS()[0]);
    return whole.slice(from, upTo);
  }, [series, metric?.id, from, upTo]);
  const shown = useMemo(() => ({ ...marks, spells: within(marks.spells, span.start, span.end), episodes: marks.episodes.filter((one) => one.from >= span.start && one.from <= span.end) }), [marks, span.start, span.end]);
  if (view === "month") return html`<section class="card"><${HeatMap} start=${chosen ? span.start : series.start} end=${span.end} values=${values} /></section>`;
  if (view === "map") return html`<section class="card"><${LegWeeks} key=${span.start + span.end} start=${span.start} end=${span.end} count=${Math.ceil(span.count / 7)} /></section>`;
  return html`<${Picture} metric=${metric} all=${values} count=${span.count} start=${span.start} marks=${shown} only=${chosen} />`;
}

export function Trends({ rest: episodeId }) {
  useApp();
  const { found, problem, load } = useDiary();
  const [range, setRange] = useState(42);
  const [view, setView] = useState(carried || "pain");
  useEffect(() => void (carried = null), []);
  const frame = (children) => html`<${Screen} title=${t("Trends")} sub=${t("How it has been")}>${children}<${EmergencyBox} /><//>`;
  if (!found) return frame(html`<${Loading} />`);
  const any = found.series.days.some((day) => day !== null) || found.measures.length;
  if (!any && problem) return frame(html`<${Failed} problem=${problem} retry=${load} />`);
  if (!any && !found.told) return frame(html`<${Loading} />`);
  if (!any) return frame(html`<${Empty} icon="trends" title=${t("No days yet")}><p>${t("Log your pain on a few days and the line begins here.")}</p><a class="button" href="/today">${t("Log today")}</a><//>`);
  const views = [...METRICS(), ...found.measures].map((one) => [one.id, one.title]);
  const chosen = found.marks.episodes.find((one) => one.id === episodeId) || null;
  const reachable = found.marks.episodes.filter((one) => one.to >= found.series.start);
  if (chosen && !reachable.includes(chosen)) return frame(html`<${Empty} icon="trends" title=${t("Its days are further back")}><p>${t("The pictures reach one year back. This episode ended before.")}</p><${Link} class="button" to="/trends">${t("Back to all days")}<//><//>`);
  return frame(html`${chosen && html`<${Limited} episode=${chosen} onAll=${() => limitTo(null, view)} />`}
    <div class="strip"><${Chips} label=${t("Picture")} options=${[...views, ["month", t("Month")], ["map", t("Body map")]]} value=${view} onChange=${(next) => next && setView(next)} /></div>
    <${Drawn} found=${found} range=${range} view=${view} chosen=${chosen} />
    ${!chosen && view !== "month" && html`<div class="range"><${Segments} label=${t("Range")} value=${range} onChange=${setRange} options=${RANGES()} /></div>`}
    <${Choose} episodes=${reachable} chosen=${chosen} onChoose=${(id) => limitTo(id, view)} />
    ${problem && html`<${Older} problem=${problem} retry=${load} />`}
    ${!chosen && html`<${Report} />`}
    <${Link} class="button plain full" to="/episodes">${t("Your episodes")}<//>`);
}
