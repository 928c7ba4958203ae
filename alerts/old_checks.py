"""Symptoms still logged more than a week after the last check ask for a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tracker.queries import days_between
from triage.old_checks import LastCheck, ask_for_new_check, last_checks

LATELY = timedelta(days=2)  # today and the two days before: the ache is still there


def ask_where_old(*, athlete_ids: Iterable[int], now: datetime) -> int:
    """Ask for a new check where one is due; return how many were asked just now."""
    checks = last_checks(athlete_ids=athlete_ids)
    return sum(_ask_if_old(athlete, check, now) for athlete, check in checks.items())


def _ask_if_old(athlete_id: int, check: LastCheck, now: datetime) -> bool:
    newest = now.date() + timedelta(days=1)  # a day may already have begun further east
    if check.asked_already or check.expired_from > newest:
        return False
    first = max(check.expired_from, now.date() - LATELY)
    logged = days_between(athlete_id=athlete_id, first=first, last=newest)
    if not any(_has_symptoms(day) for day in logged):
        return False
    ask_for_new_check(athlete_id=athlete_id, episode_id=check.episode_id, now=now)
    return True


def _has_symptoms(day: Mapping[str, Any]) -> bool:
    """Say whether pain above 0, a sign, or a doubt was logged; silence is neither."""
    signs = day.get("symptoms", {}).values()
    return bool(day.get("pain_worst")) or any(sign is True or sign == "unsure" for sign in signs)
