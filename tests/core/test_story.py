"""A year lived through again: what stable athletes are told, and what a story tells when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from alerts.budget import DAYS, MOST
from alerts.choosing import Choice
from alerts.story import Flag, History, live_through
from tests.simulated import FIRST, stable_athletes

# The brief of the budget: these are safety; everything else counts.
SAFETY = {"TR-PAIN-8", "TR-PAIN-HIGH", "TR-NEURO", "TR-PERIPH", "TR-CLOT", "TR-NIGHT"}
YEAR = 365


def lived(history: History, *, days: int) -> list[tuple[date, Choice]]:
    return list(live_through(history, first=FIRST, last=FIRST + timedelta(days - 1)))


def logged(pain: Mapping[int, int] | list[int], **fields: Any) -> History:
    levels = dict(enumerate(pain)) if isinstance(pain, list) else pain
    days = {FIRST + timedelta(at): {"pain_worst": level} | fields for at, level in levels.items()}
    return History(days=days)


def told(history: History, *, days: int = 60) -> list[tuple[int, str]]:
    """Return day number and rule of what would have been told."""
    return [
        ((day - FIRST).days, choice.rule.id)
        for day, choice in lived(history, days=days)
        if not choice.held
    ]


def test_stable_athletes_are_told_at_most_half_an_alert_in_thirty_days() -> None:
    counted: Counter[str] = Counter()
    athletes = 40
    for history in stable_athletes(n=athletes, days=YEAR, seed=20):
        spent = []
        for _, choice in lived(history, days=YEAR):
            if not choice.held:
                counted[choice.rule.id] += 1
                spent += [choice.raised.on] if choice.spends else []
        for on in spent:
            assert sum(timedelta(0) <= other - on < timedelta(DAYS) for other in spent) <= MOST
    not_safety = sum(n for rule, n in counted.items() if rule not in SAFETY)
    assert 0 < not_safety / (athletes * YEAR / 30) <= 0.5
    assert counted["TR-LOAD-UP"] > 0  # the simulation does tempt the rules


def test_without_the_budget_they_would_be_told_more() -> None:
    choices = [
        choice
        for history in stable_athletes(n=10, days=YEAR, seed=21)
        for _, choice in lived(history, days=YEAR)
    ]
    assert any(choice.held for choice in choices)


def test_a_rise_is_told_once_then_reminded_of_then_missed() -> None:
    calm, risen = [2, 3, 2, 2, 3, 2, 3] * 5, [6] * 20
    found = told(logged(calm + risen), days=80)
    rules = [rule for _, rule in found]
    assert rules == ["TR-PAIN-UP", "TR-PAIN-UP", "TR-SILENT"]
    assert found[1][0] - found[0][0] == 14
    assert found[2][0] == len(calm + risen) - 1 + 3


def test_calm_days_that_end_are_missed_after_a_week_and_nothing_else_is_told() -> None:
    assert told(logged([2, 3, 2, 2, 3, 2, 3] * 4)) == [(27 + 7, "TR-MISSED")]


def test_a_red_flag_makes_the_silence_after_it_an_alarm() -> None:
    days = {FIRST + timedelta(at): {"pain_worst": 2} for at in range(10)}
    flag = Flag(FIRST + timedelta(9), frozenset({"weak_leg"}))
    assert told(History(days=days, flags=[flag]))[0] == (12, "TR-SILENT")
    assert told(History(days=days)) == [(16, "TR-MISSED")]


def test_a_flag_of_tomorrow_changes_nothing_today() -> None:
    days = {FIRST + timedelta(at): {"pain_worst": 2} for at in range(10)}
    flag = Flag(FIRST + timedelta(40), frozenset({"weak_leg"}))
    assert told(History(days=days, flags=[flag])) == [(16, "TR-MISSED")]


def test_what_came_before_the_first_day_is_taken_along() -> None:
    levels = dict.fromkeys(range(-3, 3), 9)
    assert told(logged(levels), days=5) == []  # told three days before
    assert told(logged(dict.fromkeys(range(3), 9)), days=3) == [(0, "TR-PAIN-8")]


def test_nothing_logged_tells_nothing() -> None:
    assert told(History(days={})) == []
