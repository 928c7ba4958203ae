"""Whether what was logged since a triage moves the picture toward a nerve or a vessel.

The triage's answers, with the newest logged value of each finding in their place, are scored again
and set against the score of the triage alone. Told once, when a direction is entered, and again
only after it has fallen back. Thresholds: source expert; see docs/adr/0051.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from triage.engine.causes import FITS_PARTLY
from triage.engine.judge import judge, scores_of
from triage.engine.knowledge import Knowledge
from triage.engine.verdict import Flag

# The causes that make up each picture.
DIRECTIONS: Mapping[str, tuple[str, ...]] = {
    "nerve": ("sciatica_disc", "spinal_stenosis", "deep_gluteal"),
    "vessel": ("pad",),
}
RISEN = 3  # points above the triage that are told, where the cause then fits at least partly
CLOSER = 6  # points nearer to the cause the triage put first, by two signs, whatever it fits
FALLEN_BACK = 1  # points above the triage at which a told direction is over


@dataclass(frozen=True, slots=True)
class Move:
    """A direction that was entered, and the logged findings that speak for it."""

    direction: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DriftRead:
    """One reading: `up` are the directions entered and not fallen back, `moves` the new ones.

    `ranking` and `scores` are empty where causes are not to be shown.
    """

    urgency: str | None
    raised: tuple[Flag, ...]
    up: tuple[str, ...]
    moves: tuple[Move, ...] = ()
    ranking: tuple[str, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)


def read_drift(
    knowledge: Knowledge,
    *,
    base: Mapping[str, Any],
    logged: Mapping[str, Any],
    once: Collection[str] = (),
    up_before: Collection[str] = (),
    country: str | None = None,
) -> DriftRead:
    """Score `base` with `logged` in its place; `up_before` is what the last reading left up.

    `once` are places tapped on one day only: alone they are no pattern, a finger may slip.
    `raised` are the flags of these answers that those of the base did not raise. Where causes are
    withheld nothing is said of directions, and what was up stays so.
    """
    answers = {**base, **logged}
    verdict = judge(knowledge, answers, country=country)
    before = {flag.rule for flag in judge(knowledge, base, country=country).raised}
    raised = tuple(flag for flag in verdict.raised if flag.rule not in before)
    if not verdict.ranking:
        return DriftRead(verdict.urgency_now, raised, tuple(sorted(up_before)))
    told, was = _points(knowledge, answers), _points(knowledge, base)
    up, moves = [], []
    for direction, causes in DIRECTIONS.items():
        if direction in up_before:
            if _still_up(causes, told, was):
                up.append(direction)
            continue
        because = _because_of(knowledge, base, logged, causes, told, was)
        if set(because) - set(once):
            up.append(direction)
            moves.append(Move(direction, because))
    scores = {name: told[name] for name in verdict.ranking}
    return DriftRead(
        verdict.urgency_now, raised, tuple(sorted(up)), tuple(moves), verdict.ranking, scores
    )


def _points(knowledge: Knowledge, answers: Mapping[str, Any]) -> dict[str, int]:
    points = scores_of(knowledge, answers).points
    return {cause.id: points[at] for at, cause in enumerate(knowledge.scoring.conditions)}


def _first(points: Mapping[str, int]) -> str:
    return max(points, key=points.__getitem__)  # ties: the order of the pack


def _newly_first(causes: Collection[str], told: Mapping[str, int], was: Mapping[str, int]) -> bool:
    return _first(told) in causes and _first(was) not in causes


def _because_of(
    knowledge: Knowledge,
    base: Mapping[str, Any],
    logged: Mapping[str, Any],
    causes: Collection[str],
    told: Mapping[str, int],
    was: Mapping[str, int],
) -> tuple[str, ...]:
    """Return the logged findings behind the causes that moved, in the order of the vocabulary."""
    found: set[str] = set()
    for cause in causes:
        risen = told.get(cause, 0) - was.get(cause, 0)
        if risen <= 0:
            continue
        because = _needed(knowledge, base, logged, cause, told[cause])
        leads = _first(told) == cause and _newly_first(causes, told, was)
        fits = told[cause] >= FITS_PARTLY and (leads or risen >= RISEN)
        closer = risen + was[_first(was)] - told[_first(was)]
        if fits or (risen >= RISEN and closer >= CLOSER and len(because) > 1):
            found |= because
    return tuple(name for name in knowledge.findings if name in found)


def _still_up(causes: Collection[str], told: Mapping[str, int], was: Mapping[str, int]) -> bool:
    risen = max((told[cause] - was[cause] for cause in causes if cause in told), default=0)
    return risen > FALLEN_BACK or (risen > 0 and _newly_first(causes, told, was))


def _needed(
    knowledge: Knowledge,
    base: Mapping[str, Any],
    logged: Mapping[str, Any],
    cause: str,
    points: int,
) -> set[str]:
    """Return the logged findings without which a cause would have fewer points.

    Where the cap of a section hides each of several, all that the cause weighs are named.
    """
    weighed = 0
    for weight in knowledge.scoring.conditions[knowledge.scoring.place[cause]].weights:
        weighed |= knowledge.reads[weight.finding]
    changed = {
        name
        for name, value in logged.items()
        if base.get(name) != value and knowledge.bits[name] & weighed
    }
    needed = {
        name for name in changed if _points(knowledge, _without(name, base, logged))[cause] < points
    }
    return needed or changed


def _without(name: str, base: Mapping[str, Any], logged: Mapping[str, Any]) -> dict[str, Any]:
    answers = {**base, **{other: value for other, value in logged.items() if other != name}}
    if name in base:
        answers[name] = base[name]
    return answers
