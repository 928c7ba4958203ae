// The red-flag rules, judged on the phone with no network. The same meaning as the server's engine:
// tests/phone/test_engine_parity.py holds the two together. No other module is needed.
// In a first pass a missing yes/no answer is no and an unsure one open (null); in a second, which
// asks what has been screened, a missing answer is open too unless its question is not to be asked.

const SAME_DAY = 2; // rank from which causes are withheld
const COMPARE = {
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b,
  ">=": (a, b) => a >= b, "==": (a, b) => a === b, "!=": (a, b) => a !== b,
};

/** Make the downloaded knowledge ready for judging. @param {any} knowledge */
export function compile(knowledge) {
  const order = knowledge.levels.order;
  const rank = Object.fromEntries(order.map((name, place) => [name, place]));
  const place = Object.fromEntries(knowledge.findings.map((finding, at) => [finding.id, at]));
  const trees = new Map(knowledge.derived.map((each) => [each.id, each.logic]));
  const families = knowledge.levels.family_order;
  const known = { knowledge, order, rank, place, trees, findings: new Map(), reads: new Map() };
  for (const finding of knowledge.findings) known.findings.set(finding.id, finding);
  known.stepDown = order.map((name) => rank[knowledge.levels.step_down[name] || order[0]]);
  known.rules = knowledge.rules.map((rule) => ({
    ...rule,
    rank: rank[rule.level],
    family: families.includes(rule.family) ? families.indexOf(rule.family) : families.length,
    reads: readsOf(known, rule.logic),
  }));
  return known;
}

/**
 * Judge exactly these answers (true, false, "unsure", a number or a choice by finding id).
 * @param {any} known what `compile` gave @param {Record<string, any>} answers
 * @param {{country?: string|null}} [options]
 */
export function judge(known, answers, { country = null } = {}) {
  const { given, unknown } = clean(known, answers);
  const first = new Reading(known, given, () => false);
  const fired = [];
  const open = [];
  for (const rule of known.rules) {
    const value = first.tree(rule.logic);
    if (value === true) fired.push(rule);
    else if (value === null && [...rule.reads].some((id) => given.get(id) === "unsure")) open.push(rule);
  }
  const { unscreened, asked } = screen(known, given, new Set(fired));
  const missing = known.knowledge.mandatory.filter((id) => !given.has(id));
  const level = Math.max(
    0, ...fired.map((rule) => rule.rank), ...open.map((rule) => known.stepDown[rule.rank]));
  const urgency = level === 0 && missing.length ? null : known.order[level];
  const say = new Words(known, given, first, country);
  return {
    knowledge_version: known.knowledge.version,
    urgency,
    urgency_now: urgency,
    complete: !missing.length,
    missing_mandatory: missing,
    red_flags: say.flags(fired, false),
    unsure_flags: say.flags(open, true),
    unknown_findings: unknown,
    withheld: level >= SAME_DAY,
    causes: [],
    ranking: [],
    unscreened: unscreened.map((rule) => rule.id),
    is_clear: !(missing.length || fired.length || unscreened.length),
    safety_net: known.knowledge.levels.safety_net,
    next_questions: nextQuestions(known, missing, asked, unscreened, given),
  };
}

/** The words that stand where no judgement could be made. @param {any} knowledge */
export function staticBox(knowledge, { country = null } = {}) {
  const levels = knowledge.levels;
  const box = put(levels.emergency_box, numbersFor(knowledge, country));
  return { could_not_check: levels.could_not_check, emergency_box: box };
}

function clean(known, answers) {
  const given = new Map();
  const unknown = [];
  for (const [id, value] of Object.entries(answers)) {
    const finding = known.findings.get(id);
    if (!finding) unknown.push(id);
    else if (!allowed(finding, value)) throw new RangeError(`/answers/${id}`);
    else given.set(id, value);
  }
  return { given, unknown: unknown.sort() };
}

function allowed(finding, value) {
  if (finding.type === "bool3") return value === true || value === false || value === "unsure";
  if (finding.type === "enum") return finding.choices.includes(value);
  const whole = finding.type === "float" || Number.isInteger(value);
  return typeof value === "number" && whole && value >= finding.low && value <= finding.high;
}

/** All asked findings that a tree reads, derived ones opened up. */
function readsOf(known, tree, into = new Set()) {
  for (const id of namesIn(tree)) {
    if (known.trees.has(id)) readsOf(known, known.trees.get(id), into);
    else into.add(id);
  }
  return into;
}

function namesIn(tree) {
  const [kind, first] = tree;
  if (["yes", "is_yes", "missing", "value"].includes(kind)) return [first];
  if (kind === "count" || kind === "any_unsure") return first;
  if (kind === "const") return [];
  const parts = kind === "sum" ? first : tree.slice(1).filter(Array.isArray);
  return parts.flatMap(namesIn);
}

/** One pass over trees: `isOpen` says which missing yes/no answers are open rather than no. */
class Reading {
  constructor(known, given, isOpen) {
    Object.assign(this, { known, given, isOpen, derived: new Map() });
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
    let left = this.number(tree[1]);
    let holds = left !== undefined;
    let unknown = !holds;
    for (let at = 2; at < tree.length; at += 2) {
      const right = this.number(tree[at + 1]);
      if (right === undefined) unknown = true;
      else if (!unknown && !COMPARE[tree[at]](left, right)) holds = false;
      left = right;
    }
    return unknown ? null : holds;
  }

  number(side) {
    if (side[0] === "const") return side[1];
    if (side[0] === "sum") return side[1].filter((part) => this.tree(part) === true).length;
    const tree = this.known.trees.get(side[1]);
    return tree ? this.number(tree) : this.given.get(side[1]);
  }
}

/** Rules neither true nor false, and which missing questions are to be asked. */
function screen(known, given, fired) {
  const asked = new Set();
  let waiting = [];
  for (const finding of known.findings.values()) {
    if (finding.type !== "bool3" || given.has(finding.id)) continue;
    if (finding.ask_logic) waiting.push(finding);
    else asked.add(finding.id);
  }
  for (;;) {
    const reading = new Reading(known, given, (id) => asked.has(id));
    const joining = waiting.filter((finding) => reading.tree(finding.ask_logic) !== false);
    if (!joining.length) {
      const left = known.rules.filter(
        (rule) => !fired.has(rule) && reading.tree(rule.logic) !== false);
      return { unscreened: left, asked };
    }
    for (const finding of joining) asked.add(finding.id);
    waiting = waiting.filter((finding) => !asked.has(finding.id));
  }
}

function nextQuestions(known, missing, asked, unscreened, given) {
  const wanted = new Set(unscreened.flatMap((rule) => [...rule.reads]));
  const rest = [...known.findings.values()].filter((finding) => wanted.has(finding.id)
    && !given.has(finding.id) && !missing.includes(finding.id)
    && (finding.type !== "bool3" || asked.has(finding.id)));
  const first = rest.filter((finding) => finding.ask_logic && finding.type === "bool3");
  const then = rest.filter((finding) => !first.includes(finding));
  return [...missing, ...[...first, ...then].map((finding) => finding.id)];
}

/** Gather the asked findings that speak for a tree that is true, or hold open one not known. */
function because(reading, tree, found) {
  const { known, given } = reading;
  const kind = tree[0];
  if (kind === "yes" || (kind === "is_yes" && reading.tree(tree))) {
    const inner = known.trees.get(tree[1]);
    if (inner) because(reading, inner, found);
    else if (given.has(tree[1]) && given.get(tree[1]) !== false) found.add(tree[1]);
  } else if (kind === "not") {
    if (reading.tree(tree[1]) === null) because(reading, tree[1], found);
  } else if (kind === "and" || kind === "or") {
    const wanted = reading.tree(tree);
    for (const part of tree.slice(1)) {
      if (kind === "and" || reading.tree(part) === wanted) because(reading, part, found);
    }
  } else if (kind === "count" || kind === "any_unsure") {
    const unsure = kind === "any_unsure" || reading.tree(tree) === null;
    for (const id of tree[1]) {
      const answer = given.get(id);
      if ((answer === true && kind === "count") || (answer === "unsure" && unsure)) found.add(id);
    }
  } else if (kind === "compare" && reading.tree(tree)) {
    for (const side of tree.slice(1).filter(Array.isArray)) becauseOfSide(reading, side, found);
  }
}

function becauseOfSide(reading, side, found) {
  if (side[0] === "sum") {
    for (const part of side[1]) if (reading.tree(part) === true) because(reading, part, found);
  } else if (side[0] === "value") {
    const inner = reading.known.trees.get(side[1]);
    if (inner) becauseOfSide(reading, inner, found);
    else if (reading.given.has(side[1])) found.add(side[1]);
  }
}

function numbersFor(knowledge, country) {
  const { fallback, countries } = knowledge.numbers;
  const chosen = countries[(country || "").toUpperCase()] || {};
  return {
    EMERGENCY: chosen.emergency || fallback.emergency,
    URGENT: chosen.urgent || fallback.urgent,
  };
}

const PLACEHOLDER = /\{([^{}]*)\}/g;
const put = (text, numbers) => text.replace(PLACEHOLDER, (_, name) => numbers[name] || "");

/** Makes flags of rules, with their texts filled from the answers. */
class Words {
  constructor(known, given, reading, country) {
    Object.assign(this, { known, given, reading });
    this.numbers = numbersFor(known.knowledge, country);
  }

  flags(rules, unsure) {
    const { stepDown, order } = this.known;
    return rules
      .map((rule) => ({ rule, rank: unsure ? stepDown[rule.rank] : rule.rank }))
      .sort((a, b) => b.rank - a.rank || a.rule.family - b.rule.family || a.rule.order - b.rule.order)
      .map(({ rule, rank }) => this.flag(rule, order[rank], unsure));
  }

  flag(rule, urgency, unsure) {
    const found = new Set();
    because(this.reading, rule.logic, found);
    const isUnsure = (id) => this.given.get(id) === "unsure";
    if (unsure && ![...found].some(isUnsure)) {
      for (const id of rule.reads) if (isUnsure(id)) found.add(id);
    }
    const shown = [...found].sort((a, b) => this.known.place[a] - this.known.place[b]);
    const flag = {
      id: rule.id,
      suspected: rule.suspected,
      urgency,
      do_now: put(rule.do_now, this.numbers),
      tell_clinician: this.tell(rule),
      because: shown.map((finding) => ({ finding, value: this.given.get(finding) })),
    };
    return unsure ? flag : { ...flag, sources: rule.sources };
  }

  /** Clause by clause; what nothing fills is left out, never shown raw. */
  tell(rule) {
    const kept = [];
    for (const [text, end] of rule.tell_clauses) {
      let filled = text === "-" ? null : text;
      for (const [, name] of text.matchAll(PLACEHOLDER)) {
        const word = this.numbers[name] || this.word(rule, name);
        filled = word && filled !== null ? filled.replace(`{${name}}`, () => word) : null;
      }
      if (filled) kept.push([filled, end]);
    }
    let said = "";
    kept.forEach(([text, end], at) => {
      const starts = !said || /[.?!]$/.test(said);
      said += (said ? " " : "") + (starts ? text.slice(0, 1).toUpperCase() + text.slice(1) : text);
      said += (end === "" || end === ";") && at === kept.length - 1 ? "." : end;
    });
    return said || this.known.knowledge.levels.tell_neutral;
  }

  word(rule, name) {
    const table = this.known.knowledge.placeholders;
    const entry = table[`${rule.id} ${name}`] || table[name] || {};
    if (entry.value) return this.value(entry.value);
    if (entry.weeks_of) {
      const days = this.given.get(entry.weeks_of);
      return days >= 7 ? String(Math.floor(days / 7)) : null;
    }
    const words = (entry.options || [])
      .filter((option) => option.findings.some((id) => this.holds(rule, id, entry.when_unsure)))
      .map((option) => option.text);
    if (!words.length) return entry.otherwise;
    const last = words.pop();
    return words.length ? `${words.join(", ")} and ${last}` : last;
  }

  value(id) {
    const tree = this.known.trees.get(id);
    const value = tree ? this.reading.number(tree) : this.given.get(id);
    return value === undefined ? null : String(Number(value.toPrecision(6)));
  }

  holds(rule, id, unsure) {
    const { known, reading, given } = this;
    if (!known.reads.has(id)) known.reads.set(id, readsOf(known, ["yes", id]));
    if (![...known.reads.get(id)].some((each) => rule.reads.has(each))) return false;
    return unsure ? given.get(id) === "unsure" : reading.name(id) === true;
  }
}
