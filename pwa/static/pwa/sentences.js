/** Texts of the knowledge cut at their sentences, so that a phone shows lines and not a wall; no word is changed. */

const LEAD_MOST = 95; // characters in large type: four lines on a phone 360 wide

/** @param {string} text @returns {string[]} its sentences in their order; "38.0 C" is no end of one */
export const sentencesOf = (text) => text.match(/[^.]+(?:\.(?!\s|$)[^.]*)*\.?/g)?.map((one) => one.trim()).filter(Boolean) || [text];

/** What is said large and what follows in ordinary type. @param {string} text @returns {[string, string]} */
export function leadOf(text) {
  const sentences = sentencesOf(text);
  let n = 1;
  while (n < sentences.length && sentences.slice(0, n + 1).join(" ").length <= LEAD_MOST) n += 1;
  return [sentences.slice(0, n).join(" "), sentences.slice(n).join(" ")];
}
