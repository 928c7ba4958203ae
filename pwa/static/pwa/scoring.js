/** Scores an instrument as the server does (tracker/scoring); the server's score is the one that is kept. */

const LONE_SURROGATE = /[\ud800-\udfff]/u;
const LONGEST_NAME = 80; // characters, as a person counts them

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isWithin = (value, { low, high }) => Number.isInteger(value) && value >= low && value <= high;
const has = (object, name) => Object.hasOwn(object, name);

/** Every item that is there lies on its scale, all that are needed are there, nothing else is. */
function itemsHold(instrument, answers) {
  const known = new Set(instrument.items.map((item) => item.id));
  return Object.keys(answers).every((name) => known.has(name))
    && instrument.items.every((item) => (has(answers, item.id) ? isWithin(answers[item.id], item) : !item.required));
}

function nameHolds(name) {
  return typeof name === "string" && [...name].length <= LONGEST_NAME && name.trim() !== "" && !name.includes("\0") && !LONE_SURROGATE.test(name);
}

function activitiesHold(instrument, answers) {
  const rows = answers.activities;
  if (Object.keys(answers).some((name) => name !== "activities") || !Array.isArray(rows)) return false;
  if (rows.length < instrument.fewest || rows.length > instrument.most) return false;
  const whole = rows.every((row) => isObject(row) && Object.keys(row).every((name) => ["name", "level"].includes(name))
    && nameHolds(row.name) && isWithin(row.level, instrument.items[0]));
  return whole && new Set(rows.map((row) => row.name.trim().toLowerCase())).size === rows.length;
}

/** In whole numbers, so that every machine rounds the same: to a hundredth, halves upward. */
function meanLevel(rows) {
  const sum = rows.reduce((total, row) => total + row.level, 0);
  return Math.floor((200 * sum + rows.length) / (2 * rows.length)) / 100;
}

const WAYS = {
  single: { holds: itemsHold, score: (instrument, answers) => answers[instrument.score_item] },
  total: { holds: itemsHold, score: (instrument, answers) => instrument.items.reduce((sum, item) => sum + answers[item.id], 0) },
  product: { holds: itemsHold, score: (instrument, answers) => instrument.items.reduce((made, item) => made * answers[item.id], 1) },
  activities: { holds: activitiesHold, score: (_instrument, answers) => meanLevel(answers.activities) },
};

/**
 * The score, or null where an answer is missing or wrong: half a form has no score.
 * @param {any} instrument as GET /instruments gives it @param {any} answers
 * @returns {number|null}
 */
export function score(instrument, answers) {
  const way = WAYS[instrument.scoring];
  if (!way || !isObject(answers) || !way.holds(instrument, answers)) return null;
  return way.score(instrument, answers) + 0; // -0 becomes 0
}
