// Which screen to ask next, chosen on the phone with no network. The same choice as the server's
// (triage/interview): tests/phone/test_interview_parity.py holds the two together. Pure: the same
// answers give the same screen. What a rule may still come to is worked out in possible.js, where
// the interview stands in standing.js; here is what an answer tells, and which screen wins.

import { NO, UNSURE, YES } from "./interview/possible.js";
import { givenBy, planOf } from "./interview/plan.js";
import { stand } from "./interview/standing.js";

const ROWS = 9; // on one screen at most; the body map is one picture
const SAME = 1000000; // worths are compared in millionths of a bit, the same in every runtime
const ENOUGH = SAME / 20; // a screen that tells less than this of the causes is not worth a tap
const ROW = (SAME * 8) / 1000; // a row that tells no more than this of the causes is not worth reading
const TAPPING = 3; // a screen costs as much as this many rows, besides its rows
const MANDATORY = SAME / 4; // what a mandatory answer is worth besides what it tells
const LEVEL_WORTH = [0, SAME / 4, (SAME * 3) / 4, (SAME * 9) / 4]; // of deciding a rule of this rank
const BASE_RATE = 0.15; // of a yes where a cause says nothing of the finding
const RAREST = 0.02;
const SUREST = 0.9;
const PERSONA_WORTH = 0.2; // bits; it moves the start of every cause
const SAME_DAY = 2; // rank from which no cause is shown
const FITS_PARTLY = 3; // points
const SHOWN = 3; // causes at most

/**
 * The next screen, or null where the interview may end and its answers be judged (`settled` first).
 * @param {any} known what `compile` of engine.js gave
 * @param {Record<string, any>} answers by finding id; ticking none of a "ticks" screen is false for each
 * @param {Iterable<string>} skipped optional numbers and choices that were shown and left empty
 * @returns {null | {id: string, kind: "ticks"|"yes_no"|"number"|"choice"|"body_map", title: string,
 *   lead: string|null, section: string, findings: string[], emergency: boolean,
 *   place: {part: number, of: number, title: string, left: number}}} `left` is about how many screens are
 *   still to come, this one among them: an answer may open further ones, or make some needless; a "body_map" may hold the choice `side` too
 */
export function nextScreen(known, answers, skipped) {
  const plan = planOf(known);
  const given = givenBy(plan, answers);
  const shown = new Set(Object.keys(given));
  for (const id of skipped) if (plan.skippable.has(id)) shown.add(id);
  const emergency = plan.groups.filter((group) => group.emergency)
    .map((group) => [group, group.findings.filter((id) => !shown.has(id))]).filter(([, ids]) => ids.length);
  const standing = stand(plan, given, shown);
  if (!emergency.length) return best(standing);
  const [group, ids] = emergency[0];
  return screenOf(plan, group, ids, emergency.length + asking(standing).length);
}

/**
 * The answers with those that others give (no long-standing signs where there are none): judge
 * and post these, keep the person's own. @param {any} known @param {Record<string, any>} answers
 */
export function settled(known, answers) {
  return givenBy(planOf(known), answers);
}

function best(standing) {
  const found = asking(standing);
  if (!found.length) return undecided(standing);
  const first = found.reduce((held, one) => (one.rate > held.rate ? one : held)); // of those that are alike
  return screenOf(standing.plan, first.group, first.members, found.length);
}

/**
 * In order, the groups after the emergency pages that would be asked as things stand, each with its rate
 * and what it would show: an estimate of how many screens are still to come.
 */
function asking(standing) {
  const { plan } = standing;
  const rules = deciding(standing);
  const told = informing(standing);
  const { mandatory, must } = needed(standing, rules);
  const found = [];
  for (const group of plan.groups) {
    if (group.emergency) continue;
    const members = membersOf(standing, group, must, told);
    if (!members.length) continue;
    let worth = 0;
    for (const id of members) worth += told.get(id) || 0;
    if (worth < ENOUGH && !members.some((id) => must.has(id))) continue;
    for (const id of members) worth += (rules.get(id) || 0) + (mandatory.has(id) ? MANDATORY : 0);
    found.push({ rate: bucket(Math.floor(worth / (TAPPING + members.length))), group, members });
  }
  return found;
}

/** The mandatory findings still open, and all that must be asked. */
function needed(standing, rules) {
  const mandatory = new Set([...standing.plan.mandatory].filter((id) => !standing.shown.has(id)));
  return { mandatory, must: standing.waitsFor([...rules.keys(), ...mandatory]) };
}

/** What this group would show now; nothing where none of it matters. */
function membersOf(standing, group, must, told) {
  const alarmed = standing.level >= SAME_DAY;
  const asked = group.findings.filter((id) => standing.mayBeAsked(id));
  const matter = asked.filter((id) => must.has(id) || (told.get(id) > ROW && !alarmed));
  if (!matter.length) return [];
  const members = group.whole && !alarmed ? asked : matter;
  return group.kind === "body_map" ? members : members.slice(0, ROWS);
}

/** A screen whose findings wait for one another: ask what now looks as if it is to be asked. */
function undecided(standing) {
  const { must } = needed(standing, deciding(standing));
  const waiting = standing.plan.groups
    .map((group) => [group, group.findings.filter((id) => must.has(id) && standing.askedNow(id))]).filter(([, ids]) => ids.length);
  if (!waiting.length) return null;
  const [group, members] = waiting[0];
  return screenOf(standing.plan, group, members.slice(0, ROWS), waiting.length);
}

/** How often a rate can be halved: screens within a factor of two tell as much. */
const bucket = (rate) => 32 - Math.clz32(rate);

function screenOf(plan, group, findings, left) {
  const { id, kind, title, lead, section, emergency, part } = group;
  const place = { part, of: plan.partTitles.length, title: plan.partTitles[part - 1], left };
  return { id, kind, title, lead, section, findings, emergency, place };
}

/** For each finding still to come its share in the rules that wait for it. */
function deciding(standing) {
  const found = new Map();
  for (const { best: rank, waiting } of standing.raising) {
    const ids = standing.waitsFor(waiting);
    const share = Math.floor(LEVEL_WORTH[rank] / ids.size);
    for (const id of ids) found.set(id, (found.get(id) || 0) + share);
  }
  return found;
}

/** For each finding still to come what it tells of the causes, in millionths of a bit. */
function informing(standing) {
  const { plan, weighing, later } = standing;
  const chances = chancesOf(standing);
  const found = new Map();
  if (!chances.length || standing.now.truth.get("age_under_16") === YES) return found;
  for (const { id, weights, reads } of plan.weighed) {
    if ([NO, UNSURE, YES].includes(weighing.get(id))) continue;
    const told = expected(chances, weights);
    if (told <= 0) continue;
    const open = [...later.open].filter((each) => reads.has(each));
    for (const each of open) found.set(each, (found.get(each) || 0) + told / open.length);
  }
  if (later.open.has("persona")) found.set("persona", PERSONA_WORTH);
  for (const [id, bits] of found) found.set(id, Math.floor(bits * SAME + 0.5));
  return found;
}

/** The causes that may still be shown, each with its share of belief: [[number, share], ...]. */
function chancesOf(standing) {
  if (standing.level >= SAME_DAY) return [];
  const { points, pointsNow } = standing;
  const third = points.map((each) => each[0]).sort((a, b) => b - a)[SHOWN - 1];
  const least = Math.max(FITS_PARTLY, third);
  const playing = [...points.keys()].filter(
    (n) => points[n][1] >= least && points[n][0] < points[n][1]);
  const top = Math.max(...playing.map((n) => pointsNow[n]));
  const shares = playing.map((n) => 2 ** (pointsNow[n] - top));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return playing.map((n, at) => [n, shares[at] / whole]);
}

function expected(chances, weights) {
  if (!chances.some(([number]) => weights.has(number))) return 0;
  const yes = chances.map(([n, share]) => share * yesIf(...(weights.get(n) || [0, 0])));
  const saidYes = yes.reduce((sum, share) => sum + share, 0);
  const no = chances.map(([, share], at) => share - yes[at]);
  const before = entropy(chances.map(([, share]) => share), 1);
  return before - saidYes * entropy(yes, saidYes) - (1 - saidYes) * entropy(no, 1 - saidYes);
}

function yesIf(yes, no) {
  const chance = yes ? BASE_RATE * 2 ** yes : 1 - (1 - BASE_RATE) * 2 ** no;
  return Math.max(RAREST, Math.min(SUREST, chance));
}

function entropy(shares, whole) {
  let bits = 0;
  for (const share of shares) if (share > 0) bits += (share / whole) * Math.log2(share / whole);
  return -bits;
}
