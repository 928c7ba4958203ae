"""One screen as it is shown, and the plan of all of them as the knowledge names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Group:
    """The findings that share a screen; `whole` = all of them are shown together."""

    id: str
    kind: str
    title: str
    lead: str | None
    section: str
    part: int  # counted from 1
    emergency: bool
    whole: bool
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What to ask now: the findings of one group that still matter, in the group's order.

    `left` is about how many screens are still to come, this one among them: 1 or more. An answer
    may open further ones, or make some needless.
    """

    id: str
    kind: str
    title: str
    lead: str | None
    section: str
    findings: tuple[str, ...]
    emergency: bool
    part: int
    parts: int
    part_title: str
    left: int

    def as_dict(self) -> dict[str, Any]:
        """Return the wire form, the same as the phone's."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "lead": self.lead,
            "section": self.section,
            "findings": list(self.findings),
            "emergency": self.emergency,
            "place": {
                "part": self.part, "of": self.parts, "title": self.part_title, "left": self.left,
            },
        }  # fmt: skip
