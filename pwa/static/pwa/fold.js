/** Many entries of a day become one day, as the server folds them (tracker/fold.py); what pictures draw. Pure. */

const WELLNESS = ["sleep_h", "sleep_quality", "fatigue", "soreness", "stress"];
const tidy = (total) => Math.round(total * 100) / 100;
const sum = (entries, of) => tidy(entries.reduce((total, entry) => total + of(entry), 0));
const order = (a, b) => Date.parse(a.edited_at) - Date.parse(b.edited_at) || (a.id < b.id ? -1 : 1);

/** @param {any[]} entries living entries of one day @returns {Record<string, any>} what was not logged is absent */
export function fold(entries) {
  const of = (kind) => entries.filter((entry) => entry.kind === kind).sort(order);
  const [pain, sitting, water, activity] = ["pain", "sitting", "hydration", "activity"].map(of);
  /** @type {Record<string, any>} */
  const day = {};
  if (pain.length) {
    day.pain_worst = Math.max(...pain.map((one) => one.level));
    const mornings = pain.filter((one) => one.context === "morning").map((one) => one.level);
    if (mornings.length) day.pain_morning = Math.max(...mornings);
  }
  if (sitting.length) day.sitting_h = Math.min(24, sum(sitting, (one) => one.hours));
  if (water.length) day.hydration_ml = sum(water, (one) => one.ml);
  const colours = water.filter((one) => one.urine_colour !== undefined).map((one) => one.urine_colour);
  if (colours.length) day.urine_colour = Math.max(...colours);
  if (activity.length) {
    day.activity_min = sum(activity, (one) => one.minutes);
    day.load_au = sum(activity, (one) => one.minutes * one.rpe);
  }
  const signs = of("symptom").map((one) => [one.finding, one.value]);
  if (signs.length) day.symptoms = Object.fromEntries(signs);
  for (const one of of("wellness")) for (const name of WELLNESS) if (one[name] !== undefined) day[name] = one[name];
  if (of("note").length) day.has_note = true;
  return day;
}
