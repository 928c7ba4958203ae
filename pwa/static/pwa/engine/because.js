// Which answers made a rule speak. The twin of explain.py.

/**
 * Gather the asked findings that speak for a tree that is true, or hold open one not known; without
 * `nots` none under a NOT: what would silence the tree does not speak for it.
 */
export function because(reading, tree, found, nots = true) {
  const { known, given } = reading;
  const kind = tree[0];
  if (kind === "yes" || (kind === "is_yes" && reading.tree(tree))) {
    const inner = known.trees.get(tree[1]);
    if (inner) because(reading, inner, found, nots);
    else if (given.has(tree[1]) && given.get(tree[1]) !== false) found.add(tree[1]);
  } else if (kind === "not") {
    if (nots && reading.tree(tree[1]) === null) because(reading, tree[1], found, nots);
  } else if (kind === "and" || kind === "or") {
    const wanted = reading.tree(tree);
    for (const part of tree.slice(1)) {
      if (kind === "and" || reading.tree(part) === wanted) because(reading, part, found, nots);
    }
  } else if (kind === "count" || kind === "any_unsure") {
    const unsure = kind === "any_unsure" || reading.tree(tree) === null;
    for (const id of tree[1]) {
      const answer = given.get(id);
      if ((answer === true && kind === "count") || (answer === "unsure" && unsure)) found.add(id);
    }
  } else if (kind === "compare" && reading.tree(tree) !== false) {
    const certain = reading.tree(tree) === true;
    for (const side of tree.slice(1).filter(Array.isArray)) {
      if (certain) becauseOfSide(reading, side, found, nots);
      else becauseOfTerms(reading, side, found, nots, [true, null]);
    }
  }
}

function becauseOfSide(reading, side, found, nots) {
  if (side[0] === "score") {
    becauseOfWeights(reading, side[1], found);
  } else if (side[0] === "value" && reading.given.has(side[1])) {
    found.add(side[1]);
  } else {
    becauseOfTerms(reading, side, found, nots, [true]);
  }
}

/** What speaks for the terms of a sum that came to what is wanted. */
function becauseOfTerms(reading, side, found, nots, wanted) {
  const sum = side[0] === "value" ? reading.known.trees.get(side[1]) : side;
  if (!sum || sum[0] !== "sum") return;
  for (const part of sum[1]) if (wanted.includes(reading.tree(part))) because(reading, part, found, nots);
}

/** The answers that speak for a cause. */
function becauseOfWeights(reading, cause, found) {
  for (const { finding, yes } of reading.known.scoring.byId.get(cause).weights) {
    const tree = ["yes", finding];
    if (yes > 0 && reading.tree(tree) === true) because(reading, tree, found);
  }
}
