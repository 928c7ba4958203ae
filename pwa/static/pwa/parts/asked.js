/** What is asked about a whole file: how it writes days and numbers, which zone it was in, effort. */
import { html } from "../html.js";
import { Choose } from "./columns.js";
import { zones } from "./zones.js";
import { t } from "../i18n.js";

const ORDERS = () => [["ymd", t("year, month, day")], ["dmy", t("day, month, year")], ["mdy", t("month, day, year")]];
const DECIMALS = () => [[".", t("with a point: 7.5")], [",", t("with a comma: 7,5")]];
const EFFORTS = () => [["", t("Leave those sessions out")], ...Array.from({ length: 11 }, (_, n) => [String(n), String(n)])];

/** How a table writes days and numbers. @param {{job: any, onChoose: (choices: any) => void}} props */
const Written = ({ job, onChoose }) => html`<section class="card stack"><h2>${t("How it is written")}</h2>
  ${job.asks.includes("date_order") && html`<${Choose} id="date_order" label=${t("Days are written")} value=${job.choices.date_order} options=${ORDERS()} onChange=${(date_order) => onChoose({ date_order })} />`}
  ${job.asks.includes("decimal") && html`<${Choose} id="decimal" label=${t("Numbers are written")} value=${job.choices.decimal} options=${DECIMALS()} onChange=${(decimal) => onChoose({ decimal })} />`}</section>`;

/** Which zone a file's times are in. @param {{job: any, onChoose: (choices: any) => void}} props */
const Zone = ({ job, onChoose }) => html`<section class="card stack"><h2>${t("Where were you?")}</h2>
  <${Choose} id="time_zone" label=${t("Time zone of the file")} value=${job.choices.as_lived ? "" : job.choices.time_zone}
    options=${[["", t("Where I lived then")], ...zones()]} onChange=${(zone) => onChoose({ time_zone: zone || null })}
    hint=${t("It says which day a session counts for, and what a time of day means.")} /></section>`;

/** How hard sessions were that do not say it. @param {{job: any, onChoose: (choices: any) => void}} props */
const Effort = ({ job, onChoose }) => html`<section class="card stack"><h2>${t("How hard were they?")}</h2>
  <${Choose} id="effort" label=${t("Effort where the file tells none, 0 to 10")} value=${job.choices.effort === null ? "" : String(job.choices.effort)}
    options=${EFFORTS()} onChange=${(value) => onChoose({ effort: value === "" ? null : Number(value) })}
    hint=${t("One number for all of them. You can correct each session later.")} /></section>`;

/** A control for each thing that is asked. @param {{job: any, onChoose: (choices: any) => void}} props */
export const Asked = ({ job, onChoose }) => html`
  ${(job.asks.includes("date_order") || job.asks.includes("decimal")) && html`<${Written} job=${job} onChoose=${onChoose} />`}
  ${job.asks.includes("time_zone") && html`<${Zone} job=${job} onChoose=${onChoose} />`}
  ${job.asks.includes("effort") && html`<${Effort} job=${job} onChoose=${onChoose} />`}`;
