/** An entry in a few words, for lists and buttons. */
import { painWord } from "./parts/inputs.js";
import { REGIONS } from "./parts/legs.js";
import { locale, t } from "./i18n.js";

export const SPORTS = () => [["run", t("Run")], ["football", t("Football")], ["gym", t("Gym")], ["cycling", t("Cycling")], ["walk", t("Walk")], ["swimming", t("Swimming")]];
export const EFFORTS = () => [[2, t("Easy")], [4, t("Moderate")], [6, t("Hard")], [8, t("Very hard")], [10, t("All out")]];
export const SEATS = () => [["desk", t("Desk")], ["car", t("Car")], ["bus", t("Bus")], ["plane", t("Plane")], ["sofa", t("Sofa")], ["other", t("Other")]];
export const SIDES = () => [["left", t("Left")], ["right", t("Right")], ["both", t("Both")]];
export const CONTEXTS = () => [["now", t("Now")], ["morning", t("On getting up")], ["sitting", t("Sitting")], ["activity", t("In activity")], ["after_activity", t("After activity")], ["worst", t("Worst today")]];

const wordOf = (pairs, key) => Object.fromEntries(pairs)[key] ?? null;
export const litres = (ml) => t("{n} L", { n: new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(ml / 1000) });
export const sportWord = (sport) => wordOf(SPORTS(), sport) || (sport === "rest" ? t("No training") : sport.replaceAll("_", " "));
export const activityWords = (one) => one.sport === "rest" ? t("No training") : t("{sport}, {minutes} min, effort {rpe}", { sport: sportWord(one.sport), minutes: one.minutes, rpe: one.rpe });

const joined = (parts) => parts.filter(Boolean).join(", ");
const pain = (one) => joined([t("Pain {level}, {word}", { level: one.level, word: painWord(one.level).toLowerCase() }), wordOf(REGIONS(), one.region)?.toLowerCase(),
  wordOf(SIDES(), one.side)?.toLowerCase(), one.context && one.context !== "now" && wordOf(CONTEXTS(), one.context)?.toLowerCase()]);
const sitting = (one) => joined([t("Sitting {hours} h", { hours: one.hours }), wordOf(SEATS(), one.seat)?.toLowerCase(),
  one.minutes_to_pain !== undefined && t("pain after {n} min", { n: one.minutes_to_pain })]);

/** @param {any} entry */
export function inWords(entry) {
  if (entry.kind === "pain") return pain(entry);
  if (entry.kind === "sitting") return sitting(entry);
  if (entry.kind === "hydration") return joined([t("Water {amount}", { amount: litres(entry.ml) }), entry.urine_colour && t("colour {n} of 8", { n: entry.urine_colour })]);
  if (entry.kind === "activity") return activityWords(entry);
  if (entry.kind === "note") return entry.text;
  return joined([t("Sleep and feeling"), entry.sleep_h !== undefined && t("{n} h of sleep", { n: entry.sleep_h })]);
}
