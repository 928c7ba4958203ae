/** One picture of Trends: what it shows in a sentence, the line, what the marks mean, how much is logged. */
import { html, useMemo } from "../html.js";
import { BASELINE, MONTH, WEEK, changeBand, collecting, logged, rolling } from "../averages.js";
import { weekSentence } from "../diary.js";
import { leadOf } from "../sentences.js";
import { spellWords } from "../trend_marks.js";
import { DayChart } from "./chart.js";
import { TrendTable } from "./trend_table.js";
import { t } from "../i18n.js";

const NO_SPELLS = [];

/** The last `count` days of a longer series, averages made with the days before them. */
function cut(values, count) {
  return { values: values.slice(-count), week: rolling(values, WEEK).slice(-count), month: rolling(values, MONTH).slice(-count) };
}

function Legend({ episodes, spells, band, pain }) {
  return html`<ul class="legend small quiet"><li><i class=${pain ? "dot" : "dot even"}></i>${t("a day")}</li><li><i class="line"></i>${t("mean of 7 days")}</li><li><i class="line dashed"></i>${t("mean of 28 days")}</li>
    ${episodes.length > 0 && html`<li><i class="mark-line"></i>${t("an episode begins")}</li>`}${spells.length > 0 && html`<li><i class="field-mark spell"></i>${t("worsening noticed")}</li>`}
    ${band && html`<li><i class="field-mark calm"></i>${t("too small a change to mean something")}</li>`}<li>${t("a gap = not logged")}</li></ul>`;
}

/** The spells of the picture, with their days and levels. */
function Spells({ spells }) {
  if (!spells.length) return null;
  return html`<div class="small quiet" id="spell-words"><p>${t("Worsening pain was noticed:")}</p>
    <ul class="dots">${spells.map((one) => html`<li key=${one.from}>${spellWords(one)}</li>`)}</ul></div>`;
}

/** @param {any} props metric, days values oldest first (`all`), count, start, marks */
export function Picture({ metric, all, count, start, marks, only }) {
  const pain = metric.id === "pain";
  const shown = useMemo(() => cut(all, count), [all, count]);
  const spells = pain ? marks.spells : NO_SPELLS;
  const base = metric.change ? all.find((value) => value !== null) ?? null : null;
  const band = base === null ? null : changeBand(base, metric.change);
  const n = logged(shown.values);
  const few = metric.change === undefined && !only ? collecting(all) : null;
  const sentence = few !== null ? t("Collecting your baseline: {n} of the last {days} days logged.", { n: few, days: BASELINE.days })
    : pain && !only ? marks.sentence || weekSentence(all) : metric.of || metric.title;
  const [lead, rest] = leadOf(sentence);
  return html`<section class="card stack" aria-label=${metric.title}><div class="stack tight"><p class="sentence">${lead}</p>
        ${rest && html`<p class="reading">${rest}</p>`}${metric.of && sentence !== metric.of && html`<p class="quiet small">${metric.of}</p>`}</div>
      <${DayChart} start=${start} ...${shown} top=${metric.top} pain=${pain} unit=${metric.unit} title=${metric.title} spells=${spells} episodes=${marks.episodes} band=${band} />
      <${Legend} episodes=${marks.episodes} spells=${spells} band=${band} pain=${pain} />
      <${Spells} spells=${spells} />
      <p class="quiet" data-logged>${t("{n} of {all} days logged.", { n, all: count })}</p></section>
    <${TrendTable} start=${start} title=${metric.title} unit=${metric.unit} ...${shown} />`;
}
