/** What to tell the clinician, from the person's own answers: headed lines, and the same as plain text. */
import { app } from "./state.js";
import { atLeast } from "./alerts.js";
import { addDays, shortDay } from "./days.js";
import { answerPhrase, choiceWord, findingOf, labelOf } from "./finding_words.js";
import { t } from "./i18n.js";

const ELSEWHERE = new Set(["side", "symptom_days", "loc_both_legs", "getting_better"]); // lines of their own
const BLOCK = "I"; // the section every clinician asks about
const WEIGHED = 2; // causes whose negatives are told

/** What the raised rules say, highest level first, lower ones behind "Also". @param {any} result */
function told(result) {
  const flags = [...result.red_flags, ...result.unsure_flags, ...(result.phone_flags ?? [])].filter((flag) => flag.urgency !== "self_care");
  const top = flags.filter((flag) => atLeast(flag.urgency, flags[0].urgency));
  const words = (some) => [...new Set(some.map((flag) => flag.tell_clinician))].join(" ");
  const rest = words(flags.filter((flag) => !top.includes(flag)));
  return [...(top.length ? [[t("I want to tell you"), words(top)]] : []), ...(rest ? [[t("Also"), rest]] : [])];
}

/** Findings whose no matters here: read by the raised rules and their families, weighed for the first causes, or of the nerve block. */
function matters(result) {
  const { rules, knowledge } = app.knowledge;
  const raised = new Set([...result.red_flags, ...result.unsure_flags].map((flag) => flag.id));
  const families = new Set(knowledge.rules.filter((rule) => raised.has(rule.id)).map((rule) => rule.family));
  const related = new Set(knowledge.rules.filter((rule) => families.has(rule.family)).map((rule) => rule.id));
  const found = new Set(knowledge.findings.filter((one) => one.section === BLOCK).map((one) => one.id));
  for (const rule of rules) if (related.has(rule.id)) for (const id of rule.reads) found.add(id);
  for (const cause of result.causes.slice(0, WEIGHED)) {
    for (const [id] of knowledge.conditions.find((one) => one.id === cause.id)?.weights || []) found.add(id);
  }
  for (const each of knowledge.screens?.given || []) found.delete(each.finding); // nobody was asked
  return found;
}

function where(answers) {
  const side = findingOf("side");
  const leg = answers.side && side ? choiceWord(side, answers.side) : null;
  const places = Object.keys(answers).filter((id) => id.startsWith("loc_") && !ELSEWHERE.has(id) && answers[id] === true);
  return [leg && t("Leg: {side}", { side: leg.toLowerCase() }), ...places.map(labelOf)].filter(Boolean).join("; ");
}

function since(answers, day) {
  const days = answers.symptom_days;
  const change = answers.getting_better && findingOf("getting_better") && choiceWord(findingOf("getting_better"), answers.getting_better);
  const began = days === undefined ? null : days === 0 ? t("since today") : t("{n} days, since about {day}", { n: days, day: shortDay(addDays(day, -days)) });
  return [began, change?.toLowerCase()].filter(Boolean).join("; ");
}

/** The heading of the pertinent negatives; on the screen they fold away, in the copy they stand. */
export const denied = () => t("Asked and denied");

/** Headed lines [[heading, words]]; a heading with nothing to say is left out. @param {any} result as `joined` gives it */
export function clinicianLines(result) {
  const { answers } = result;
  const known = Object.keys(answers).filter((id) => findingOf(id));
  const phrases = (wanted) => known.filter((id) => !ELSEWHERE.has(id) && wanted(answers[id], id)).map((id) => answerPhrase(id, answers[id])).join("; ");
  const negatives = matters(result);
  const plain = (id) => !id.startsWith("loc_") && !["persona", "sex_at_birth"].includes(id);
  return [
    ...told(result),
    [t("Where"), where(answers)],
    [t("How long"), since(answers, result.day)],
    [t("Yes to"), phrases((value, id) => value === true && plain(id))],
    [t("Other answers"), phrases((value, id) => typeof value !== "boolean" && value !== "unsure" && plain(id))],
    [t("Not sure about"), phrases((value) => value === "unsure")],
    [denied(), phrases((value, id) => value === false && negatives.has(id))],
  ].filter(([, words]) => words);
}

/** The lines as text to copy or share. @param {[string, string][]} lines @param {string} when */
export const asText = (lines, when) => [
  t("ThighCare check, {when}", { when }), ...lines.map(([heading, words]) => `${heading}: ${words}`),
  t("From my own answers in an app. Not a diagnosis."),
].join("\n");
