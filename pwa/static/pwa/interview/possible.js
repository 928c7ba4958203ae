// What a rule may still come to: trees over sets of truth values, some answers still to come.
// A set is three bits. A finding still to come may be all three, one that was answered is one; a
// rule whose set has no YES can never fire. Parts of a rule are taken as independent of one
// another, so a set may hold too much, never too little.
import { holds } from "../engine/reading.js";

export const NO = 1;
export const UNSURE = 2;
export const YES = 4;
export const ANY = 7;
export const OPEN = Symbol("still to come"); // a number or a choice

const SINGLE = [NO, UNSURE, YES]; // NO < UNSURE < YES
const table = (pick) => Array.from({ length: 64 }, (_, at) => {
  let found = 0;
  for (const a of SINGLE) for (const b of SINGLE) if ((at >> 3) & a && at & 7 & b) found |= pick(a, b);
  return found;
});
const BOTH = table(Math.min);
const EITHER = table(Math.max);
const SET = new Map([[false, NO], [null, UNSURE], [true, YES]]);

/** The set of values that a tree may have in a world. */
export function setsOf(tree, world) {
  const [kind, first] = tree;
  switch (kind) {
    case "yes": return world.truth.get(first);
    case "and": return joined(tree, world, BOTH, YES, NO);
    case "or": return joined(tree, world, EITHER, NO, YES);
    case "not": return turned(setsOf(first, world));
    case "count": return count(new Set(first), tree[2], world);
    case "compare": return compare(tree, world);
    case "is_yes": return certain(world.truth.get(first));
    case "any_unsure":
      if (first.some((id) => world.unsure.has(id))) return YES;
      return first.some((id) => world.open.has(id)) ? NO | YES : NO;
    default: // "missing"
      if (world.open.has(first)) return NO | YES;
      return world.answered.has(first) ? NO : YES;
  }
}

function joined(tree, world, values, start, end) {
  let found = start;
  for (let at = 1; at < tree.length && found !== end; at += 1) {
    found = values[found * 8 + setsOf(tree[at], world)];
  }
  return found;
}

const turned = (values) => (values & UNSURE) | (values & NO ? YES : 0) | (values & YES ? NO : 0);
const certain = (values) => (values & YES ? YES : 0) | (values & (NO | UNSURE) ? NO : 0);

function count(ids, least, world) {
  let surely = 0, possibly = 0, notNo = 0, maybe = 0, doubtful = 0;
  for (const id of ids) {
    const values = world.truth.get(id);
    if (values === YES) surely += 1;
    if (values & YES) possibly += 1;
    if (!(values & NO)) notNo += 1;
    if (values !== NO) maybe += 1;
    if (values & UNSURE) doubtful += 1;
  }
  let found = possibly >= least ? YES : 0;
  if (notNo < least) found |= NO;
  if (doubtful && surely < least && least <= maybe) found |= UNSURE;
  return found;
}

function compare(tree, world) {
  const [, left, , right] = tree;
  if (left[0] === "score") return reaches(world.points.get(left[1]), right[1]);
  const sides = tree.slice(1).filter(Array.isArray).map((side) => sideOf(side, world));
  if (sides.includes(OPEN)) return ANY;
  if (sides.includes(undefined)) return UNSURE;
  let rows = [[]]; // every choice of spans that the sides may be
  for (const side of sides) rows = rows.flatMap((row) => side.map((span) => [...row, span]));
  return rows.reduce((found, row) => found | SET.get(holds(tree, row)), 0);
}

/** What one side of a comparison may be: spans, OPEN or undefined. */
function sideOf(side, world) {
  if (side[0] === "const") return [[side[1], side[1]]];
  if (side[0] === "sum") return spansOf(side, world);
  if (world.measures.has(side[1])) return world.measures.get(side[1]);
  const number = world.numbers.get(side[1]);
  return number === OPEN || number === undefined ? number : [[number, number]];
}

/** `points` are [low, high, reachLow, reachHigh]. */
function reaches([low, high, reachLow, reachHigh], least) {
  let found = high >= least ? YES : 0;
  if (reachLow < least) found |= NO;
  if (low < least && least <= reachHigh && reachHigh > low) found |= UNSURE;
  return found;
}

/** What a sum may come to, its least and its most together: they differ by terms that end unsure. */
export function spansOf(tree, world) {
  const seen = byEye(world);
  const found = tree[1].map((part) => setsOf(part, seen));
  const many = (holds) => found.filter(holds).length;
  const surely = many((each) => each === YES), possibly = many((each) => each & YES);
  const notNo = many((each) => !(each & NO)), maybe = many((each) => each !== NO);
  const doubtful = many((each) => each === UNSURE), doubted = many((each) => each & UNSURE);
  const spans = [];
  for (let least = surely; least <= possibly; least += 1) {
    for (let most = Math.max(least, notNo); most <= maybe; most += 1) {
      if (doubtful <= most - least && most - least <= doubted) spans.push([least, most]);
    }
  }
  return spans;
}

/** The world as the terms of a sum see it: what a missing number leaves open is no. */
function byEye(world) {
  const truth = new Map(world.truth);
  for (const id of world.byEye) {
    const values = truth.get(id);
    if (values & UNSURE) truth.set(id, (values & YES) | NO);
  }
  return { ...world, truth };
}

/** Gather the findings still to come that can change what a tree comes to. */
export function openIn(tree, world, trees, found = new Set()) {
  const kind = tree[0];
  if (kind !== "sum" && SINGLE.includes(setsOf(tree, world))) return found;
  if (kind === "sum" || kind === "and" || kind === "or" || kind === "not") {
    for (const part of kind === "sum" ? tree[1] : tree.slice(1)) openIn(part, world, trees, found);
    return found;
  }
  for (const id of namesIn(tree)) {
    if (trees.has(id)) openIn(trees.get(id), world, trees, found);
    else if (world.open.has(id)) found.add(id);
  }
  return found;
}

/** Every finding that a tree names, derived ones not opened up, weighed ones included. */
export function namesIn(tree) {
  const [kind, first] = tree;
  if (["yes", "is_yes", "missing", "value"].includes(kind)) return [first];
  if (kind === "count" || kind === "any_unsure") return first;
  if (kind === "score") return tree[2];
  if (kind === "const") return [];
  return (kind === "sum" ? first : tree.slice(1).filter(Array.isArray)).flatMap(namesIn);
}
