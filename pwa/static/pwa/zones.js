/** Whether the phone's clock and the person's agree. Two zones with the same clock are no reason to ask. */

/** The zone the phone is set to. */
export const phoneZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What a clock shows there. @param {string} zone @param {Date} moment */
function shown(zone, moment) {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "short", timeStyle: "short", timeZone: zone }).format(moment);
}

/**
 * Whether two zones show the same time now and in each month to come: another name for one place,
 * or neighbours. @param {string} a @param {string} b @param {Date} [now]
 */
export function sameClock(a, b, now = new Date()) {
  try {
    return Array.from({ length: 13 }, (_, month) => new Date(now.getTime() + month * 30 * 86400000))
      .every((moment) => shown(a, moment) === shown(b, moment));
  } catch {
    return true; // a zone this phone does not know: nothing it could ask about
  }
}
