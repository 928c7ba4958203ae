"""A session: minutes and effort (RPE 0-10); `rest` with 0 minutes says a day without training."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kernel.errors import FieldError
from tracker.kinds.checks import AskFinding, Refused, number, whole

_SPORT = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def _sport(value: Any) -> str:
    if not isinstance(value, str) or not _SPORT.fullmatch(value):
        raise Refused("bad-id", "Name the sport in small letters, for example running.")
    return value


NAME = "activity"
FIELDS = {
    "sport": _sport,
    "minutes": number(0, 1440),
    "rpe": number(0, 10),
    "?distance_m": number(0, 1_000_000),
    "?sprint_percent": number(0, 100),
    "?pain_during": whole(0, 10),
}


def check(fields: Mapping[str, Any], ask_finding: AskFinding) -> list[FieldError]:
    """Refuse a rest that lasts."""
    if fields["sport"] == "rest" and fields["minutes"]:
        return [FieldError("/minutes", "rest-has-no-minutes", "A rest day has 0 minutes.")]
    return []
