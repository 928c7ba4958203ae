// Where an interview stands: what is certain, what is still to come, what that could change.

import { ANY, NO, OPEN, openIn, setsOf, spansOf, UNSURE, YES } from "./possible.js";
import { truthOf } from "./plan.js";

/**
 * `level` is the rank that no answer still to come can lower; `raising` are the rules that could
 * come out above it; `now` is read as if nothing else were asked, `later` with everything open
 * that may still be asked. @param {any} plan @param {Record<string, any>} answers
 * @param {Set<string>} shown answered or skipped
 */
export function stand(plan, answers, shown) {
  const now = worldOf(plan, answers, new Set());
  const later = openWorld(plan, answers, shown);
  const weighing = weighingOf(plan, later, answers);
  const pointsNow = pointsOf(plan, now, weighingOf(plan, now, answers), answers);
  const points = pointsOf(plan, later, weighing, answers);
  plan.causes.forEach((cause, number) => {
    now.points.set(cause.id, pointsNow[number]);
    later.points.set(cause.id, points[number]);
  });
  const standing = {
    plan, shown, now, later, weighing, points,
    pointsNow: pointsNow.map((each) => each[0]),
    ...raisingOf(plan, later),
    /** Not shown, and its condition certainly not no. */
    mayBeAsked: (id) => later.open.has(id)
      && !(plan.when.has(id) && setsOf(plan.when.get(id), later) & NO),
    askedNow: (id) => later.open.has(id)
      && !(plan.when.has(id) && setsOf(plan.when.get(id), now) === NO),
    /** These findings, and those that decide whether they are asked at all. */
    waitsFor: (ids) => {
      const found = new Set(ids);
      for (const id of found) {
        if (plan.when.has(id)) openIn(plan.when.get(id), later, plan.trees, found);
      }
      return found;
    },
  };
  return standing;
}

function worldOf(plan, answers, open) {
  const truth = new Map();
  for (const id of plan.yesNo) truth.set(id, open.has(id) ? ANY : NO);
  const numbers = new Map([...open].filter((id) => !plan.yesNo.has(id)).map((id) => [id, OPEN]));
  const unsure = new Set();
  for (const [id, answer] of Object.entries(answers)) {
    if (plan.yesNo.has(id)) truth.set(id, truthOf(answer));
    else numbers.set(id, answer);
    if (answer === "unsure") unsure.add(id);
  }
  const answered = new Set(Object.keys(answers));
  const made = { truth, numbers, unsure, open, answered, measures: new Map(), points: new Map() };
  return derive(plan, { ...made, byEye: plan.byEye });
}

/** Work the derived findings into a world. */
function derive(plan, world) {
  for (const id of plan.derived) {
    const tree = plan.trees.get(id);
    if (tree[0] === "sum") world.measures.set(id, spansOf(tree, world));
    else world.truth.set(id, setsOf(tree, world));
  }
  return world;
}

/** Open what has no condition; then what a condition does not rule out, until nothing joins. */
function openWorld(plan, answers, shown) {
  const unshown = plan.findings.filter((id) => !shown.has(id));
  const open = new Set(unshown.filter((id) => !plan.when.has(id)));
  for (;;) {
    const world = worldOf(plan, answers, new Set(open));
    const joining = unshown.filter((id) => !open.has(id) && setsOf(plan.when.get(id), world) !== NO);
    if (!joining.length) return world;
    for (const id of joining) open.add(id);
  }
}

/** The truths as causes see them: what is not asked weighs nothing. */
function weighingOf(plan, world, answers) {
  const truth = new Map();
  for (const [id, values] of world.truth) {
    truth.set(id, id in answers || world.open.has(id) ? values : UNSURE);
  }
  return derive(plan, { ...world, truth, measures: new Map() }).truth;
}

/** For each cause [low, high, reachLow, reachHigh]; reach counts unsure with the best it may say. */
function pointsOf(plan, world, weighing, answers) {
  const readable = new Set(world.unsure);
  for (const id of world.open) if (plan.yesNo.has(id)) readable.add(id);
  const reads = new Map(plan.weighed.map((each) => [
    each.id, [...each.reads].some((id) => readable.has(id))]));
  return plan.causes.map((cause) => {
    const totals = new Map();
    for (const { id, yes, no, section } of cause.weights) {
      const values = weighing.get(id);
      const said = [...(values & YES ? [yes] : []), ...(values & NO ? [no] : [])];
      const plain = values & UNSURE ? [...said, 0] : said;
      const best = reads.get(id) ? Math.max(yes, no, 0) : 0;
      const reach = values & UNSURE ? [...said, best] : said;
      const bounds = [Math.min(...plain), Math.max(...plain), Math.min(...reach), Math.max(...reach)];
      const total = totals.get(section) || [0, 0, 0, 0];
      totals.set(section, total.map((points, at) => points + bounds[at]));
    }
    const found = priorsOf(cause, world, answers);
    for (const [section, total] of totals) {
      const cap = plan.caps.get(section);
      total.forEach((points, at) => { found[at] += Math.max(-cap, Math.min(cap, points)); });
    }
    return found;
  });
}

function priorsOf(cause, world, answers) {
  const values = world.open.has("persona") ? [0, ...Object.values(cause.prior)]
    : [cause.prior[answers.persona] || 0];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [low, high, low, high];
}

/** The level that is certain, and the rules that could still come out above it. */
function raisingOf(plan, later) {
  const readable = new Set([...later.unsure, ...[...later.open].filter((id) => plan.yesNo.has(id))]);
  const touches = (rule, ids) => [...rule.reads].some((id) => ids.has(id));
  const judged = plan.rules.map((rule) => ({ rule, values: setsOf(rule.tree, later) }));
  const fired = judged.filter((each) => each.values === YES).map((each) => each.rule);
  let level = 0;
  const undecided = [];
  for (const { rule, values } of judged) {
    if (fired.some((other) => other.family === rule.unless && other !== rule)) continue;
    if (values === YES) level = Math.max(level, rule.rank);
    else if (!(values & NO) && touches(rule, later.unsure)) level = Math.max(level, rule.down);
    if (values === NO || values === UNSURE || values === YES) continue;
    const down = touches(rule, readable) ? rule.down : 0;
    undecided.push({ rule, best: values & YES ? rule.rank : down });
  }
  const raising = undecided.filter((each) => each.best > level);
  for (const each of raising) each.waiting = openIn(each.rule.tree, later, plan.trees);
  return { level, raising };
}
