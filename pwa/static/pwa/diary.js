/** Pain per day, and the one sentence back. */
import { mean } from "./averages.js";
import { localDays, zoneToday } from "./local_days.js";
import { METRICS, valuesOf } from "./metrics.js";
import { t } from "./i18n.js";

export { zoneToday };

/** Worst pain per day, oldest first, null = not logged. @param {number} count days, today included */
export async function painDays(count) {
  const { start, end, days } = await localDays(count);
  return { start, end, pain: valuesOf(days, METRICS()[0]) };
}

const shown = (value) => (Math.round(value * 2) / 2).toString();

/** One plain sentence about the week; it promises nothing. @param {(number|null)[]} pain oldest first */
export function weekSentence(pain) {
  const week = pain.slice(-7);
  const logged = week.filter((level) => level !== null).length;
  if (logged < 3) return t("{n} of 7 days logged. A week says more than a day.", { n: logged });
  const [now, before] = [mean(week), pain.slice(-14, -7).filter((l) => l !== null).length >= 3 ? mean(pain.slice(-14, -7)) : null];
  if (before === null) return t("Your week averages {now}.", { now: shown(now) });
  if (shown(now) === shown(before)) return t("Your week averages {now}, the same as the week before.", { now: shown(now) });
  return now < before
    ? t("Your week averages {now}, down from {before}.", { now: shown(now), before: shown(before) })
    : t("Your week averages {now}, up from {before}.", { now: shown(now), before: shown(before) });
}
