"""Judge one set of answers: which rules fire, which an unsure answer leaves open, how urgent.

Two passes over all rules, none cut short. In the first a missing yes/no answer is no and an
unsure one open: what is true has fired, what is open for an unsure answer is raised one level
down. In the second a missing answer is open too, unless its question is not to be asked: what
is not false then has not been screened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage.engine.answers import Answer, clean_answers
from triage.engine.explain import Explainer
from triage.engine.knowledge import Knowledge, Rule
from triage.engine.logic import Facts
from triage.engine.texts import numbers_for, put_numbers, tell
from triage.engine.verdict import Flag, Verdict

SAME_DAY = 2  # rank from which causes are withheld


def judge(
    knowledge: Knowledge, answers: Mapping[str, object], *, country: str | None = None
) -> Verdict:
    """Return the verdict on exactly these answers; `country` (ISO alpha-2) picks the numbers.

    :raises BadAnswers: where a known finding has a value that it cannot have.
    """
    known, unknown = clean_answers(answers, knowledge.findings)
    facts, yes = _facts(knowledge, known)
    judged_yes, judged_open = _derive(knowledge, yes, facts.unsure, facts)
    fired: list[Rule] = []
    left_open: list[Rule] = []
    for rule in knowledge.rules:
        value = rule.check(judged_yes, judged_open, facts)
        if value:
            fired.append(rule)
        elif value is None and rule.reads & facts.unsure:
            left_open.append(rule)
    unscreened, asked = _unscreened(knowledge, facts, yes, fired)
    missing = tuple(each.id for each in knowledge.mandatory if not facts.answered & each.bit)
    level = max(
        max((rule.level for rule in fired), default=0),
        max((knowledge.step_down[rule.level] for rule in left_open), default=0),
    )
    urgency = None if level == 0 and missing else knowledge.levels[level]
    words = _Words(knowledge, known, facts, judged_yes, country)
    return Verdict(
        knowledge_version=knowledge.version,
        urgency_now=urgency,
        urgency=urgency,
        complete=not missing,
        missing_mandatory=missing,
        red_flags=words.flags(fired, unsure=False),
        unsure_flags=words.flags(left_open, unsure=True),
        unknown_findings=tuple(unknown),
        withheld=level >= SAME_DAY,
        unscreened=tuple(rule.id for rule in unscreened),
        is_clear=not (missing or fired or unscreened),
        safety_net=knowledge.compiled["levels"]["safety_net"],
        next_questions=_next_questions(knowledge, missing, asked, unscreened, facts),
    )


def _facts(knowledge: Knowledge, answers: Mapping[str, Answer]) -> tuple[Facts, int]:
    facts, yes = Facts(), 0
    findings, values = knowledge.findings, facts.values
    answered = unsure = 0
    for name, answer in answers.items():
        bit = findings[name].bit
        answered |= bit
        if answer is True:
            yes |= bit
        elif answer == "unsure":
            unsure |= bit
        elif answer is not False:
            values[name] = answer
    facts.answered, facts.unsure = answered, unsure
    return facts, yes


def _derive(knowledge: Knowledge, yes: int, open_: int, facts: Facts) -> tuple[int, int]:
    """Return both bit sets with the derived findings worked in."""
    for each in knowledge.derived:
        if each.check is None:
            assert each.measure is not None
            number = each.measure(yes, open_, facts)
            if number is not None:
                facts.values[each.id] = number
            continue
        value = each.check(yes, open_, facts)
        if value:
            yes |= each.bit
        elif value is None:
            open_ |= each.bit
    return yes, open_


def _unscreened(
    knowledge: Knowledge, facts: Facts, yes: int, fired: list[Rule]
) -> tuple[list[Rule], int]:
    """Return rules neither true nor false, and the missing questions that are to be asked.

    Conditional questions start as not asked; each that its `ask_when` does not rule out joins,
    until nothing changes.
    """
    missing = knowledge.yes_no & ~facts.answered
    waiting = [(bit, check) for bit, check in knowledge.conditional if bit & missing]
    asked = missing
    for bit, _ in waiting:
        asked &= ~bit
    screen = Facts(facts.unsure, facts.answered, dict(facts.values))
    while True:
        yes_now, open_now = _derive(knowledge, yes, facts.unsure | asked, screen)
        joining = [bit for bit, check in waiting if check(yes_now, open_now, screen) is not False]
        if not joining:
            break
        for bit in joining:
            asked |= bit
        waiting = [(bit, check) for bit, check in waiting if not bit & asked]
    done = {id(rule) for rule in fired}
    left = [
        rule
        for rule in knowledge.rules
        if id(rule) not in done and rule.check(yes_now, open_now, screen) is not False
    ]
    return left, asked


def _next_questions(
    knowledge: Knowledge,
    missing: tuple[str, ...],
    asked: int,
    unscreened: Iterable[Rule],
    facts: Facts,
) -> tuple[str, ...]:
    """Return what to ask next: mandatory first, then what an unscreened rule still reads."""
    wanted = 0
    for rule in unscreened:
        wanted |= rule.reads
    wanted &= (asked | ~knowledge.yes_no) & ~facts.answered
    chosen = list(missing)
    if wanted:
        conditional = 0
        for bit, _ in knowledge.conditional:
            conditional |= bit
        known = set(missing)
        rest = [each for each in knowledge.findings.values() if each.bit & wanted]
        rest.sort(key=lambda each: not each.bit & conditional)
        chosen += [each.id for each in rest if each.id not in known]
    return tuple(chosen)


class _Words:
    """Makes flags of rules, for one set of answers."""

    def __init__(
        self,
        knowledge: Knowledge,
        answers: Mapping[str, Answer],
        facts: Facts,
        yes: int,
        country: str | None,
    ) -> None:
        self.knowledge, self.answers, self.facts, self.yes = knowledge, answers, facts, yes
        self.numbers = numbers_for(country, knowledge.compiled["numbers"])
        self.explainer = Explainer(answers, knowledge.trees)
        self.bits = knowledge.bits

    def flags(self, rules: list[Rule], *, unsure: bool) -> tuple[Flag, ...]:
        """Return the flags, highest level first, then the message families, then pack order."""
        made = [
            (-(self.knowledge.step_down[rule.level] if unsure else rule.level), rule.place, rule)
            for rule in rules
        ]
        made.sort(key=lambda each: each[:2])
        return tuple(self._flag(rule, self.knowledge.levels[-rank], unsure) for rank, _, rule in made)

    def _flag(self, rule: Rule, urgency: str, unsure: bool) -> Flag:
        told = self.explainer.tree(rule.tree)
        shown = told.because or told.touched
        because = sorted(shown, key=lambda name: self.knowledge.findings[name].bit)
        return Flag(
            rule=rule.id,
            urgency=urgency,
            suspected=rule.suspected,
            do_now=put_numbers(rule.do_now, self.numbers),
            tell_clinician=self._tell(rule),
            because=tuple((name, self.answers[name]) for name in because),
            sources=rule.sources,
            unsure=unsure,
            touched=told.touched | told.because,
        )

    def _tell(self, rule: Rule) -> str:
        return tell(
            rule.id,
            rule.tell,
            table=self.knowledge.compiled["placeholders"],
            numbers=self.numbers,
            holds=lambda name, unsure: self._holds(rule, name, unsure),
            number=self.facts.values.get,
            neutral=self.knowledge.compiled["levels"]["tell_neutral"],
        )

    def _holds(self, rule: Rule, name: str, unsure: bool) -> bool:
        among = self.facts.unsure if unsure else self.yes
        return bool(self.bits[name] & among and self.knowledge.reads[name] & rule.reads)
