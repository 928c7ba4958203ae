/** What earlier days suggest for today: shown as suggestions, and a fact only once the person says so. Pure. */
import { addDays } from "./days.js";

const HARD_EFFORT = 7; // of 10
const HARD_LOAD = 420; // minutes x effort: an hour at 7

/** Hours of sitting of the last day before today that has any, within a week: {hours, day} or null. */
export function suggestedSitting(recent, day) {
  const sat = recent.filter((one) => one.kind === "sitting" && one.day < day && one.day >= addDays(day, -7));
  const last = sat.map((one) => one.day).sort().at(-1);
  if (!last) return null;
  const hours = sat.filter((one) => one.day === last).reduce((sum, one) => sum + one.hours, 0);
  return hours > 0 ? { hours: Math.min(24, hours), day: last } : null;
}

/** The session to repeat in one tap: that of the same weekday in the last two weeks, else the latest. */
export function suggestedActivity(recent, day) {
  const sessions = recent.filter((one) => one.kind === "activity" && one.sport !== "rest" && one.day < day);
  for (const back of [7, 14]) {
    const same = sessions.filter((one) => one.day === addDays(day, -back)).at(-1);
    if (same) return same;
  }
  return sessions.at(-1) || null;
}

/** Yesterday's hardest session, where it was hard enough to ask about the morning after. */
export function hardSessionBefore(recent, day) {
  const sessions = recent.filter((one) => one.kind === "activity" && one.day === addDays(day, -1) && one.minutes > 0);
  const load = sessions.reduce((sum, one) => sum + one.minutes * one.rpe, 0);
  const hardest = sessions.sort((a, b) => b.rpe - a.rpe || b.minutes - a.minutes)[0];
  return hardest && (hardest.rpe >= HARD_EFFORT || load >= HARD_LOAD) ? hardest : null;
}

/** Is the question of the morning after still open today? @param {any[]} todays */
export const morningAsked = (todays) => !todays.some((one) => one.kind === "pain" && ["morning", "after_activity"].includes(one.context));
