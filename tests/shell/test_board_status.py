"""One status an athlete: of consented data only, and never green from nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coach.status import HIGH_PAIN, RECENT_DAYS, Shown, status_of

TODAY = date(2026, 3, 9)


def status(**facts: object) -> str:
    return status_of(Shown(**{"last_logged": TODAY} | facts), today=TODAY)


@pytest.mark.parametrize("urgency", ["emergency_now", "same_day"])
def test_an_open_urgent_alert_is_red_whatever_else_is_well(urgency: str) -> None:
    assert status(open_urgencies=[urgency], pain_latest=0, trend="improving") == "red"


@pytest.mark.parametrize("urgency", ["within_days", "self_care"])
def test_a_lesser_alert_is_amber(urgency: str) -> None:
    assert status(open_urgencies=[urgency], pain_latest=0, trend="improving") == "amber"


def test_worsening_pain_is_amber_however_low() -> None:
    assert status(pain_latest=2, trend="worsening") == "amber"


def test_worsening_stays_amber_when_the_athlete_falls_silent() -> None:
    long_ago = TODAY - timedelta(days=20)

    assert status(last_logged=long_ago, pain_latest=2, trend="worsening") == "amber"


@pytest.mark.parametrize(
    ("level", "expected"), [(HIGH_PAIN, "amber"), (10, "amber"), (HIGH_PAIN - 1, "green")]
)
def test_high_pain_is_amber_though_steady(level: int, expected: str) -> None:
    assert status(pain_latest=level, trend="steady") == expected


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(0, "green"), (RECENT_DAYS, "green"), (RECENT_DAYS + 1, "grey")]
)
def test_green_needs_a_recent_day(days_ago: int, expected: str) -> None:
    last = TODAY - timedelta(days=days_ago)

    assert status(last_logged=last, pain_latest=1, trend="steady") == expected


@pytest.mark.parametrize(
    "facts",
    [
        {"last_logged": None},
        {"pain_latest": None, "trend": "steady"},
        {"pain_latest": 1, "trend": None},
        {"pain_latest": 1, "trend": "unknown"},
        {"last_logged": None, "pain_latest": 1, "trend": "steady"},
    ],
)
def test_green_is_never_made_of_missing_data(facts: dict[str, object]) -> None:
    assert status(**facts) == "grey"
