/** The few signs asked every day, in plain words, and what a yes asks next. */
import { t } from "./i18n.js";

/** Shown to everybody, every day. */
export const DAILY = [
  { finding: "saddle_numb", ask: () => t("Numbness or odd feeling between the legs, or toilet paper feels different") },
  { finding: "swelling_one_sided", ask: () => t("Swelling in one leg only") },
  { finding: "weak_leg", ask: () => t("Leg or foot weaker than normal, even allowing for pain") },
];

/** Asked only after a yes or a not sure above. */
export const FOLLOW = {
  swelling_one_sided: [{ finding: "warmth", ask: () => t("Is its skin warmer than the other leg?") }],
  weak_leg: [{ finding: "weak_progressive", ask: () => t("Has the weakness been getting worse over hours or days?") }],
};

/** The signs on screen for these answers, in order. @param {Record<string, any>} answers */
export function shownSigns(answers) {
  const shown = [];
  for (const sign of DAILY) {
    shown.push(sign);
    if (answers[sign.finding] === true || answers[sign.finding] === "unsure") {
      for (const follow of FOLLOW[sign.finding] || []) shown.push({ ...follow, follow: true });
    }
  }
  return shown;
}
