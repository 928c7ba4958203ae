/** What the log shows and what goes together in it: the server's last word, kept with its day. */
import { kept } from "./trend_marks.js";
import { read } from "./sync.js";
import { t } from "./i18n.js";

const PATHS = ["/trends", "/insights"];

/** From the phone alone: {trends, insights}, each null where it was never read. */
export async function keptReport() {
  const [trends, insights] = await Promise.all(PATHS.map(kept));
  return { trends, insights };
}

/** From the server, or what is kept where it is away. @throws {Problem} where nothing is kept either */
export async function freshReport() {
  const [trends, insights] = await Promise.all(PATHS.map(read));
  return { trends, insights };
}

/** Whether a report says less than the phone knows: of an earlier day, or before entries that wait here. Pure. @param {{as_of: string}} report @param {string} today @param {number} waiting */
export const isOld = (report, today, waiting) => report.as_of !== today || waiting > 0;

// A rule whose sentence is that of an insight; the insight says it with its closeness and interval.
const SAME_AS = { "TR-SIT-LINK": ["sitting-pain", "sitting-pain-same-day"] };

/** Rules that "What goes together" tells already, more clearly; none where it was never read. Pure. @param {any[]} rules @param {{results: any[]}|null} insights @returns {string[]} ids */
export function toldBelow(rules, insights) {
  const told = (insights?.results || []).filter((one) => one.state === "told").map((one) => one.id);
  return rules.filter(({ id, state }) => state === "note" && (SAME_AS[id] || []).some((name) => told.includes(name))).map((rule) => rule.id);
}

const SPEAKING = ["amber", "note", "good"];

/** Rules by what they have to say, those to look after first. Pure. @param {any[]} rules @returns {{speaking: any[], quiet: any[], few: any[]}} `few` have too little data */
export function sorted(rules) {
  const place = ({ state }) => SPEAKING.indexOf(state);
  return {
    speaking: rules.filter((rule) => place(rule) >= 0).sort((a, b) => place(a) - place(b) || (a.since < b.since ? 1 : -1)),
    quiet: rules.filter((rule) => rule.state === "quiet"),
    few: rules.filter((rule) => place(rule) < 0 && rule.state !== "quiet"),
  };
}

/** Shape, word and colour of a rule that speaks; good news of another day wears no calm colour. @param {string} state @param {boolean} old */
export function stateWords(state, old) {
  if (state === "amber") return { word: t("To look after"), tone: "watch", shape: "diamond" };
  if (state === "good") return old ? { word: t("Better, as of then"), tone: "grey", shape: "ring" } : { word: t("Getting better"), tone: "calm", shape: "circle" };
  return { word: t("Good to know"), tone: "ink", shape: "square" };
}

// Source: Evans 1996, words for a correlation, as usually quoted
const STRENGTHS = () => [[0.8, t("very close")], [0.6, t("close")], [0, t("loose")]];

/** How closely two series go together, in a word. @param {number} effect rank correlation above 0 */
export const strengthWord = (effect) => STRENGTHS().find(([from]) => effect >= from)[1];
