"""One colour, shape and word for an athlete, made of consented data only; never green from nothing.

| status | when |
|---|---|
| red | an open alert at same_day or above, and red_flag_contact is granted |
| amber | any other open alert (red_flag_contact), pain worsening or 7 and above (pain) |
| green | logged within 3 days, pain granted, and that pain steady or improving |
| grey | everything else: no consent, no recent data, or too little to say |

Training load alone makes neither green nor amber: a jump in load is no injury risk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["red", "amber", "green", "grey"]
ORDER: dict[Status, int] = {"red": 0, "amber": 1, "grey": 2, "green": 3}
URGENT = frozenset({"emergency_now", "same_day"})
RECENT_DAYS = 3
HIGH_PAIN = 7  # 0-10; Source: evidence 5.3, TR-PAIN-HIGH


@dataclass(frozen=True, slots=True)
class Shown:
    """What consent lets the status be made of; None or empty = not granted or not there."""

    last_logged: date | None
    open_urgencies: Sequence[str] = ()
    pain_latest: float | None = None
    trend: str | None = None


def status_of(shown: Shown, *, today: date) -> Status:
    """Return the status of one athlete."""
    if any(urgency in URGENT for urgency in shown.open_urgencies):
        return "red"
    if shown.open_urgencies or shown.trend == "worsening":
        return "amber"
    recent = shown.last_logged is not None and (today - shown.last_logged).days <= RECENT_DAYS
    if not recent or shown.pain_latest is None:
        return "grey"
    if shown.pain_latest >= HIGH_PAIN:
        return "amber"
    return "green" if shown.trend in {"steady", "improving"} else "grey"
