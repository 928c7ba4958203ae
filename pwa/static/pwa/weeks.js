/** Pain by place and week: how bad each region of each leg was. Pure. */
import { addDays, daysBetween } from "./days.js";

/**
 * The last `count` weeks, oldest first: {from, to, entries, worst: {"left sit_bone": 4}}.
 * @param {any[]} pains pain entries with a region @param {string} end last day of the newest week @param {number} count
 */
export function weeksOfPlaces(pains, end, count) {
  const weeks = Array.from({ length: count }, (_, i) => ({ from: addDays(end, -7 * (count - i) + 1), to: addDays(end, -7 * (count - 1 - i)), entries: 0, worst: {} }));
  for (const { day, region, side, level } of pains) {
    const week = weeks[count - 1 - Math.floor(daysBetween(day, end) / 7)];
    if (!week || day > end) continue;
    week.entries += 1;
    for (const leg of side === "left" || side === "right" ? [side] : ["left", "right"]) { // no side told: it may be either
      const place = `${leg} ${region}`;
      week.worst[place] = Math.max(week.worst[place] ?? 0, level);
    }
  }
  return weeks;
}
