// What the interview needs of one knowledge, made once: groups, conditions, rules, weights.

import { namesIn, NO, setsOf, UNSURE, YES } from "./possible.js";

const plans = new WeakMap();
export const truthOf = (answer) => (answer === true ? YES : answer === false ? NO : UNSURE);

/** @param {any} known what `compile` of engine.js gave */
export function planOf(known) {
  if (!plans.has(known)) plans.set(known, make(known.knowledge));
  return plans.get(known);
}

/** The answers with those that others give, once all that these hang on are answered. */
export function givenBy(plan, answers) {
  const found = { ...answers };
  for (const { finding, value, unless } of plan.given) {
    const reads = [...plan.readsOf(unless)];
    if (finding in found || reads.some((id) => !(id in found))) continue;
    const truth = new Map(reads.map((id) => [id, truthOf(found[id])]));
    if (setsOf(plan.trees.get(unless), { truth }) !== YES) found[finding] = value;
  }
  return found;
}

function make(knowledge) {
  const { parts, given, only_when: onlyWhen, screens } = knowledge.screens;
  const trees = new Map(knowledge.derived.map((each) => [each.id, each.logic]));
  const order = knowledge.levels.order;
  const rank = Object.fromEntries(order.map((name, at) => [name, at]));
  const down = order.map((name) => rank[knowledge.levels.step_down[name] || order[0]]);
  const kept = new Map();
  const readsOf = (id) => {
    if (!trees.has(id)) return new Set([id]);
    if (!kept.has(id)) kept.set(id, readsIn(trees.get(id)));
    return kept.get(id);
  };
  const readsIn = (tree) => new Set(namesIn(tree).flatMap((id) => [...readsOf(id)]));
  const mandatory = new Set(knowledge.mandatory);
  const asked = knowledge.findings.filter((each) => each.ask_logic);
  const truths = new Set(knowledge.findings.filter((each) => each.type === "bool3").map((each) => each.id));
  const plan = {
    trees, mandatory, given, readsOf,
    findings: knowledge.findings.map((each) => each.id),
    yesNo: truths,
    groups: screens.map((each) => ({ ...each, part: parts.findIndex((part) => part.id === each.part) + 1 })),
    partTitles: parts.map((part) => part.title),
    when: new Map([
      ...asked.map((each) => [each.id, each.ask_logic]),
      ...onlyWhen.map((each) => [each.finding, each.logic])]),
    derived: inOrder(trees),
    byEye: [...trees.keys()].filter((id) => ![...readsOf(id)].some((each) => truths.has(each))),
    rules: knowledge.rules.map((rule) => ({
      tree: rule.logic, rank: rank[rule.level], down: down[rank[rule.level]],
      family: rule.family, unless: rule.unless_fired || "", reads: readsIn(rule.logic) })),
    ...weightsOf(knowledge, [...knowledge.findings, ...knowledge.derived], readsOf),
  };
  plan.skippable = new Set(plan.findings.filter((id) => !mandatory.has(id) && !plan.yesNo.has(id)));
  return plan;
}

/** Derived ids so that each stands after those it reads. */
function inOrder(trees) {
  const done = new Set();
  const visit = (id) => {
    if (done.has(id)) return;
    for (const inner of namesIn(trees.get(id))) if (trees.has(inner)) visit(inner);
    done.add(id);
  };
  for (const id of trees.keys()) visit(id);
  return [...done];
}

/** The causes with their weights, and the same by finding in the order of the vocabulary. */
function weightsOf(knowledge, vocabulary, readsOf) {
  const sections = new Map(vocabulary.map((each) => [each.id, each.section]));
  const caps = new Map(knowledge.sections.map((each) => [each.section, each.weight_cap]));
  const causes = knowledge.conditions.map((cause) => ({
    id: cause.id,
    prior: cause.prior,
    weights: cause.weights.map(([id, yes, no]) => ({ id, yes, no, section: sections.get(id) })),
  }));
  const weighed = vocabulary.map(({ id }) => ({ id, reads: readsOf(id), weights: new Map() }));
  const byId = new Map(weighed.map((each) => [each.id, each]));
  causes.forEach((cause, number) => {
    for (const { id, yes, no } of cause.weights) byId.get(id).weights.set(number, [yes, no]);
  });
  return { caps, causes, weighed: weighed.filter((each) => each.weights.size) };
}
