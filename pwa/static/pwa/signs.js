/** The signs that can be told on Today, in plain words, and what a yes asks next. */
import { t } from "./i18n.js";

/** Every sign that has words here, in the order in which they are shown; micro.js chooses those asked today. */
export const SIGNS = [
  { finding: "saddle_numb", ask: () => t("Numbness or odd feeling between the legs, or toilet paper feels different") },
  { finding: "bladder_retention", ask: () => t("New trouble starting to pee, a weak flow, or no flow") },
  { finding: "bladder_incontinence_new", ask: () => t("New leaking, or not able to hold pee") },
  { finding: "swelling_calf", ask: () => t("A swollen calf") },
  { finding: "swelling_one_sided", ask: () => t("Swelling in one leg only") },
  { finding: "weak_leg", ask: () => t("Leg or foot weaker than normal, even allowing for pain") },
  { finding: "weak_both_legs", ask: () => t("Weakness in both legs") },
  { finding: "numb_leg", ask: () => t("Numbness in the leg or foot") },
  { finding: "bruising", ask: () => t("A bruise on the back of the thigh") },
  { finding: "weak_knee_bend", ask: () => t("Weak when bending the knee or pushing the heel down, even allowing for pain") },
  { finding: "night_pain_constant", ask: () => t("Pain every night that wakes you, whatever the position") },
];

/** Asked only after a yes or a not sure above. */
const FOLLOW = {
  swelling_calf: [{ finding: "swelling_one_sided", ask: () => t("Swelling in one leg only") }, { finding: "warmth", ask: () => t("Is its skin warmer than the other leg?") }],
  swelling_one_sided: [{ finding: "warmth", ask: () => t("Is its skin warmer than the other leg?") }],
  weak_leg: [{ finding: "weak_progressive", ask: () => t("Has the weakness been getting worse over hours or days?") }],
  bruising: [{ finding: "bruising_extensive", ask: () => t("A large bruise, or one spreading down the back of the leg") }],
};

const raised = (value) => value === true || value === "unsure";

/** These signs with what a yes or not sure asks next, each once. @param {string[]} asked finding ids @param {Record<string, any>} answers */
export function withFollowing(asked, answers) {
  const shown = [];
  const seen = new Set(asked);
  for (const sign of SIGNS.filter((one) => asked.includes(one.finding))) {
    shown.push(sign);
    if (!raised(answers[sign.finding])) continue;
    for (const next of FOLLOW[sign.finding] || []) {
      if (!seen.has(next.finding)) shown.push({ ...next, follow: true });
      seen.add(next.finding);
    }
  }
  return shown;
}

/** The ids of those not asked today; they can be told all the same. @param {string[]} asked */
export const others = (asked) => SIGNS.map((sign) => sign.finding).filter((finding) => !asked.includes(finding));
