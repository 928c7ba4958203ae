// The words of a rule, filled from the answers; what cannot be filled is left out. The twin of
// words.py and texts.py.
import { because } from "./because.js";
import { readsOf } from "./reading.js";

/** The country's numbers, or words where it is not known. */
export function numbersFor(knowledge, country) {
  const { fallback, countries } = knowledge.numbers;
  const chosen = countries[(country || "").toUpperCase()] || {};
  return {
    EMERGENCY: chosen.emergency || fallback.emergency,
    URGENT: chosen.urgent || fallback.urgent,
  };
}

const PLACEHOLDER = /\{([^{}]*)\}/g;
/** Put the numbers into a text that has no other placeholder. */
export const put = (text, numbers) => text.replace(PLACEHOLDER, (_, name) => numbers[name] || "");

const ASKS = ""; // the tie of a sentence that states nothing about the person
const DAYS_A_WEEK = 7;
const short = (value) => String(Number(value.toPrecision(6)));
const weeks = (days) => (days >= DAYS_A_WEEK ? Math.floor(days / DAYS_A_WEEK) : null);

/** A number in words, "1 day" and "3 days" where it has a unit; no days are not said. */
function counted(value, unit) {
  if (!unit) return short(value);
  return value ? `${short(value)} ${value === 1 ? unit[0] : unit[1]}` : null;
}

/** Clauses as one text. @param {[string, string][]} kept */
function joined(kept) {
  let said = "";
  kept.forEach(([text, end], at) => {
    const starts = !said || /[.?!]$/.test(said);
    said += (said ? " " : "") + (starts ? text.slice(0, 1).toUpperCase() + text.slice(1) : text);
    const isLast = at === kept.length - 1;
    said += end === ";" && isLast ? "." : end;
    if (!end && isLast && !/[.?!]$/.test(said)) said += ".";
  });
  return said;
}

/** Makes flags of rules, with their texts filled from the answers. */
export class Words {
  constructor(known, given, reading, country) {
    Object.assign(this, { known, given, reading });
    this.numbers = numbersFor(known.knowledge, country);
  }

  flags(rules, unsure) {
    const { stepDown, order } = this.known;
    return rules
      .map((rule) => ({ rule, rank: unsure ? stepDown[rule.rank] : rule.rank }))
      .sort((a, b) => b.rank - a.rank || a.rule.familyPlace - b.rule.familyPlace || a.rule.order - b.rule.order)
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
      do_now: this.doNow(rule, urgency, unsure),
      tell_clinician: this.tell(rule, shown, unsure),
      because: shown.map((finding) => ({ finding, value: this.given.get(finding) })),
    };
    return unsure ? flag : { ...flag, sources: rule.sources };
  }

  /** The rule's action; where it is only open, the lower level's stands first. */
  doNow(rule, urgency, unsure) {
    const lower = unsure && this.known.knowledge.levels.unsure_do_now;
    if (!lower) return put(rule.do_now, this.numbers);
    const speaks = (nots) => {
      const found = new Set();
      because(this.reading, rule.logic, found, nots);
      return [...found].some((id) => this.given.get(id) === "unsure");
    };
    const then = speaks(true) && !speaks(false) ? lower.either_way : lower.if_so;
    return `${lower[urgency]} ${put(then.replace("{action}", () => rule.do_now), this.numbers)}`;
  }

  /** What to tell: only what the person answered, and every answer behind the rule. */
  tell(rule, shown, unsure) {
    const { levels } = this.known.knowledge;
    if (unsure && levels.telling) return this.rest(shown, new Set()).join(" ");
    const stated = [];
    const asked = [];
    const said = new Set();
    for (const [text, end, tie] of rule.tell_clauses) {
      const found = Array.isArray(tie) ? this.states(tie) : new Set();
      const filled = found && this.fill(rule, text, found);
      if (!filled) continue;
      for (const id of found) said.add(id);
      (tie === ASKS ? asked : stated).push([filled, end]);
    }
    const isTied = rule.tell_clauses.some(([, , tie]) => tie !== undefined);
    if (isTied) for (const sentence of this.rest(shown, said)) stated.push([sentence, ""]);
    return joined([...stated, ...asked]) || levels.tell_neutral;
  }

  /** The answers that a true tie stands on, null where it is not true. */
  states(tie) {
    if (this.reading.tree(tie) !== true) return null;
    const found = new Set();
    because(this.reading, tie, found);
    return found;
  }

  /** A clause with its words put in, null where nothing fills one; what they say joins `said`. */
  fill(rule, text, said) {
    let filled = text === "-" ? null : text;
    for (const [, name] of text.matchAll(PLACEHOLDER)) {
      const word = this.numbers[name] || this.word(rule, name, said);
      filled = word && filled !== null ? filled.replace(`{${name}}`, () => word) : null;
    }
    return filled;
  }

  /** Sentences of the answers that nothing has said yet: unsure, yes, then the others. */
  rest(shown, said) {
    const { telling } = this.known.knowledge.levels;
    const told = new Set(said);
    for (const id of said) if (this.known.trees.has(id)) because(this.reading, ["yes", id], told);
    const left = shown.filter((id) => !told.has(id)).map((id) => [id, this.given.get(id)]);
    return [
      [telling.not_sure, left.filter(([, value]) => value === "unsure")],
      [said.size ? telling.also_yes : telling.yes, left.filter(([, value]) => value === true)],
      [telling.other, left.filter(([, value]) => typeof value !== "boolean" && value !== "unsure")],
    ].filter(([, answers]) => answers.length)
      .map(([words, answers]) => words.replace("{answers}", () => answers.map(([id, value]) => this.phrase(id, value)).join("; ")));
  }

  phrase(id, value) {
    const finding = this.known.findings.get(id);
    const label = finding.label ?? id;
    if (value === true || value === "unsure") return label;
    if (typeof value === "number") return `${label}: ${short(value)}`;
    return `${label}: ${(finding.choice_labels ?? finding.choices)[finding.choices.indexOf(value)]}`;
  }

  word(rule, name, said) {
    const table = this.known.knowledge.placeholders;
    const entry = table[`${rule.id} ${name}`] || table[name] || {};
    const number = entry.value || entry.weeks_of;
    if (number) {
      said.add(number);
      const value = entry.value ? this.value(number) : weeks(this.given.get(number));
      return value === null ? null : counted(value, entry.unit);
    }
    const words = [];
    for (const { text, findings } of entry.options || []) {
      const held = findings.filter((id) => this.holds(rule, id, entry.when_unsure));
      for (const id of held) said.add(id);
      if (held.length) words.push(text);
    }
    if (!words.length) return entry.otherwise;
    const last = words.pop();
    return words.length ? `${words.join(", ")} and ${last}` : last;
  }

  value(id) {
    const tree = this.known.trees.get(id);
    const value = tree ? this.reading.number(tree) : this.given.get(id);
    return value === undefined ? null : value;
  }

  holds(rule, id, unsure) {
    const { known, reading, given } = this;
    if (!known.reads.has(id)) known.reads.set(id, readsOf(known, ["yes", id]));
    if (![...known.reads.get(id)].some((each) => rule.reads.has(each))) return false;
    return unsure ? given.get(id) === "unsure" : reading.name(id) === true;
  }
}
