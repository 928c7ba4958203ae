/** Trends: one picture at a time, pain first, from what the phone keeps; gaps stay gaps. */
import { html, useEffect, useMemo, useState } from "../html.js";
import { Empty, Failed, Loading, Screen } from "../parts/frame.js";
import { Chips, Segments } from "../parts/inputs.js";
import { EmergencyBox } from "../parts/box.js";
import { HeatMap } from "../parts/heatmap.js";
import { LegWeeks } from "../parts/leg_weeks.js";
import { Picture } from "../parts/picture.js";
import { daysBetween, addDays } from "../days.js";
import { episodeName } from "../episodes.js";
import { KEPT_DAYS, fetchDays, localDays } from "../local_days.js";
import { METRICS, RANGES, valuesOf } from "../metrics.js";
import { freshMarks, keptMarks, measured } from "../trend_marks.js";
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
    await fetchDays().catch((error) => {
      if (!(error instanceof Problem)) throw error;
      setProblem(error); // what is on the phone is drawn all the same
    });
    const series = await localDays(KEPT_DAYS);
    setFound({ series, marks: await freshMarks(series.end), measures: await measured() });
  };
  useEffect(() => {
    void localDays(KEPT_DAYS)
      .then(async (series) => [series, await keptMarks(series.end)])
      .then(([series, marks]) => setFound((before) => ({ measures: [], ...before, series, marks })))
      .then(load);
  }, [app.sync.state === "synced"]);
  return { found, problem, load };
}

/** The days to show: a range that ends today, or those of one episode. */
function windowOf(series, range, episode) {
  if (!episode) return { start: addDays(series.end, 1 - range), end: series.end, count: range };
  const first = episode.from > series.start ? episode.from : series.start;
  const last = episode.to < first ? first : episode.to;
  return { start: first, end: last, count: daysBetween(first, last) + 1 };
}

function Choose({ episodes, chosen }) {
  if (!episodes.length) return null;
  return html`<div class="field"><label for="episode">${t("Which days?")}</label><select id="episode" onChange=${(event) => go(event.target.value ? `/trends/${event.target.value}` : "/trends")}>
    <option value="" selected=${!chosen}>${t("All days up to today")}</option>
    ${episodes.map((one) => html`<option key=${one.id} value=${one.id} selected=${chosen?.id === one.id}>${t("Episode: {name}", { name: episodeName(one) })}</option>`)}</select></div>`;
}

function Drawn({ found, range, view, chosen }) {
  const { series, marks, measures } = found;
  const span = windowOf(series, range, chosen);
  const upTo = series.days.length - daysBetween(span.end, series.end);
  const metric = [...METRICS(), ...measures].find((one) => one.id === view);
  const values = useMemo(() => {
    const whole = metric?.days ? series.days.map((_, i) => metric.days[addDays(series.start, i)] ?? null) : valuesOf(series.days, metric || METRICS()[0]);
    return whole.slice(0, upTo);
  }, [series, metric?.id, upTo]);
  const shown = useMemo(() => ({ ...marks, episodes: marks.episodes.filter((one) => one.from >= span.start && one.from <= span.end) }), [marks, span.start, span.end]);
  if (view === "month") return html`<section class="card"><${HeatMap} start=${series.start} end=${series.end} values=${values} /></section>`;
  if (view === "map") return html`<section class="card"><${LegWeeks} key=${span.end} end=${span.end} count=${Math.max(2, Math.ceil(span.count / 7))} /></section>`;
  return html`<${Picture} metric=${metric} all=${values} count=${span.count} start=${span.start} marks=${shown} only=${chosen} />`;
}

export function Trends({ rest: episodeId }) {
  useApp();
  const { found, problem, load } = useDiary();
  const [range, setRange] = useState(42);
  const [view, setView] = useState("pain");
  const frame = (children) => html`<${Screen} title=${t("Trends")} sub=${t("How it has been")}>${children}<${EmergencyBox} /><//>`;
  if (!found) return frame(html`<${Loading} />`);
  const any = found.series.days.some((day) => day !== null) || found.measures.length;
  if (!any && problem) return frame(html`<${Failed} problem=${problem} retry=${load} />`);
  if (!any) return frame(html`<${Empty} icon="trends" title=${t("No days yet")}><p>${t("Log your pain on a few days and the line begins here.")}</p><a class="button" href="/today">${t("Log today")}</a><//>`);
  const views = [...METRICS(), ...found.measures].map((one) => [one.id, one.title]);
  const chosen = found.marks.episodes.find((one) => one.id === episodeId) || null;
  return frame(html`
    <div class="strip"><${Chips} label=${t("Picture")} options=${[...views, ["month", t("Month")], ["map", t("Body map")]]} value=${view} onChange=${(next) => next && setView(next)} /></div>
    <${Drawn} found=${found} range=${range} view=${view} chosen=${chosen} />
    ${!chosen && view !== "month" && html`<${Segments} label=${t("Range")} value=${range} onChange=${setRange} options=${RANGES()} />`}
    <${Choose} episodes=${found.marks.episodes} chosen=${chosen} />
    ${problem && html`<p class="notice">${t("No connection: this is what the phone knows.")}</p>`}
    <${Link} class="button plain full" to="/episodes">${t("Your episodes")}<//>`);
}
