/** What goes together in the log: told with its closeness, interval and number, or only how much is missing. */
import { html } from "../html.js";
import { strengthWord } from "../log_report.js";
import { AsOf } from "./log_shows.js";
import { locale, t } from "../i18n.js";

function Told({ effect, interval, n }) {
  const format = new Intl.NumberFormat(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const words = { word: strengthWord(effect), effect: format.format(effect), low: format.format(interval[0]), high: format.format(interval[1]), n };
  return html`<p class="quiet reading" data-effect>${t("A {word} link: {effect}, likely between {low} and {high}, where 0 is no link and 1 is in step. From {n} pairs.", words)}</p>`;
}

const Insight = ({ one }) => html`<li class="stack tight shows" data-insight=${one.id}><h3>${one.title}</h3>
  ${one.state === "collecting" ? html`<p class="reading quiet">${t("Not enough yet: both were logged {n} of the {needed} times it takes.", { n: one.n, needed: one.needed })}</p>` : html`<p class="reading">${one.sentence}</p>`}
  ${one.state === "told" && html`<${Told} ...${one} /><p class="quiet small">${t("Source: {source}.", { source: one.source })}</p>`}</li>`;

/** @param {{report: any, today: string, waiting: number}} props answer of GET /insights */
export const Insights = ({ report, today, waiting }) => html`<section class="card stack" aria-labelledby="insights"><h2 id="insights">${t("What goes together")}</h2>
  <${AsOf} report=${report} today=${today} waiting=${waiting} />
  <ul class="list">${report.results.map((one) => html`<${Insight} key=${one.id} one=${one} />`)}</ul></section>`;
