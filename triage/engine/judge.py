"""Judge one set of answers: which rules fire, which an unsure answer leaves open, how urgent.

Two passes over all rules, none cut short. In the first a missing yes/no answer is no and an
unsure one open: what is true has fired, what is open for an unsure answer is raised one level
down. In the second a missing answer is open too, unless its question is not to be asked: what
is not false then has not been screened. Only the pair guard lets a cause's points touch a level.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kernel.truth import Truth
from triage.engine.answers import Answer, clean_answers
from triage.engine.causes import Cause, rank, shown_causes
from triage.engine.explain import Explainer
from triage.engine.knowledge import Knowledge, Rule
from triage.engine.logic import Facts
from triage.engine.score import PERSONA, Scores, reach, score, weighed_derived
from triage.engine.verdict import Verdict
from triage.engine.words import Words

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
    unanswered = knowledge.yes_no & ~facts.answered
    weighed = weighed_derived(knowledge.scoring, yes, facts.unsure | unanswered, facts)
    scores = score(knowledge.scoring, known, weighed.items())
    facts.scores = _bounds(knowledge, known, weighed, facts.unsure)
    fired: list[Rule] = []
    unknown_rules: list[Rule] = []
    alive = judged_yes | judged_open
    for rule in knowledge.rules:
        if rule.wakes and not rule.wakes & alive:
            continue
        value = rule.check(judged_yes, judged_open, facts)
        if value:
            fired.append(rule)
        elif value is None:
            unknown_rules.append(rule)
    fired = [rule for rule in fired if not _said_already(rule, fired)]
    unknown_rules = [rule for rule in unknown_rules if not _said_already(rule, fired)]
    left_open = [rule for rule in unknown_rules if rule.reads & facts.unsure]
    unscreened, asked = _unscreened(knowledge, facts, yes, fired, unknown_rules, known, weighed)
    missing = tuple(each.id for each in knowledge.mandatory if not facts.answered & each.bit)
    level = max(
        max((rule.level for rule in fired), default=0),
        max((knowledge.step_down[rule.level] for rule in left_open), default=0),
    )
    urgency = None if level == 0 and missing else knowledge.levels[level]
    explainer = Explainer(knowledge, known, judged_yes, judged_open, facts)
    words, levels = Words(explainer, country), knowledge.compiled["levels"]
    may_ask = facts.unsure | ((asked | ~knowledge.yes_no) & ~facts.answered)
    shown = urgency is not None and level < SAME_DAY and not judged_yes & knowledge.too_young
    causes, ranking = (
        _causes(knowledge, scores, known, weighed, may_ask, alive) if shown else ((), ())
    )
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
        causes=causes,
        ranking=ranking,
        unclear=levels["self_care_unclear"] if ranking and not causes else None,
        unscreened=tuple(rule.id for rule in unscreened),
        is_clear=not (missing or fired or unscreened),
        safety_net=levels["safety_net"],
        next_questions=_next_questions(knowledge, missing, asked, unscreened, facts),
    )


def _causes(
    knowledge: Knowledge,
    scores: Scores,
    answers: Mapping[str, Answer],
    derived: Mapping[str, Truth],
    may_ask: int,
    alive: int,
) -> tuple[tuple[Cause, ...], tuple[str, ...]]:
    order = rank(scores)
    causes = shown_causes(
        knowledge, scores=scores, order=order, answers=answers, derived=derived,
        may_ask=may_ask, alive=alive,
    )  # fmt: skip
    return causes, tuple(knowledge.scoring.conditions[place].id for place in order)


def _bounds(
    knowledge: Knowledge, answers: Mapping[str, Answer], derived: Mapping[str, Truth], open_: int
) -> dict[str, tuple[int, int]]:
    """Return for each cause that rules read its points and the most the open bits may add."""
    found = {}
    for name, place in knowledge.scored:
        values: list[Truth | str] = []
        for weight in knowledge.scoring.conditions[place].weights:
            value = derived.get(weight.finding, answers.get(weight.finding))
            if value is True or value is False:
                values.append(value)
            else:
                values.append("open" if knowledge.reads[weight.finding] & open_ else None)
        found[name] = reach(knowledge.scoring, place, answers.get(PERSONA), values)
    return found


def _said_already(rule: Rule, fired: Iterable[Rule]) -> bool:
    if not rule.unless:
        return False
    return any(other.family == rule.unless and other is not rule for other in fired)


def _facts(knowledge: Knowledge, answers: Mapping[str, Answer]) -> tuple[Facts, int]:
    facts, yes = Facts(), 0
    bits, values = knowledge.bits, facts.values
    answered = unsure = 0
    for name, answer in answers.items():
        bit = bits[name]
        answered |= bit
        if answer is True:
            yes |= bit
        elif answer == "unsure":
            unsure |= bit
        elif answer is not False:
            values[name] = answer
    facts.answered, facts.unsure, facts.by_eye = answered, unsure, knowledge.by_number
    return facts, yes


def _derive(knowledge: Knowledge, yes: int, open_: int, facts: Facts) -> tuple[int, int]:
    """Return both bit sets with the derived findings worked in."""
    for each in knowledge.derived:
        if each.check is None:
            assert each.measure is not None
            least, most = each.measure(yes, open_, facts)
            facts.values[each.id] = least
            if most > least:
                facts.most[each.id] = most
                open_ |= each.bit
            continue
        value = each.check(yes, open_, facts)
        if value:
            yes |= each.bit
        elif value is None:
            open_ |= each.bit
    return yes, open_


def _unscreened(
    knowledge: Knowledge,
    facts: Facts,
    yes: int,
    fired: list[Rule],
    unknown: list[Rule],
    answers: Mapping[str, Answer],
    derived: Mapping[str, Truth],
) -> tuple[list[Rule], int]:
    """Return rules neither true nor false, and the missing questions that are to be asked.

    Conditional questions start as not asked; each that its `ask_when` does not rule out joins,
    until nothing changes. `unknown` are the rules the first pass left unknown: with no yes/no
    question missing, only points and sums can still leave others open, by numbers that are missing.
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
    numbers = ~knowledge.yes_no & ~facts.answered
    screen.scores = _bounds(knowledge, answers, derived, facts.unsure | asked | numbers)
    alive = yes_now | open_now
    left = [
        rule
        for rule in (knowledge.rules if missing else knowledge.by_adding)
        if (not rule.wakes or rule.wakes & alive)
        and rule.check(yes_now, open_now, screen) is not False
    ]
    done = {id(rule) for rule in fired}
    left = [rule for rule in left if id(rule) not in done and not _said_already(rule, fired)]
    if missing:
        return left, asked
    both = {id(rule) for rule in (*unknown, *left)}
    return [rule for rule in knowledge.rules if id(rule) in both], asked


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
    already = set(missing)
    rest = [each.id for each in knowledge.asking_order if each.bit & wanted]
    return (*missing, *(name for name in rest if name not in already))


def scores_of(knowledge: Knowledge, answers: Mapping[str, object]) -> Scores:
    """Return the points of all causes for these answers, whatever the level; never to be shown.

    :raises BadAnswers: where a known finding has a value that it cannot have.
    """
    known, _ = clean_answers(answers, knowledge.findings)
    facts, yes = _facts(knowledge, known)
    _derive(knowledge, yes, facts.unsure, facts)
    not_known = facts.unsure | (knowledge.yes_no & ~facts.answered)
    weighed = weighed_derived(knowledge.scoring, yes, not_known, facts)
    return score(knowledge.scoring, known, weighed.items())


def touched_by(
    knowledge: Knowledge, answers: Mapping[str, object], rules: Collection[str]
) -> dict[str, set[str]]:
    """Return for each named rule the answered findings that had a hand in what it came to."""
    known, _ = clean_answers(answers, knowledge.findings)
    facts, yes = _facts(knowledge, known)
    judged = _derive(knowledge, yes, facts.unsure, facts)
    unanswered = knowledge.yes_no & ~facts.answered
    weighed = weighed_derived(knowledge.scoring, yes, facts.unsure | unanswered, facts)
    facts.scores = _bounds(knowledge, known, weighed, facts.unsure)
    explainer = Explainer(knowledge, known, *judged, facts)
    return {rule.id: explainer.touched(rule.tree) for rule in knowledge.rules if rule.id in rules}
