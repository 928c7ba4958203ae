/** The check under way: the screens shown so far and what was answered on each. Nothing here reads a clock or the disk. */

const KEPT_FOR = 24 * 3600 * 1000; // ms; after a day the answers may no longer be true

/**
 * Begin. `base` are answers known before the first question (the profile's).
 * @param {{id: string, now: number, base: Record<string, any>, confirmed: boolean}} start `now` in ms
 */
export const newDraft = ({ id, now, base, confirmed }) =>
  ({ form: 2, id, started_at: now, base, confirmed, steps: [], remembered: {}, told: [] });

/** The draft if it can still be gone on with, else null. @param {any} kept @param {number} now ms */
export function stillGood(kept, now) {
  return kept?.form === 2 && kept.steps.length && now - kept.started_at < KEPT_FOR ? kept : null;
}

/** All answers of the first `count` screens. @param {any} draft @param {number} [count] */
export function answersOf(draft, count = draft.steps.length) {
  return Object.assign({}, draft.base, ...draft.steps.slice(0, count).map((step) => step.given));
}

/** Findings shown and left without an answer. @param {any} draft @param {number} [count] */
export const skippedOf = (draft, count = draft.steps.length) =>
  draft.steps.slice(0, count).flatMap((step) => step.skipped);

/** Write what is marked on screen `n` (from 1), before it is done; what was unmarked (undefined) is gone. */
export function marked(draft, n, given) {
  const left = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const steps = draft.steps.map((step, at) => (at === n - 1 ? { ...step, given: left } : step));
  return { ...draft, steps };
}

/**
 * Screen `n` is done: later screens go, because other ones may follow now; what was answered on
 * them is remembered and stands there again if they come back.
 * @param {any} draft @param {number} n from 1 @param {Record<string, any>} given @param {string[]} skipped
 */
export function settled(draft, n, given, skipped) {
  const later = draft.steps.slice(n).map((step) => step.given);
  const steps = [...draft.steps.slice(0, n - 1), { ...draft.steps[n - 1], given, skipped }];
  return { ...draft, steps, remembered: Object.assign({}, draft.remembered, ...later) };
}

/** Put the next screen behind the last one. A remembered no is not put back: it is to be said again. */
export function withScreen(draft, screen) {
  const before = Object.entries(draft.remembered).filter(([id, value]) => screen.findings.includes(id) && value !== false);
  return { ...draft, steps: [...draft.steps, { screen, given: Object.fromEntries(before), skipped: [] }] };
}

const SHARES = 12; // of the bar

/**
 * How far the person is on screen `n`: the topic asked about, about how many screens come after it (null where
 * a draft of an earlier release does not know), and how much of the bar is done. Answers open questions and
 * make others needless, so the number may grow for a reason; the bar only grows, and is full on no screen.
 * @param {any} draft @param {number} [n] from 1 @returns {{title: string, more: number|null, done: number, of: number}|null}
 */
export function progressOf(draft, n = draft.steps.length) {
  const place = draft.steps[n - 1]?.screen.place;
  if (!place) return null;
  const shares = draft.steps.slice(0, n).map((step, at) => (step.screen.place?.left ? at / (at + step.screen.place.left) : 0));
  return { title: place.title, more: place.left ? place.left - 1 : null, done: Math.floor(Math.max(...shares) * SHARES), of: SHARES };
}
