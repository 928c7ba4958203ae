"""What a phone's own check asked for beyond the server's: flags in the words of its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from triage.engine.knowledge import Knowledge, Rule
from triage.engine.texts import numbers_for, put_numbers
from triage.engine.verdict import Flag, Verdict
from triage.engine.words import open_do_now
from triage.episodes import RANK, level_named

PHONE = "PHONE"  # stands for rules of the phone that this knowledge does not have


def phone_asked(
    knowledge: Knowledge, verdict: Verdict, client: Mapping[str, Any] | None, *, country: str | None
) -> tuple[Flag, ...]:
    """Return flags for what the phone raised above the server's level; () where it did not.

    Rules of `client` (`rules`, `unsure_rules`) that the knowledge has give their action, at no more
    than the level that the phone named; where none of them reaches it, a general flag does. Which
    answers the phone had before it nobody knows here, so none is told.
    """
    told = client or {}
    level = level_named(told.get("urgency"))
    if level is None or RANK[level] <= RANK.get(verdict.urgency_now or "self_care", 0):
        return ()
    already = {flag.rule for flag in verdict.red_flags}
    flags = [
        flag
        for rule, unsure in _named(knowledge, told)
        if rule.id not in already
        and RANK[(flag := _flag(knowledge, rule, level, country, unsure)).urgency] > 0
    ]
    if not any(flag.urgency == level for flag in flags):
        flags.append(_general(knowledge, level, country))
    return tuple(flags)


def _named(knowledge: Knowledge, told: Mapping[str, Any]) -> Iterator[tuple[Rule, bool]]:
    """Yield the rules that the phone named and this knowledge has, each once, as fired first."""
    rules = {rule.id: rule for rule in knowledge.rules}
    for key, unsure in (("rules", False), ("unsure_rules", True)):
        names = told.get(key)
        for name in names if isinstance(names, list) else ():
            if isinstance(name, str) and name in rules:
                yield rules.pop(name), unsure


def _flag(knowledge: Knowledge, rule: Rule, level: str, country: str | None, unsure: bool) -> Flag:
    rank = min(knowledge.step_down[rule.level] if unsure else rule.level, RANK[level])
    urgency, numbers = knowledge.levels[rank], numbers_for(country, knowledge.compiled["numbers"])
    words = open_do_now(knowledge, rule, urgency) if unsure else rule.do_now
    return _made(knowledge, rule.id, urgency, rule.suspected, put_numbers(words, numbers),
                 rule.sources, unsure)  # fmt: skip


def _general(knowledge: Knowledge, level: str, country: str | None) -> Flag:
    words = knowledge.compiled["levels"]["phone_asked"]
    numbers = numbers_for(country, knowledge.compiled["numbers"])
    return _made(knowledge, PHONE, level, words["suspected"], put_numbers(words[level], numbers),
                 (), False)  # fmt: skip


def _made(
    knowledge: Knowledge,
    rule: str,
    urgency: str,
    suspected: str,
    do_now: str,
    sources: Sequence[str],
    unsure: bool,
) -> Flag:
    return Flag(
        rule=rule,
        urgency=urgency,
        suspected=suspected,
        do_now=do_now,
        tell_clinician=knowledge.compiled["levels"]["phone_asked"]["tell"],
        because=(),
        sources=tuple(sources),
        unsure=unsure,
    )
