/** Calendar days in the athlete's own zone, as ISO text; and the words for them. */
import { locale } from "./i18n.js";

/**
 * @param {string} [zone] IANA name; the phone's own zone without one
 * @param {Date} [now]
 */
export function today(zone, now = new Date()) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" };
  try {
    return new Intl.DateTimeFormat("en-CA", { ...parts, timeZone: zone || undefined }).format(now);
  } catch {
    return new Intl.DateTimeFormat("en-CA", parts).format(now);
  }
}

/** @param {string} day @param {number} by */
export function addDays(day, by) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

/** Whole days from `a` to `b`. @param {string} a @param {string} b */
export function daysBetween(a, b) {
  return Math.round((Date.parse(`${b}T12:00:00Z`) - Date.parse(`${a}T12:00:00Z`)) / 86400000);
}

/** "Tuesday 24 November". @param {string} day */
export function longDay(day) {
  return new Intl.DateTimeFormat(locale(), {
    weekday: "long", day: "numeric", month: "long", timeZone: "UTC",
  }).format(new Date(`${day}T12:00:00Z`));
}

/** "Tue 24 Nov". @param {string} day */
export function shortDay(day) {
  return new Intl.DateTimeFormat(locale(), {
    weekday: "short", day: "numeric", month: "short", timeZone: "UTC",
  }).format(new Date(`${day}T12:00:00Z`));
}

/** The instant with the phone's own offset, as RFC 3339. @param {Date} [now] */
export function instant(now = new Date()) {
  return now.toISOString();
}

/** "14:05". @param {string} at */
export function clock(at) {
  return new Intl.DateTimeFormat(locale(), {
    hour: "2-digit", minute: "2-digit",
  }).format(new Date(at));
}

/** "Tue 24 Nov, 18:05" in the phone's own zone. @param {string} at */
export function dayAndTime(at) {
  return new Intl.DateTimeFormat(locale(), {
    weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  }).format(new Date(at));
}
