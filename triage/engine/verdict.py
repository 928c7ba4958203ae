"""What a judgement says, and its form on the wire."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from triage.engine.answers import Answer
from triage.engine.causes import Cause


@dataclass(frozen=True, slots=True)
class Flag:
    """One rule that fired, or (unsure) that an unsure answer leaves open one level down."""

    rule: str
    urgency: str
    suspected: str
    do_now: str
    tell_clinician: str
    because: tuple[tuple[str, Answer], ...]
    sources: tuple[str, ...]
    unsure: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the wire form; sources stand at fired rules only."""
        wire: dict[str, Any] = {
            "id": self.rule,
            "suspected": self.suspected,
            "urgency": self.urgency,
            "do_now": self.do_now,
            "tell_clinician": self.tell_clinician,
            "because": [{"finding": name, "value": value} for name, value in self.because],
        }
        if not self.unsure:
            wire["sources"] = list(self.sources)
        return wire


@dataclass(frozen=True, slots=True)
class Verdict:
    """One assessment of one set of answers; levels are named, None = nothing can be said yet."""

    knowledge_version: str
    urgency_now: str | None
    urgency: str | None
    complete: bool
    missing_mandatory: tuple[str, ...]
    red_flags: tuple[Flag, ...]
    unsure_flags: tuple[Flag, ...]
    unknown_findings: tuple[str, ...]
    withheld: bool
    causes: tuple[Cause, ...]
    ranking: tuple[str, ...]
    unclear: str | None  # what to say where no cause stands out
    unscreened: tuple[str, ...]
    is_clear: bool
    safety_net: str
    next_questions: tuple[str, ...]

    @property
    def raised(self) -> tuple[Flag, ...]:
        """Return the flags above self_care, fired and open, highest first as they stand."""
        return tuple(
            flag for flag in (*self.red_flags, *self.unsure_flags) if flag.urgency != "self_care"
        )

    def held_at(self, urgency: str | None, *, withheld: bool) -> Verdict:
        """Return the verdict with another level in force; causes go where it withholds them."""
        if withheld:
            return replace(
                self, urgency=urgency, withheld=True, causes=(), ranking=(), unclear=None
            )
        return replace(self, urgency=urgency, withheld=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the wire form without what an episode adds (id, episode, held_from)."""
        return {
            "knowledge_version": self.knowledge_version,
            "urgency": self.urgency,
            "urgency_now": self.urgency_now,
            "complete": self.complete,
            "missing_mandatory": list(self.missing_mandatory),
            "red_flags": [flag.as_dict() for flag in self.red_flags],
            "unsure_flags": [flag.as_dict() for flag in self.unsure_flags],
            "unknown_findings": list(self.unknown_findings),
            "withheld": self.withheld,
            "causes": [cause.as_dict() for cause in self.causes],
            "ranking": list(self.ranking),
            "unclear": self.unclear,
            "unscreened": list(self.unscreened),
            "is_clear": self.is_clear,
            "safety_net": self.safety_net,
            "next_questions": list(self.next_questions),
        }
