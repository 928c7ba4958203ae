/** Ids made on the phone: UUID version 7, so that they sort by time and never collide. */

/**
 * The id of one answer to one question: the same answer has the same id whichever phone sends it and however often,
 * so it is recorded once. @param {string} question a UUID @param {number} place of the answer, 0-255 @returns {string} a UUID version 8
 */
export const answerId = (question, place) => `${question.slice(0, 14)}8${question.slice(15, 34)}${place.toString(16).padStart(2, "0")}`;

/** @param {number} [now] milliseconds since 1970 */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 5, rest = now; i >= 0; i -= 1, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
