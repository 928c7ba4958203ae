// Trees of the rules' grammar, three-valued: true, false, null = not known. The twin of logic.py.

const COMPARE = {
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b,
  ">=": (a, b) => a >= b, "==": (a, b) => a === b, "!=": (a, b) => a !== b,
};

/** All asked findings that a tree reads, derived ones opened up. */
export function readsOf(known, tree, into = new Set()) {
  for (const id of namesIn(tree)) {
    if (known.trees.has(id)) readsOf(known, known.trees.get(id), into);
    else into.add(id);
  }
  return into;
}

/** The findings that a tree names, derived ones not opened up. */
export function namesIn(tree) {
  const [kind, first] = tree;
  if (["yes", "is_yes", "missing", "value"].includes(kind)) return [first];
  if (kind === "count" || kind === "any_unsure") return first;
  if (kind === "score") return tree[2];
  if (kind === "const") return [];
  const parts = kind === "sum" ? first : tree.slice(1).filter(Array.isArray);
  return parts.flatMap(namesIn);
}

/**
 * One pass over trees: `isOpen` says which missing yes/no answers are open rather than no.
 * `scores` holds for a cause that rules read its points and the most they could still become.
 * `byEye`: a derived finding that a missing number leaves open does not open the term of a sum.
 */
export class Reading {
  constructor(known, given, isOpen, { byEye = false } = {}) {
    Object.assign(this, { known, given, isOpen, derived: new Map(), scores: new Map() });
    this.doubting = byEye ? new ByEye(known, given, isOpen) : this; // what may open a term
  }

  name(id) {
    if (!this.known.trees.has(id)) {
      if (!this.given.has(id)) return this.isOpen(id) ? null : false;
      const answer = this.given.get(id);
      return answer === "unsure" ? null : answer;
    }
    if (!this.derived.has(id)) this.derived.set(id, this.tree(this.known.trees.get(id)));
    return this.derived.get(id);
  }

  tree(tree) {
    const kind = tree[0];
    if (kind === "yes") return this.name(tree[1]);
    if (kind === "is_yes") return this.name(tree[1]) === true;
    if (kind === "any_unsure") return tree[1].some((id) => this.given.get(id) === "unsure");
    if (kind === "missing") return !this.given.has(tree[1]);
    if (kind === "count") return this.count(tree[1], tree[2]);
    if (kind === "compare") return this.compare(tree);
    if (kind === "not") {
      const value = this.tree(tree[1]);
      return value === null ? null : !value;
    }
    const ends = kind === "or"; // what settles it: a true part of OR, a false part of AND
    let unknown = false;
    for (let at = 1; at < tree.length; at += 1) {
      const value = this.tree(tree[at]);
      if (value === ends) return ends;
      if (value === null) unknown = true;
    }
    return unknown ? null : !ends;
  }

  count(ids, least) {
    const values = [...new Set(ids)].map((id) => this.name(id));
    const yes = values.filter((value) => value === true).length;
    if (yes >= least) return true;
    return yes + values.filter((value) => value === null).length >= least ? null : false;
  }

  compare(tree) {
    if (tree[1][0] === "score") return this.reaches(tree[1][1], tree[3][1]);
    const spans = tree.slice(1).filter(Array.isArray).map((side) => this.span(side));
    return spans.includes(undefined) ? null : holds(tree, spans);
  }

  reaches(cause, least) {
    const [points, most] = this.scores.get(cause);
    if (points >= least) return true;
    return most >= least ? null : false;
  }

  /** The number told of one side: of a sum, unknown terms counted as 0. */
  number(side) {
    return this.span(side)?.[0];
  }

  /** The least and the most that one side may be. */
  span(side) {
    if (side[0] === "const") return [side[1], side[1]];
    if (side[0] === "sum") return this.sum(side[1]);
    const tree = this.known.trees.get(side[1]);
    if (tree) return this.span(tree);
    const value = this.given.get(side[1]);
    return value === undefined ? value : [value, value];
  }

  sum(terms) {
    let least = 0;
    let most = 0;
    for (const term of terms) {
      const value = this.tree(term);
      if (value === true) least += 1;
      if (value === true || (value === null && this.doubting.tree(term) !== false)) most += 1;
    }
    return [least, most];
  }
}

/** A reading in which a derived finding that only numbers decide is no where they are missing. */
class ByEye extends Reading {
  name(id) {
    const value = super.name(id);
    return value === null && this.known.byNumber.has(id) ? false : value;
  }
}

/** Whether a chain holds wherever each side is within its span; null = here yes, there no. */
export function holds(tree, spans) {
  let rows = [[]];
  for (const [least, most] of spans) {
    const side = least === most ? [least]
      : Array.from({ length: most - least + 1 }, (_, at) => least + at);
    rows = rows.flatMap((row) => side.map((number) => [...row, number]));
  }
  const found = rows.map((row) => row.slice(1).every((n, at) => COMPARE[tree[2 + 2 * at]](row[at], n)));
  return found.every((each) => each === found[0]) ? found[0] : null;
}
