/** The number that brings help, by country: from the rules' own table, or from the one kept here. */
import { app } from "./state.js";
import { t } from "./i18n.js";

const EUROPE = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE";

/** Before the rules were ever fetched. Trap: 111 is advice in the UK and the ambulance in New Zealand. */
const KEPT = {
  GB: { emergency: "999", urgent: "111" },
  US: { emergency: "911" },
  AU: { emergency: "000", urgent: "1800 022 222" },
  NZ: { emergency: "111", urgent: "0800 611 116" },
};
for (const country of EUROPE.split(" ")) KEPT[country] = { emergency: "112" };

/** The digits of a number inside words, or null. @param {string} words */
const digits = (words) => words.match(/\d[\d ]{2,}/)?.[0].replace(/\s/g, "") ?? null;

/** What to dial and what to say: {emergency, tel, urgent, urgentTel, known}. @param {string} [country] */
export function numbersOf(country) {
  const code = (country || "").toUpperCase();
  const found = app.numbers?.countries?.[code] || KEPT[code];
  const urgent = found?.urgent || app.numbers?.fallback?.urgent || t("your doctor or an out-of-hours service");
  if (!found?.emergency) {
    // 112 reaches the local service from most mobile phones, so the button still dials something.
    return { emergency: t("your local emergency number"), tel: "112", urgent, urgentTel: digits(urgent), known: false };
  }
  return { emergency: found.emergency, tel: digits(found.emergency) || "112", urgent, urgentTel: digits(urgent), known: true };
}
