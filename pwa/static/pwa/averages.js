/** Averages over logged days; a gap stays a gap and is never counted as nothing. Pure. */

export const WEEK = { days: 7, least: 3 };
export const MONTH = { days: 28, least: 10 };
export const BASELINE = { days: 18, least: 8 }; // Source: evidence pack 5.3: fewer than 8 of 18 days say nothing yet

/** How many are logged. @param {(number|null)[]} values */
export const logged = (values) => values.filter((value) => value !== null).length;

/** Mean of what was logged, or null. @param {(number|null)[]} values */
export function mean(values) {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

/** The mean of a window that ends at each day; null where too few of it are logged. @param {(number|null)[]} values @param {{days: number, least: number}} span */
export const rolling = (values, { days, least }) => values.map((_, i) => {
  const window = values.slice(Math.max(0, i + 1 - days), i + 1);
  return logged(window) >= least ? mean(window) : null;
});

/** Logged days of the last 18 while they are too few to say anything, else null. @param {(number|null)[]} values */
export function collecting(values) {
  const found = logged(values.slice(-BASELINE.days));
  return found < BASELINE.least ? found : null;
}

/** What counts as no real change around the first score: [low, high], or null. @param {number} base @param {{points: number|null, share: number|null, needs: string}|null} change */
export function changeBand(base, change) {
  const sizes = [change?.points ?? null, change?.share === null || change?.share === undefined ? null : change.share * base].filter((size) => size !== null);
  if (!sizes.length) return null;
  const size = change.needs === "both" ? Math.max(...sizes) : Math.min(...sizes);
  return [base - size, base + size];
}
