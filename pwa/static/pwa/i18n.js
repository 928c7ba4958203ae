/** Words for people: t("...") looks a sentence up in the catalogue of the chosen language. */

/** @type {Record<string, string>} */
let catalogue = {};

/**
 * Load the catalogue of the page's language; English needs none.
 * @param {string} locale
 */
export async function loadCatalogue(locale) {
  if (!locale || locale.startsWith("en")) return;
  try {
    const answer = await fetch(`/static/pwa/locale/${locale}.json`);
    if (answer.ok) catalogue = await answer.json();
  } catch {
    catalogue = {}; // no network: English is better than nothing
  }
}

/**
 * Translate a sentence and fill its {placeholders}.
 * @param {string} sentence
 * @param {Record<string, string | number>} [values]
 */
export function t(sentence, values = {}) {
  const words = catalogue[sentence] ?? sentence;
  return words.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name]) : whole,
  );
}

/**
 * One sentence for a single thing, another for several: fills {n} and the other {placeholders}.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 */
export const tn = (one, many, n, values = {}) => t(n === 1 ? one : many, { n, ...values });

/** The language of the page, in the region the phone is set to: "en" on a British phone is "en-GB". */
export function locale() {
  const page = document.documentElement.lang || "en";
  return navigator.languages.find((one) => one.split("-")[0] === page.split("-")[0]) || page;
}
