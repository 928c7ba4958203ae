"""Rank the ordinary causes: how well each fits the answers; dangerous ones are never scored.

score(cause) = prior of the persona + for each section of the vocabulary the sum of the weights of
the answers, clipped to the section's cap (limits double counting of correlated answers). A weight
w stands for a likelihood ratio of about 2^w; unsure and unanswered weigh nothing.
Source: evidence-pack-draft-2, 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.truth import Truth
from triage.engine.expression import Tree
from triage.engine.logic import Check, Facts, compile_check

PERSONA = "persona"


@dataclass(frozen=True, slots=True)
class Weight:
    """What one answer says of one cause: points if yes, points if no, both -3 to 3."""

    finding: str
    yes: int
    no: int
    slot: int  # the place of (cause, section) in a flat list


@dataclass(frozen=True, slots=True)
class Condition:
    """One ordinary cause that may be shown; `prior` by persona.

    `hidden_by` is the bit of a derived finding with which it is never offered, 0 = none.
    """

    id: str
    title: str
    self_care: str
    prior: Mapping[str, int]
    weights: tuple[Weight, ...]
    hidden_by: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """All causes in the order of the pack, and an index from an answer to what it weighs."""

    conditions: tuple[Condition, ...]
    caps: tuple[int, ...]  # by section
    if_yes: Mapping[str, tuple[tuple[int, int], ...]]  # finding -> (slot, points)
    if_no: Mapping[str, tuple[tuple[int, int], ...]]
    derived: tuple[tuple[str, int, Check], ...]  # weighed ones and those they read, in order
    place: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """The points of each cause, and in how many sections it gained some."""

    points: tuple[int, ...]
    sections: tuple[int, ...]


def compile_scoring(
    compiled: Mapping[str, Any], bits: Mapping[str, int], derived: Mapping[str, Tree]
) -> Scoring:
    """Return the scoring part of a compiled copy; `derived` are the weighed ones, in order."""
    sections = [raw["section"] for raw in compiled["sections"]]
    place_of = {name: place for place, name in enumerate(sections)}
    section_of = {
        raw["id"]: place_of[raw["section"]]
        for raw in (*compiled["findings"], *compiled["derived"])
        if "section" in raw
    }
    conditions = tuple(
        _condition(raw, number * len(sections), section_of, bits)
        for number, raw in enumerate(compiled["conditions"])
    )
    weights = [weight for condition in conditions for weight in condition.weights]
    return Scoring(
        conditions=conditions,
        caps=tuple(raw["weight_cap"] for raw in compiled["sections"]),
        if_yes=_index((each.finding, each.slot, each.yes) for each in weights),
        if_no=_index((each.finding, each.slot, each.no) for each in weights),
        derived=tuple(
            (name, bits[name], compile_check(tree, bits)) for name, tree in derived.items()
        ),
        place={condition.id: number for number, condition in enumerate(conditions)},
    )


def _condition(
    raw: Mapping[str, Any], first: int, section_of: Mapping[str, int], bits: Mapping[str, int]
) -> Condition:
    return Condition(
        id=raw["id"],
        title=raw["title"],
        self_care=raw["self_care"],
        prior=raw["prior"],
        weights=tuple(
            Weight(name, yes, no, first + section_of[name]) for name, yes, no in raw["weights"]
        ),
        hidden_by=bits[raw["hidden_by"]] if "hidden_by" in raw else 0,
    )


def _index(entries: Iterable[tuple[str, int, int]]) -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for name, slot, points in entries:
        if points:
            found.setdefault(name, []).append((slot, points))
    return {name: tuple(pairs) for name, pairs in found.items()}


def weighed_derived(scoring: Scoring, yes: int, not_known: int, facts: Facts) -> dict[str, Truth]:
    """Return what the weighed derived findings came to; `not_known` are unsure or unanswered."""
    found: dict[str, Truth] = {}
    for name, bit, check in scoring.derived:
        value = found[name] = check(yes, not_known, facts)
        if value:
            yes |= bit
        elif value is None:
            not_known |= bit
    return found


def score(
    scoring: Scoring, answers: Mapping[str, Any], derived: Iterable[tuple[str, Truth]]
) -> Scores:
    """Return the points of all causes for these answers."""
    totals: dict[int, int] = {}
    if_yes, if_no = scoring.if_yes, scoring.if_no
    for given in (answers.items(), derived):
        for name, value in given:
            if value is True:
                hits = if_yes.get(name)
            elif value is False:
                hits = if_no.get(name)
            else:
                continue
            if hits is not None:
                for slot, points in hits:
                    totals[slot] = totals.get(slot, 0) + points
    return _summed(scoring, answers, totals)


def reach(
    scoring: Scoring, number: int, persona: object, values: Iterable[Truth | str]
) -> tuple[int, int]:
    """Return the points of one cause as rules read them: those certain, and the most they may be.

    `values` go along its weights; "open" may still become the best, another unknown one nothing.
    Here a yes never takes points away: no sign may talk a rule into silence.
    """
    condition, width = scoring.conditions[number], len(scoring.caps)
    certain: dict[int, int] = {}
    most: dict[int, int] = {}
    for weight, value in zip(condition.weights, values, strict=True):
        best = max(weight.yes, weight.no, 0)
        points = best if value is True else weight.no if value is False else 0
        slot = weight.slot
        certain[slot] = certain.get(slot, 0) + points
        most[slot] = most.get(slot, 0) + (best if value == "open" else points)
    caps, prior = scoring.caps, condition.prior.get(str(persona), 0)
    least, highest = (
        prior
        + sum(max(-caps[slot % width], min(caps[slot % width], total)) for slot, total in each)
        for each in (certain.items(), most.items())
    )
    return least, highest


def _summed(scoring: Scoring, answers: Mapping[str, Any], totals: Mapping[int, int]) -> Scores:
    persona = str(answers.get(PERSONA))
    points = [condition.prior.get(persona, 0) for condition in scoring.conditions]
    sections = [0] * len(points)
    caps, width = scoring.caps, len(scoring.caps)
    for slot, total in totals.items():
        number, section = divmod(slot, width)
        cap = caps[section]
        if total > 0:
            points[number] += total if total < cap else cap
            sections[number] += 1 if cap else 0
        else:
            points[number] += total if total > -cap else -cap
    return Scores(tuple(points), tuple(sections))
