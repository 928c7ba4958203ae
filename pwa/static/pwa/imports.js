/** Words and calls for bringing in a file: what fields are called, and what an entry says. */
import { Problem, del, get, patch, post, upload } from "./api.js";
import { shortDay } from "./days.js";
import { t } from "./i18n.js";

export const UNDER_WAY = new Set(["checking", "importing", "undoing"]);

export const SOURCES = () => ({
  spreadsheet: t("Table"), intervals: t("intervals.icu wellness"), apple_health: t("Apple Health"), fit: t("FIT activity"),
  tcx: t("TCX activity"), gpx: t("GPX activity"), own_json: t("ThighCare export"), own_csv: t("ThighCare tables"),
});

export const STATES = () => ({
  checking: t("is being read"), ready: t("waits for you"), importing: t("is coming in"), done: t("brought in"),
  undoing: t("is being taken back"), undone: t("taken back"), failed: t("could not be read"),
});

const KINDS = () => ({
  pain: t("Pain"), sitting: t("Sitting"), hydration: t("Water"), activity: t("Activity"), symptom: t("Sign"),
  wellness: t("Wellness"), note: t("Note"),
});

/** Every field a column may fill, in words; what has no word of its own is left to its name. */
export const FIELDS = () => [
  ["", t("Leave out")], ["day", t("Day")], ["time", t("Time of day")], ["pain.level", t("Pain")], ["pain.region", t("Pain: where")],
  ["pain.side", t("Pain: side")], ["pain.context", t("Pain: when")], ["sitting.hours", t("Sitting")], ["sitting.seat", t("Sitting: seat")],
  ["sitting.minutes_to_pain", t("Sitting: until pain")], ["hydration.ml", t("Water")], ["hydration.urine_colour", t("Urine colour (1-8)")],
  ["activity.sport", t("Activity: sport")], ["activity.minutes", t("Activity: how long")], ["activity.rpe", t("Activity: effort")],
  ["activity.distance_m", t("Activity: distance")], ["activity.sprint_percent", t("Activity: fastest sprint, %")],
  ["activity.pain_during", t("Activity: pain during")], ["wellness.sleep_h", t("Sleep: how long")], ["wellness.sleep_quality", t("Sleep: how good")],
  ["wellness.fatigue", t("Fatigue")], ["wellness.soreness", t("Soreness")], ["wellness.stress", t("Stress")],
  ["symptom.finding", t("Sign")], ["symptom.value", t("Sign: yes or no")], ["note.text", t("Note")],
];

const UNIT_WORDS = () => ({
  ml: t("millilitres"), l: t("litres"), fl_oz: t("fluid ounces"), h: t("hours"), min: t("minutes"), s: t("seconds"), m: t("metres"),
  km: t("kilometres"), mi: t("miles"), "0-10": t("0 to 10"), "0-100": t("0 to 100"), "1-7": t("1 best, 7 worst"), "7-1": t("7 best, 1 worst"),
  "1-5": t("1 best, 5 worst"), "5-1": t("5 best, 1 worst"), "1-10": t("1 best, 10 worst"), "10-1": t("10 best, 1 worst"),
  "1-4": t("1 best, 4 worst"), "4-1": t("4 best, 1 worst"),
});
/** @param {string} unit */
export const unitWord = (unit) => UNIT_WORDS()[unit] || unit;
/** @param {string} kind */
export const kindWord = (kind) => KINDS()[kind] || kind;

const ENVELOPE = new Set(["line", "id", "kind", "day", "at", "edited_at", "deleted"]);

/** An entry in one line. @param {any} entry */
export function entryWords(entry) {
  const names = Object.fromEntries(FIELDS());
  const said = Object.entries(entry).filter(([name]) => !ENVELOPE.has(name)).map(([name, value]) => {
    const word = (names[`${entry.kind}.${name}`] || name).replace(/^[^:]+: /, "");
    return `${word} ${value}${name === "ml" ? " ml" : name === "minutes" ? " min" : name.endsWith("_h") || name === "hours" ? " h" : name === "distance_m" ? " m" : ""}`;
  });
  const kind = kindWord(entry.kind);
  const what = said.join(", ");
  return `${shortDay(entry.day)} ${entry.day.slice(0, 4)}, ${what.startsWith(`${kind} `) ? what : `${kind}: ${what}`}`;
}

const body = (answer) => answer.body;
/** @param {File} file */
export const sendFile = (file) => upload("/imports", file).then(body);
/** @param {string} id */
export const lookAt = (id) => get(`/imports/${id}`).then(body);
export const listed = () => get("/imports").then((answer) => answer.body.results);
/** @param {string} id @param {any} choices */
export const choose = (id, choices) => patch(`/imports/${id}`, choices).then(body);
/** @param {string} id @param {"confirm"|"undo"} word */
export const tell = (id, word) => post(`/imports/${id}/${word}`).then(body);
/** @param {string} id */
export const giveUp = (id) => del(`/imports/${id}`);

/** What a refusal says, in words for the screen. @param {any} error */
export function refusal(error) {
  if (!(error instanceof Problem)) throw error;
  return error.status === 0 ? t("No connection. This part needs the network.") : error.errors[0]?.detail || error.message;
}
