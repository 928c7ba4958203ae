/** Which two or three signs Today asks about: chosen from what is known, never more than ten seconds. Pure. */
import { daysBetween } from "./days.js";

export const MOST = 3;
const LEAST = 2;
const TRAVEL_DAYS = 28; // the check asks about four weeks
const LONG_RIDE_H = 4;
const RIDES = new Set(["car", "bus", "plane"]);
const POP_DAYS = [3, 7]; // Source: evidence pack, hazard H-03: bruise and weakness show late
const NERVE = ["loc_both_legs", "bilateral_sciatica", "weak_both_legs", "weak_leg", "weak_foot_drop", "numb_leg", "tingle_leg", "saddle_numb", "bladder_retention"];

/** What is asked where nothing else is; two of them a day, so that each comes round. */
export const ROUND = ["night_pain_constant", "numb_leg", "swelling_one_sided"];

const raised = (value) => value === true || value === "unsure";

/**
 * The finding ids to ask about, most pressing first.
 * @param {object} known
 * @param {string} known.day today
 * @param {Record<string, any>} known.answers of the latest check, {} without one
 * @param {string|null} known.answeredOn day of that check
 * @param {string|null} known.startedOn day on which the episode began
 * @param {any[]} known.recent entries of the last 28 days
 */
export function askedToday({ day, answers, answeredOn, startedOn, recent }) {
  const chosen = [
    ...(nerve(answers, recent, day) ? ["saddle_numb", "bladder_retention"] : []),
    ...(popDue({ day, answers, startedOn }) ? ["bruising", "weak_knee_bend"] : []),
    ...(stasis({ day, answers, answeredOn, recent }) ? ["swelling_calf"] : []),
  ].slice(0, MOST);
  const turn = daysBetween("2000-01-01", day);
  for (let i = 0; chosen.length < LEAST; i += 1) {
    const next = ROUND[(turn + i) % ROUND.length];
    if (!chosen.includes(next)) chosen.push(next);
  }
  return chosen;
}

/** Both legs or a nerve sign, in the latest check or logged in the last week. */
function nerve(answers, recent, day) {
  if (answers.side === "both" || NERVE.some((finding) => raised(answers[finding]))) return true;
  return recent.some((one) => one.kind === "symptom" && NERVE.includes(one.finding) && raised(one.value) && daysBetween(one.day, day) < 7);
}

/** Days 3 and 7 after a pop, counted from the day it happened. */
function popDue({ day, answers, startedOn }) {
  return raised(answers.pop_felt) && startedOn !== null && POP_DAYS.includes(daysBetween(startedOn, day));
}

/** A journey over four hours, or a cast, within four weeks. */
function stasis({ day, answers, answeredOn, recent }) {
  const told = raised(answers.long_travel_4h) || raised(answers.cast_or_paralysis);
  if (told && answeredOn !== null && daysBetween(answeredOn, day) < TRAVEL_DAYS) return true;
  return recent.some((one) => one.kind === "sitting" && RIDES.has(one.seat) && one.hours >= LONG_RIDE_H && daysBetween(one.day, day) < TRAVEL_DAYS);
}
