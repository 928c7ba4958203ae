// The red-flag rules and the ranking of causes, judged on the phone with no network. The same meaning
// as the server's engine: tests/phone/test_engine_parity.py holds the two together. The modules of
// engine/ need nothing but one another.
// In a first pass a missing yes/no answer is no and an unsure one open (null); in a second, which
// asks what has been screened, a missing answer is open too unless its question is not to be asked.
import { shownCauses } from "./engine/causes.js";
import { Reading, readsOf } from "./engine/reading.js";
import { bounds, compileScoring, rank, score, weighedValues } from "./engine/score.js";
import { Words, numbersFor, put } from "./engine/words.js";

const SAME_DAY = 2; // rank from which causes are withheld

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
    familyPlace: families.includes(rule.family) ? families.indexOf(rule.family) : families.length,
    reads: readsOf(known, rule.logic),
  }));
  const isNumber = (id) => known.findings.get(id).type !== "bool3";
  known.byNumber = new Set([...known.trees]
    .filter(([, tree]) => [...readsOf(known, tree)].every(isNumber)).map(([id]) => id));
  known.tooYoung = known.trees.has("age_under_16") ? "age_under_16" : null;
  known.scoring = compileScoring(known);
  return known;
}

/**
 * Look at a set of answers as `judge` and the interview need it: rules as fired, left open by an
 * unsure answer, and not screened; which missing yes/no questions are to be asked (`asked`);
 * points of all causes with what is weighed (`values`), and the places of the causes, best first.
 * @param {any} known what `compile` gave @param {Record<string, any>} answers
 */
export function examine(known, answers) {
  const { given, unknown } = clean(known, answers);
  const isUnsure = (id) => given.get(id) === "unsure";
  const first = new Reading(known, given, () => false, { byEye: true });
  const values = weighedValues(known, given);
  first.scores = bounds(known, given, values, isUnsure);
  let fired = [];
  let open = [];
  for (const rule of known.rules) {
    const value = first.tree(rule.logic);
    if (value === true) fired.push(rule);
    else if (value === null) open.push(rule);
  }
  fired = fired.filter((rule) => !saidAlready(rule, fired));
  open = open.filter((rule) => !saidAlready(rule, fired));
  const { unscreened, asked } = screen(known, given, values, fired);
  open = open.filter((rule) => [...rule.reads].some(isUnsure));
  const level = Math.max(
    0, ...fired.map((rule) => rule.rank), ...open.map((rule) => known.stepDown[rule.rank]));
  const scores = score(known, given, values);
  const order = rank(scores.points);
  return { given, unknown, first, fired, open, level, unscreened, asked, values, scores, order };
}

/**
 * Judge exactly these answers (true, false, "unsure", a number or a choice by finding id).
 * @param {any} known what `compile` gave @param {Record<string, any>} answers
 * @param {{country?: string|null}} [options]
 */
export function judge(known, answers, { country = null } = {}) {
  return verdictOf(known, examine(known, answers), country);
}

/** The verdict on what `examine` saw. @param {any} known @param {any} seen @param {string|null} country */
export function verdictOf(known, seen, country) {
  const { given, unknown, first, fired, open, level, unscreened, asked } = seen;
  const missing = known.knowledge.mandatory.filter((id) => !given.has(id));
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
    ...ranked(known, seen, urgency),
    unscreened: unscreened.map((rule) => rule.id),
    is_clear: !(missing.length || fired.length || unscreened.length),
    safety_net: known.knowledge.levels.safety_net,
    next_questions: nextQuestions(known, missing, asked, unscreened, given),
  };
}

/** What the phone tells the server of its verdict, for the server to compare. @param {any} verdict */
export function summary(verdict) {
  return {
    knowledge_version: verdict.knowledge_version,
    urgency: verdict.urgency_now,
    rules: verdict.red_flags.map((flag) => flag.id),
    unsure_rules: verdict.unsure_flags.map((flag) => flag.id),
    ranking: verdict.ranking,
    scores: Object.fromEntries(verdict.causes.map((cause) => [cause.id, cause.score])),
  };
}

/** Causes, ranking and what to say where no cause stands out; all empty where they are withheld. */
function ranked(known, { given, first, level, asked, values, scores, order }, urgency) {
  const young = known.tooYoung && first.name(known.tooYoung) === true;
  if (urgency === null || level >= SAME_DAY || young) return { causes: [], ranking: [], unclear: null };
  const mayAsk = (id) => (given.has(id) ? given.get(id) === "unsure"
    : known.findings.get(id).type !== "bool3" || asked.has(id));
  const isAlive = (id) => first.name(id) !== false;
  const causes = shownCauses(known, scores, order, values, mayAsk, isAlive);
  const ranking = order.map((place) => known.scoring.conditions[place].id);
  const unclear = ranking.length && !causes.length ? known.knowledge.levels.self_care_unclear : null;
  return { causes, ranking, unclear };
}

/** A rule is silent where another one of the family that it names has fired. */
const saidAlready = (rule, fired) => Boolean(rule.unless_fired)
  && fired.some((other) => other !== rule && other.family === rule.unless_fired);

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

/** Rules neither true nor false, and which missing questions are to be asked. */
function screen(known, given, values, fired) {
  const asked = new Set();
  let waiting = [];
  const spoken = new Set(fired);
  for (const finding of known.findings.values()) {
    if (finding.type !== "bool3" || given.has(finding.id)) continue;
    if (finding.ask_logic) waiting.push(finding);
    else asked.add(finding.id);
  }
  for (;;) {
    const reading = new Reading(known, given, (id) => asked.has(id));
    const joining = waiting.filter((finding) => reading.tree(finding.ask_logic) !== false);
    if (!joining.length) {
      reading.scores = bounds(known, given, values, (id) => (given.has(id)
        ? given.get(id) === "unsure" : asked.has(id) || known.findings.get(id).type !== "bool3"));
      const left = known.rules.filter((rule) => !spoken.has(rule) && !saidAlready(rule, fired)
        && reading.tree(rule.logic) !== false);
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
