"""The athlete's own standing: pain, load, sitting, drinking, and how steadily it was logged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tracker import snapshot
from tracker.load import load_of
from tracker.models import Snapshot
from tracker.queries import logged_days, mean_of
from tracker.spells import open_spells
from tracker.trends import judge_window, sentence, trend_of
from tracker.trends.tell import COLLECTING

BASELINE_DAYS = 18


def standing(*, athlete_id: int, today: date) -> dict[str, Any]:
    """Return the contract's snapshot, in two statements unless the streak outgrows the window."""
    row = Snapshot.objects.filter(athlete_id=athlete_id).first() or Snapshot(athlete_id=athlete_id)
    spell = open_spells(athlete_ids=[athlete_id], today=today).get(athlete_id)
    ends_on = row.ends_on or today
    pain = snapshot.shifted(snapshot.values(bytes(row.pain)), ends_on=ends_on, today=today)
    told: dict[str, Any] = {
        "today": pain[-1],
        "mean_7d": mean_of(pain[-7:]),
        "trend": trend_of(pain, spell_open=spell is not None),
    }
    if spell is not None:
        told["since"] = spell.opened_on.isoformat()
    if text := _sentence(pain, told["trend"]):
        told["sentence"] = text
    sitting = snapshot.shifted(
        snapshot.values(bytes(row.sitting), scale=10), ends_on=ends_on, today=today
    )
    drunk = snapshot.shifted(snapshot.values(bytes(row.hydration)), ends_on=ends_on, today=today)
    litres = [None if step is None else step * snapshot.HYDRATION_STEP_ML for step in drunk]
    load = snapshot.shifted(snapshot.words(bytes(row.load_au)), ends_on=ends_on, today=today)
    logged = snapshot.shifted(list(bytes(row.logged)), ends_on=ends_on, today=today)
    return {
        "as_of": today.isoformat(),
        "pain": told,
        "load": load_of(load).as_dict(),
        "sitting": {"today_h": sitting[-1], "mean_7d_h": mean_of(sitting[-7:])},
        "hydration": {"today_ml": litres[-1], "mean_7d_ml": mean_of(litres[-7:])},
        "streak_days": _streak(athlete_id, logged, today),
        "sparkline": pain,
        "logged_28d": sum(1 for day in logged[-28:] if day),
    }


def _sentence(pain: list[float | None], trend: str) -> str | None:
    found = sentence(judge_window(pain))
    if found is None and trend == "unknown":
        logged = sum(1 for day in pain[-BASELINE_DAYS:] if day is not None)
        found = (COLLECTING, {"n": logged})
    if found is None:
        return None
    message, numbers = found
    return _(message).format(**numbers)


def _streak(athlete_id: int, logged: list[float | None], today: date) -> int:
    """Return how many days in a row were logged up to today, or up to yesterday in the morning."""
    count = snapshot.streak(logged)
    if count < snapshot.DAYS - 1:
        return count
    days = logged_days(athlete_id=athlete_id, up_to=today)  # longer than the window: ask the days
    first = today if days and days[0] == today else today - timedelta(days=1)
    return next((n for n, day in enumerate(days) if day != first - timedelta(days=n)), len(days))
