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
