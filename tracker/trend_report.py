"""What the log shows and what goes together in it, in words and figures: for the person's phone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tracker.context import beside
from tracker.trend_log import trend_log
from tracker.trends.ewma import fading_load
from tracker.trends.insights import COLLECTING, QUESTIONS, QUIET, Insight, insight
from tracker.trends.log import BASELINE_DAYS, BASELINE_LEAST, DAYS, Log, logged_lately
from tracker.trends.rules import version
from tracker.trends.stand import SHOW, Standing, Together, stand_all, together
from tracker.trends.tell import Text
from tracker.trends.window import WINDOW


def trend_report(*, athlete_id: int, today: date, zone: str) -> dict[str, Any]:
    """Return how every rule stands today (the contract of GET /trends), in five statements."""
    log = trend_log(athlete_id=athlete_id, today=today, zone=zone)
    standings = stand_all(log)
    logged = logged_lately(log, DAYS - 1)
    return {
        "as_of": today.isoformat(),
        "version": version(),
        "baseline": {
            "logged": logged,
            "of_days": BASELINE_DAYS,
            "needed": BASELINE_LEAST,
            "collecting": logged < BASELINE_LEAST,
        },
        "together": _together(together(standings)),
        "load": asdict(fading_load(log.load_au)),
        "rules": [_standing(one, log) for one in standings],
    }


def insight_report(*, athlete_id: int, today: date, zone: str) -> dict[str, Any]:
    """Return what goes together in the last twelve weeks (the contract of GET /insights)."""
    log = trend_log(athlete_id=athlete_id, today=today, zone=zone)
    return {
        "as_of": today.isoformat(),
        "results": [_insight(insight(question, log)) for question in QUESTIONS],
    }


def _standing(one: Standing, log: Log) -> dict[str, Any]:
    rule = one.rule
    speaks = one.since is not None
    return {
        "id": rule.id,
        "area": rule.area,
        "title": _(rule.title),
        "state": one.state,
        "since": one.since.isoformat() if one.since else None,
        "n": one.n,
        "of_days": one.days,
        "sentence": _told(one.said),
        "beside": _beside(log) if speaks and rule.beside else [],
        "action": rule.action if speaks else None,
        "source": rule.source,
        "thresholds": asdict(rule.defaults),
    }


def _beside(log: Log) -> list[str]:
    """Name at most two things that changed in the same week, never as a cause."""
    found = beside(
        load_au=log.load_au[-WINDOW:],
        sitting_h=log.sitting_h[-WINDOW:],
        hydration_ml=log.hydration_ml[-WINDOW:],
    )
    return [_told(text) for text in found]


def _together(found: Together | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "urgency": "within_days",
        "since": found.since.isoformat(),
        "rules": list(found.rules),
        "sentence": _(SHOW),
    }


def _insight(one: Insight) -> dict[str, Any]:
    numbers: dict[str, int | float] = {"n": one.n, "least": one.least}
    said = {"collecting": COLLECTING, "quiet": QUIET, "told": one.question.said}[one.state]
    link = one.link
    return {
        "id": one.question.id,
        "title": _(one.question.title),
        "state": one.state,
        "n": one.n,
        "needed": one.least,
        "effect": None if link is None else round(link.rho, 2),
        "interval": None if link is None else [round(link.low, 2), round(link.high, 2)],
        "sentence": _told((said, numbers)),
        "source": one.question.source,
    }


def _told(text: Text) -> str:
    message, numbers = text
    return _(message).format(**numbers)
