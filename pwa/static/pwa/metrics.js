/** What Trends can draw: one picture each, with its field, range, unit and words. */
import { t } from "./i18n.js";

/** @returns {{id: string, title: string, field: string, unit: string, scale: number, top: number, of: string}[]} `top` is the least height of the axis */
export const METRICS = () => [
  { id: "pain", title: t("Pain"), field: "pain_worst", unit: "", scale: 1, top: 10, of: t("Worst pain of each day, 0 to 10") },
  { id: "load", title: t("Load"), field: "load_au", unit: "", scale: 1, top: 300, of: t("Training load: minutes times effort") },
  { id: "sitting", title: t("Sitting"), field: "sitting_h", unit: "h", scale: 1, top: 12, of: t("Hours of sitting") },
  { id: "water", title: t("Water"), field: "hydration_ml", unit: "L", scale: 0.001, top: 3, of: t("Litres drunk") },
  { id: "sleep", title: t("Sleep"), field: "sleep_h", unit: "h", scale: 1, top: 10, of: t("Hours of sleep") },
];

/** One value a day, null = not logged. @param {any[]} days @param {{field: string, scale: number}} metric */
export const valuesOf = (days, { field, scale }) => days.map((day) => (day?.[field] === undefined || day[field] === null ? null : day[field] * scale));

/** The past, in days, and the words for it. */
export const RANGES = () => [[14, t("2 weeks")], [42, t("6 weeks")], [183, t("6 months")], [365, t("Year")]];
