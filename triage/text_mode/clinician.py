"""What to hand a clinician, from the person's own answers: headed lines, as the phone has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from triage.engine.knowledge import Knowledge
from triage.engine.verdict import Verdict

ELSEWHERE = {"side", "symptom_days", "loc_both_legs", "getting_better"}  # lines of their own
ABOUT = {"persona", "sex_at_birth"}
PLACE = "loc_"
BLOCK = "I"  # the section every clinician asks about
WEIGHED = 2  # causes whose negatives are told
Answers = Mapping[str, Any]


def clinician_lines(
    knowledge: Knowledge, verdict: Verdict, answers: Answers
) -> list[tuple[str, str]]:
    """Return (heading, words); a heading with nothing to say is left out.

    `answers` are those that were judged: what was never asked is not among the noes.
    """
    known = {name: value for name, value in answers.items() if name in knowledge.findings}
    negatives = _matters(knowledge, verdict)

    def phrases(wanted: Callable[[str, Any], bool]) -> str:
        return "; ".join(
            phrase(knowledge, name, value)
            for name, value in known.items()
            if name not in ELSEWHERE and wanted(name, value)
        )

    def is_plain(name: str) -> bool:
        return not name.startswith(PLACE) and name not in ABOUT

    lines = [
        (_("Where"), _where(knowledge, known)),
        (_("How long"), _since(knowledge, known)),
        (_("Yes to"), phrases(lambda name, value: value is True and is_plain(name))),
        (_("Other answers"), phrases(lambda name, value: _is_other(value) and is_plain(name))),
        (_("Not sure about"), phrases(lambda name, value: value == "unsure")),
        (_("Asked and denied"), phrases(lambda name, value: value is False and name in negatives)),
    ]
    return [(heading, words) for heading, words in lines if words]


def phrase(knowledge: Knowledge, name: str, value: Any) -> str:
    """Return one answer as a phrase: "a bruise", "age in years: 30"."""
    label = str(knowledge.raws[name]["label"])
    if isinstance(value, bool) or value == "unsure":
        return label
    return f"{label}: {choice(knowledge, name, value) if isinstance(value, str) else f'{value:g}'}"


def choice(knowledge: Knowledge, name: str, value: str) -> str:
    """Return a choice in words."""
    return choices_in_words(knowledge.raws[name])[value]


def choices_in_words(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of each choice of a finding, in its order."""
    words = raw.get("choice_labels") or [each.replace("_", " ") for each in raw["choices"]]
    return dict(zip(raw["choices"], words, strict=True))


def _is_other(value: Any) -> bool:
    return not isinstance(value, bool) and value != "unsure"


def _where(knowledge: Knowledge, answers: Answers) -> str:
    places = [phrase(knowledge, name, True) for name, value in answers.items()
              if name.startswith(PLACE) and name not in ELSEWHERE and value is True]  # fmt: skip
    side = answers.get("side")
    leg = [_("Leg: {side}").format(side=choice(knowledge, "side", side))] if side else []
    return "; ".join([*leg, *places])


def _since(knowledge: Knowledge, answers: Answers) -> str:
    days, change = answers.get("symptom_days"), answers.get("getting_better")
    began = []
    if days is not None:
        began = [_("since today") if days == 0 else _("days: {n}").format(n=f"{days:g}")]
    return "; ".join([*began, *([choice(knowledge, "getting_better", change)] if change else [])])


def _matters(knowledge: Knowledge, verdict: Verdict) -> set[str]:
    """Return the findings whose no matters here.

    They are read by the rules of the raised families, weighed for the first causes, or of the nerve
    block; what follows from other answers was not asked.
    """
    raised = {flag.rule for flag in (*verdict.red_flags, *verdict.unsure_flags)}
    families = {rule.family for rule in knowledge.rules if rule.id in raised}
    bits = 0
    for rule in knowledge.rules:
        if rule.family in families:
            bits |= rule.reads
    found = {name for name, each in knowledge.findings.items() if each.bit & bits}
    found |= {raw["id"] for raw in knowledge.compiled["findings"] if raw["section"] == BLOCK}
    shown = {cause.id for cause in verdict.causes[:WEIGHED]}
    found |= set(_weighed(knowledge, shown))
    return found - {each["finding"] for each in knowledge.compiled["screens"]["given"]}


def _weighed(knowledge: Knowledge, causes: set[str]) -> Iterator[str]:
    for condition in knowledge.scoring.conditions:
        if condition.id in causes:
            yield from (weight.finding for weight in condition.weights)
