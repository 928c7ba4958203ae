/** The body map over time: one week at a time, by hand or played. */
import { html, useEffect, useState } from "../html.js";
import { placedPains } from "../local_days.js";
import { app } from "../state.js";
import { shortDay } from "../days.js";
import { weeksOfPlaces } from "../weeks.js";
import { LegPicture, REGIONS } from "./legs.js";
import { t } from "../i18n.js";

const STEP_MS = 900;

function inWords(week) {
  const legs = { left: t("left"), right: t("right") };
  const names = Object.fromEntries(REGIONS());
  return Object.entries(week.worst).sort((a, b) => b[1] - a[1]).map(([place, level]) => {
    const [leg, region] = place.split(" ");
    return t("{region}, {leg}: {level}", { region: names[region], leg: legs[leg], level });
  });
}

/** @param {{start: string, end: string, count: number}} props first and last day, and how many weeks reach over them */
export function LegWeeks({ start, end, count }) {
  const [weeks, setWeeks] = useState(null);
  const [at, setAt] = useState(count - 1);
  const [playing, setPlaying] = useState(false);
  useEffect(() => setAt(count - 1), [start, end, count]);
  useEffect(() => {
    void placedPains(start, end).then((pains) => {
      const [first, ...rest] = weeksOfPlaces(pains, end, count);
      setWeeks([{ ...first, from: first.from < start ? start : first.from }, ...rest]);
      performance.mark("trends-drawn");
    });
  }, [start, end, count, app.sync.changes]);
  useEffect(() => {
    if (!playing) return undefined;
    if (at >= count - 1) return void setPlaying(false);
    const timer = setTimeout(() => setAt(at + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, at]);
  if (!weeks) return null;
  const week = weeks[Math.min(at, weeks.length - 1)];
  const play = () => {
    if (!playing && at >= count - 1) setAt(0);
    setPlaying(!playing);
  };
  const words = inWords(week);
  return html`<div class="leg-weeks stack"><h2 aria-live="polite">${t("{from} to {to}", { from: shortDay(week.from), to: shortDay(week.to) })}</h2>
    <div class="where"><${LegPicture} levelOf=${(region, leg) => week.worst[`${leg} ${region}`] ?? null} />
      <div class="stack tight" role="status"><p class="quiet">${t("{n} entries with a place", { n: week.entries })}</p>
        ${words.length ? html`<ul class="dots">${words.map((line) => html`<li key=${line}>${line}</li>`)}</ul>` : html`<p>${t("No place was logged this week.")}</p>`}</div></div>
    ${count > 1 && html`<div class="row"><button type="button" class="round" aria-label=${t("Week before")} disabled=${at === 0} onClick=${() => setAt(at - 1)}>‹</button>
      <input class="grow" type="range" min="0" max=${count - 1} value=${at} aria-label=${t("Week")} aria-valuetext=${shortDay(week.from)} onInput=${(event) => setAt(Number(event.target.value))} />
      <button type="button" class="round" aria-label=${t("Week after")} disabled=${at >= count - 1} onClick=${() => setAt(at + 1)}>›</button></div>
    <button type="button" class="button plain" onClick=${play}>${playing ? t("Pause") : t("Play the weeks")}</button>`}</div>`;
}
