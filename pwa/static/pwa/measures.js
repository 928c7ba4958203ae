/** Instruments on the phone: what is due, from what was last fetched, and answers kept until they are sent. */
import { app } from "./state.js";
import { del, put } from "./api.js";
import { instant } from "./days.js";
import { uuid7 } from "./ids.js";
import { locale, t } from "./i18n.js";
import { keepCall } from "./outbox.js";
import { metaGet, metaSet } from "./store.js";
import { read, sync } from "./sync.js";

/** Every instrument, by id. */
export async function loadInstruments() {
  const { instruments } = await read("/instruments");
  return new Map(instruments.map((one) => [one.id, one]));
}

/** A score in words, as its own form has them. @param {any} instrument @param {number} value */
export function scoreWords(instrument, value) {
  const item = instrument.items.find((one) => one.id === instrument.score_item);
  const word = item?.words[value - item.low];
  if (word) return t(word);
  return instrument.unit ? `${value} ${instrument.unit}` : t("{value} on {low} to {high}", { value, low: instrument.low, high: instrument.high });
}

/** How a window stands now; worked out here, so that it is right with no network too. @param {any} due */
export function stateOf(due, now = Date.now()) {
  let window = due.window;
  if (Date.parse(due.next.opens_at) <= now) window = due.next; // it opened since the list was fetched
  if (!window || now < Date.parse(window.opens_at)) return { state: "coming", window: due.next };
  if (now < Date.parse(window.closes_at)) return { state: "open", window };
  if (now < Date.parse(window.late_until)) return { state: "late", window };
  return { state: "closed", window: window === due.next ? null : due.next };
}

const lastKey = (instrument) => `reading_last:${instrument}`;

/** What was answered last on this phone: {answers, window, score}. @param {string} instrument */
export const lastAnswers = (instrument) => metaGet(lastKey(instrument));

/** What is asked by the clock, each with its state, the window and whether it is answered. */
export async function loadDue() {
  const { results } = await read("/readings/due");
  return Promise.all(results.map(async (due) => {
    const { state, window } = stateOf(due);
    const last = await lastAnswers(due.instrument);
    const isNamed = window && due.window?.first_day === window.first_day;
    const answered = (isNamed && due.answered) || (!!window && last?.window === window.first_day);
    return { ...due, state, window, answered };
  }));
}

/**
 * Keep a reading on this phone and queue it.
 * @param {any} instrument @param {any} answers @param {{window?: string, toldBy?: string, score: number}} more
 */
export async function keepReading(instrument, answers, { window, toldBy, score }) {
  const id = uuid7();
  const body = { id, instrument: instrument.id, version: instrument.version, answers, taken_at: instant() };
  if (window) body.window = window;
  if (toldBy) body.told_by = toldBy;
  await metaSet(lastKey(instrument.id), { id, answers, window: window || null, score });
  await keepCall(id, "/readings", body);
  void sync();
}

/** A reading of this phone is deleted: its window is open again, and its names stay. @param {any} reading */
export async function forgetAnswered({ id, instrument }) {
  const last = await lastAnswers(instrument);
  if (last?.id === id) await metaSet(lastKey(instrument), { ...last, window: null });
}

/** Be asked by the clock, or no more; needs the network. @param {string} instrument @param {boolean} ask */
export const setAsked = (instrument, ask) => (ask ? put(`/schedules/${instrument}`, {}) : del(`/schedules/${instrument}`));

/** @param {number} moment @param {Intl.DateTimeFormatOptions} form */
function there(moment, form) {
  return new Intl.DateTimeFormat(locale(), { ...form, timeZone: app.me?.profile?.time_zone || undefined }).format(moment);
}

/** "Mon 17:00", on the clock of the person's own zone. @param {string} at */
export const whenThere = (at) => there(Date.parse(at), { weekday: "short", hour: "2-digit", minute: "2-digit" });

/** The same for an end: what ends where a day begins ends with the day before. @param {string} at */
export function endThere(at) {
  const day = { weekday: "long", day: "numeric" };
  const [last, next] = [Date.parse(at) - 1, Date.parse(at)].map((moment) => there(moment, day));
  return last === next ? whenThere(at) : t("the end of {day}", { day: there(Date.parse(at) - 1, { weekday: "long" }) });
}
