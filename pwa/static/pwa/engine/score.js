// How well each ordinary cause fits the answers. The twin of score.py, which tells the arithmetic.
import { Reading, namesIn } from "./reading.js";

/** Make the scoring part of the knowledge ready. @param {any} known */
export function compileScoring(known) {
  const { sections, findings, derived, conditions, rules } = known.knowledge;
  const place = new Map(sections.map((each, at) => [each.section, at]));
  const sectionOf = new Map();
  for (const each of [...findings, ...derived]) sectionOf.set(each.id, place.get(each.section));
  const made = conditions.map((raw, at) => ({
    id: raw.id,
    place: at,
    title: raw.title,
    self_care: raw.self_care,
    prior: raw.prior,
    hidden_by: raw.hidden_by,
    weights: raw.weights.map(
      ([finding, yes, no]) => ({ finding, yes, no, section: sectionOf.get(finding) })),
  }));
  const weighed = new Set(made.flatMap((each) => each.weights.map((weight) => weight.finding)));
  return {
    conditions: made,
    byId: new Map(made.map((each) => [each.id, each])),
    caps: sections.map((each) => each.weight_cap),
    derived: derived.map((each) => each.id).filter((id) => weighed.has(id)),
    scored: [...new Set(rules.flatMap((rule) => scoresIn(rule.logic)))].sort(),
  };
}

/** The causes whose points a tree reads. */
function scoresIn(tree) {
  if (tree[0] === "score") return [tree[1]];
  return ["and", "or", "not", "compare"].includes(tree[0])
    ? tree.slice(1).filter(Array.isArray).flatMap(scoresIn) : [];
}

/** What the weighed findings came to: true, false, or anything else where nothing is known. */
export function weighedValues(known, given) {
  const open = (id) => known.findings.get(id).type === "bool3";
  const reading = new Reading(known, given, open);
  const values = new Map(given);
  for (const id of known.scoring.derived) values.set(id, reading.name(id));
  return values;
}

/** The points of all causes, and in how many sections each gained some. */
export function score(known, given, values) {
  const { conditions, caps } = known.scoring;
  const points = [];
  const sections = [];
  for (const condition of conditions) {
    const totals = sums(condition, caps, (weight) => {
      const value = values.get(weight.finding);
      return value === true ? weight.yes : value === false ? weight.no : 0;
    });
    points.push(prior(condition, given) + totals.reduce((sum, each) => sum + each, 0));
    sections.push(totals.filter((each) => each > 0).length);
  }
  return { points, sections };
}

/**
 * For each cause that rules read: its points, and the most that open findings may make of them.
 * Here a yes never takes points away: no sign may talk a rule into silence.
 */
export function bounds(known, given, values, isOpen) {
  const { byId, caps, scored } = known.scoring;
  const found = new Map();
  for (const id of scored) {
    const condition = byId.get(id);
    const reach = (mayBecome) => sums(condition, caps, ({ finding, yes, no }) => {
      const value = values.get(finding);
      const best = Math.max(yes, no, 0);
      if (value === true) return best;
      if (value === false) return no;
      return mayBecome && readsOpen(known, finding, isOpen) ? best : 0;
    }).reduce((sum, each) => sum + each, prior(condition, given));
    found.set(id, [reach(false), reach(true)]);
  }
  return found;
}

/** The places of all causes, best first; ties keep the order of the pack. */
export function rank(points) {
  return points.map((_, at) => at).sort((a, b) => points[b] - points[a] || a - b);
}

/** Whether a finding, opened up where derived, reads one that is open. */
export function readsOpen(known, id, isOpen) {
  const tree = known.trees.get(id);
  return tree ? namesIn(tree).some((inner) => readsOpen(known, inner, isOpen)) : isOpen(id);
}

const prior = (condition, given) => condition.prior[given.get("persona")] || 0;

function sums(condition, caps, pointsOf) {
  const totals = caps.map(() => 0);
  for (const weight of condition.weights) totals[weight.section] += pointsOf(weight);
  return totals.map((total, at) => Math.max(-caps[at], Math.min(caps[at], total)));
}
