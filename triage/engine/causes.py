"""Which ordinary causes are shown, how well they fit, and which of the person's answers say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kernel.truth import Truth
from triage.engine.answers import Answer
from triage.engine.knowledge import Knowledge
from triage.engine.score import Condition, Scores

# Source: evidence-pack-draft-2, 2.0, the display rule.
FITS_WELL = 6  # points
FITS_PARTLY = 3  # points
LEAD = 3  # points before the next cause
IN_SECTIONS = 3  # sections of the vocabulary that speak for it
SHOWN = 3  # causes at most


@dataclass(frozen=True, slots=True)
class Said:
    """One answer and what it weighs for a cause."""

    finding: str
    value: bool
    weight: int

    def as_dict(self) -> dict[str, Any]:
        """Return the wire form."""
        return {"finding": self.finding, "value": self.value, "weight": self.weight}


@dataclass(frozen=True, slots=True)
class Cause:
    """One shown cause; answers strongest first, `missing` in asking order."""

    id: str
    title: str
    fit: str
    score: int
    speaks_for: tuple[Said, ...]
    against: tuple[Said, ...]
    missing: tuple[str, ...]
    self_care: str

    def as_dict(self) -> dict[str, Any]:
        """Return the wire form."""
        return {
            "id": self.id,
            "title": self.title,
            "fit": self.fit,
            "score": self.score,
            "for": [each.as_dict() for each in self.speaks_for],
            "against": [each.as_dict() for each in self.against],
            "missing": list(self.missing),
            "self_care": self.self_care,
        }


def rank(scores: Scores) -> list[int]:
    """Return the places of all causes, best first; ties keep the order of the pack."""
    return sorted(range(len(scores.points)), key=lambda place: -scores.points[place])


def shown_causes(
    knowledge: Knowledge,
    *,
    scores: Scores,
    order: list[int],
    answers: Mapping[str, Answer],
    derived: Mapping[str, Truth],
    may_ask: int,
    alive: int,
) -> tuple[Cause, ...]:
    """Return the causes that fit at least partly, at most three, best first.

    `may_ask` are the bits of findings that are unsure, or unanswered and still to be asked;
    `alive` those that are yes or unsure: a cause that one of them hides is left out.
    """
    made = []
    offered = [
        place for place in order if not knowledge.scoring.conditions[place].hidden_by & alive
    ]
    for place in offered[:SHOWN]:
        points = scores.points[place]
        if points < FITS_PARTLY:
            break
        leads = place == order[0] and len(order) > 1
        lead = points - scores.points[order[1]] if leads else 0
        clear = points >= FITS_WELL and lead >= LEAD and scores.sections[place] >= IN_SECTIONS
        condition = knowledge.scoring.conditions[place]
        made.append(
            Cause(
                id=condition.id,
                title=condition.title,
                fit="fits_well" if clear else "fits_partly",
                score=points,
                self_care=condition.self_care,
                **_evidence(knowledge, condition, answers, derived, may_ask),
            )
        )
    return tuple(made)


def _evidence(
    knowledge: Knowledge,
    condition: Condition,
    answers: Mapping[str, Answer],
    derived: Mapping[str, Truth],
    may_ask: int,
) -> dict[str, Any]:
    said: list[Said] = []
    missing = 0
    for weight in condition.weights:
        value = derived.get(weight.finding, answers.get(weight.finding))
        if value is True or value is False:
            points = weight.yes if value else weight.no
            if points:
                said.append(Said(weight.finding, value, points))
        else:
            missing |= knowledge.reads[weight.finding] & may_ask
    said.sort(key=lambda each: -abs(each.weight))
    return {
        "speaks_for": tuple(each for each in said if each.weight > 0),
        "against": tuple(each for each in said if each.weight < 0),
        "missing": tuple(name for name, each in knowledge.findings.items() if each.bit & missing),
    }
