/** What a finding is called on the phone: its question, its label, its choices and its unit. */
import { app } from "./state.js";
import { t } from "./i18n.js";

/** @param {string} id */
export const findingOf = (id) => app.findings?.get(id);

const derivedOf = (id) => app.knowledge?.knowledge.derived.find((each) => each.id === id);

/** The short phrase that completes "You said yes to: ...". @param {string} id */
export function labelOf(id) {
  const known = findingOf(id) || derivedOf(id);
  return known?.label || known?.question || id.replaceAll("_", " ");
}

/** The question without the choices in brackets: those stand on the buttons. @param {any} finding */
export const askOf = (finding) =>
  finding.type === "enum" ? finding.question.replace(/\s*\([^)]*\)$/, "").replace(/: .*\?$/, "?") : finding.question;

const capital = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);

/** A choice in words. @param {any} finding @param {string} choice */
export function choiceWord(finding, choice) {
  const word = finding.choice_labels?.[finding.choices.indexOf(choice)];
  return capital(word || choice.replaceAll("_", " "));
}

/** The unit a number is asked in, read from the last part of its id; "" where it has none. @param {string} id */
export function unitOf(id) {
  const words = { years: t("years"), days: t("days"), min: t("minutes"), minutes: t("minutes"), hours: t("hours"), litres: t("litres"), cm: t("cm") };
  const part = id.split("_").find((one) => one in words);
  return part ? words[part] : "";
}

/** One answer as a phrase: "a bruise", "how you can walk: with a limp", "age in years: 30". @param {string} id @param {any} value */
export function answerPhrase(id, value) {
  const finding = findingOf(id);
  if (value === true || value === false || value === "unsure") return labelOf(id);
  if (finding?.type === "enum") return `${labelOf(id)}: ${choiceWord(finding, value).toLowerCase()}`;
  return `${labelOf(id)}: ${value}`;
}
