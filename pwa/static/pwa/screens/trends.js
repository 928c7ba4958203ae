/** Trends: one chart, pain first; dots for days, a line for the week, gaps as gaps. */
import { html, useEffect, useState } from "../html.js";
import { Empty, Failed, Loading, Screen } from "../parts/frame.js";
import { Segments, painWord } from "../parts/inputs.js";
import { EmergencyBox } from "../parts/box.js";
import { PainChart } from "../parts/chart.js";
import { fetchDays, painDays, weekMeans, weekSentence } from "../diary.js";
import { addDays, shortDay } from "../days.js";
import { Problem } from "../api.js";
import { app, useApp } from "../state.js";
import { read } from "../sync.js";
import { t } from "../i18n.js";

function Table({ start, pain, means }) {
  const rows = pain.map((level, i) => ({ day: addDays(start, i), level, mean: means[i] })).reverse();
  return html`<details class="box plain"><summary>${t("The same as a table")}</summary><div class="inside"><table><caption class="visually-hidden">${t("Pain by day")}</caption>
    <thead><tr><th scope="col">${t("Day")}</th><th scope="col">${t("Pain")}</th><th scope="col">${t("Week's mean")}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${row.day}><th scope="row">${shortDay(row.day)}</th>
      <td>${row.level === null ? t("not logged") : `${Math.round(row.level * 10) / 10}`}</td><td>${row.mean === null ? "–" : row.mean.toFixed(1)}</td></tr>`)}</tbody></table></div></details>`;
}

export function Trends() {
  useApp();
  const [range, setRange] = useState(42);
  const [series, setSeries] = useState(null);
  const [sentence, setSentence] = useState("");
  const [problem, setProblem] = useState(null);
  const load = async () => {
    setProblem(null);
    await fetchDays(63).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      setProblem(error); // what is on the phone is drawn all the same
    });
    const found = await painDays(63);
    setSeries(found);
    const snapshot = await read("/snapshot").catch(() => null);
    setSentence(snapshot?.pain?.sentence || weekSentence(found.pain));
  };
  useEffect(() => {
    void painDays(63).then(setSeries).then(load);
  }, [app.sync.state === "synced"]);
  const frame = (children) => html`<${Screen} title=${t("Trends")} sub=${t("Pain by day")}>${children}<${EmergencyBox} /><//>`;
  if (!series) return frame(html`<${Loading} />`);
  const logged = series.pain.filter((level) => level !== null).length;
  if (!logged && problem) return frame(html`<${Failed} problem=${problem} retry=${load} />`);
  if (!logged) return frame(html`<${Empty} icon="trends" title=${t("No days yet")}><p>${t("Log your pain on a few days and the line begins here.")}</p><a class="button" href="/today">${t("Log today")}</a><//>`);
  const means = weekMeans(series.pain);
  const cut = { start: addDays(series.end, 1 - range), pain: series.pain.slice(-range), means: means.slice(-range) };
  const last = cut.pain.findLastIndex((level) => level !== null);
  return frame(html`
    <section class="card stack"><p class="sentence">${sentence}</p>
      <${PainChart} ...${cut} />
      <ul class="legend small quiet"><li><i class="dot"></i>${t("a day")}</li><li><i class="line"></i>${t("mean of 7 days")}</li><li>${t("a gap = not logged")}</li></ul>
      <${Segments} label=${t("Range")} value=${range} onChange=${setRange} options=${[[14, t("2 weeks")], [42, t("6 weeks")]]} />
      ${last >= 0 && html`<p class="quiet">${t("Last logged: {day}, {level} ({word}). {n} of {all} days logged.", { day: shortDay(addDays(cut.start, last)), level: Math.round(cut.pain[last] * 10) / 10, word: painWord(cut.pain[last]), n: cut.pain.filter((l) => l !== null).length, all: range })}</p>`}</section>
    ${problem && html`<p class="notice">${t("No connection: this is what the phone knows.")}</p>`}
    <${Table} ...${cut} />`);
}
