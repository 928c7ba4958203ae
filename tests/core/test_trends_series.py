"""A whole history: alarms are causal, rare, and need an entry."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends import judge_window, worsening_alarms

level = st.one_of(st.none(), st.integers(0, 10))
history = st.lists(st.tuples(st.integers(1, 4), level), max_size=140).map(
    lambda steps: (
        [sum(step for step, _ in steps[: place + 1]) for place in range(len(steps))],
        [pain for _, pain in steps],
    )
)


def simulated(
    seed: int, *, days: int, step_at: int | None = None, rise: float = 0.0
) -> list[int | None]:
    """Return an athlete's daily pain: steady with some memory, a fifth of the days missing."""
    chance = random.Random(seed)
    mean, swing, memory = chance.uniform(1, 5), chance.uniform(0.8, 1.2), 0.3
    noise, pain = chance.gauss(0, 1), []
    for day in range(days):
        noise = memory * noise + math.sqrt(1 - memory**2) * chance.gauss(0, 1)
        shift = rise if step_at is not None and day >= step_at else 0
        value = min(10, max(0, round(mean + shift + swing * noise)))
        pain.append(None if chance.random() < 0.2 else value)
    return pain


def test_a_step_is_noticed_within_days() -> None:
    pain = [2, 3, 2, 2, 3] * 8 + [5, 6, 5, 6]
    assert worsening_alarms(range(44), pain) == [41]


def test_a_lasting_step_is_not_told_again_within_14_days() -> None:
    pain = [2, 3, 2, 2, 3] * 8 + [6] * 14
    assert worsening_alarms(range(54), pain) == [41]


def test_days_before_the_first_and_between_entries_are_simply_missing() -> None:
    assert worsening_alarms([-9, -7, -5, -3, 0, 4, 5, 6], [1, 1, 1, 1, 1, 6, 6, 6]) == [6]


def test_nothing_logged_raises_nothing() -> None:
    assert worsening_alarms([], []) == []
    assert worsening_alarms(range(90), [None] * 90) == []
    assert worsening_alarms(range(90), [math.nan] * 90) == []


def test_a_gap_longer_than_the_window_starts_afresh() -> None:
    days = [*range(20), *range(100, 103)]
    assert worsening_alarms(days, [1] * 20 + [6] * 3) == []


@pytest.mark.parametrize(
    ("days", "pain", "word"),
    [
        ([1, 2], [1], "each day"),
        ([2, 1], [1, 1], "ascend"),
        ([1, 1], [1, 1], "ascend"),
        ([1.5], [1], "whole"),
        ([True], [1], "whole"),
        (["1"], [1], "whole"),
        ([1], [10.5], "0 and 10"),
        ([1], ["5"], "number"),
    ],
)
def test_what_is_no_history_is_refused(days: list, pain: list, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        worsening_alarms(days, pain)


@given(history)
def test_an_alarm_uses_nothing_after_its_day(given_history: tuple[list, list]) -> None:
    days, pain = given_history
    alarms = worsening_alarms(days, pain)
    cut = len(days) * 2 // 3
    assert worsening_alarms(days[:cut], pain[:cut]) == [d for d in alarms if d in days[:cut]]


@given(history)
def test_alarms_lie_on_logged_days_and_14_days_apart(given_history: tuple[list, list]) -> None:
    days, pain = given_history
    alarms = worsening_alarms(days, pain)
    logged = {day for day, value in zip(days, pain, strict=True) if value is not None}
    assert set(alarms) <= logged
    assert all(b - a >= 14 for a, b in pairwise(alarms))


@given(history)
def test_days_without_an_entry_may_be_left_out(given_history: tuple[list, list]) -> None:
    days, pain = given_history
    kept = [(d, p) for d, p in zip(days, pain, strict=True) if p is not None]
    alarms = worsening_alarms(days, pain)
    assert worsening_alarms([d for d, _ in kept], [p for _, p in kept]) == alarms


@given(history, st.integers(-1000, 1000))
def test_when_the_calendar_began_does_not_matter(
    given_history: tuple[list, list], shift: int
) -> None:
    days, pain = given_history
    moved = worsening_alarms([day + shift for day in days], pain)
    assert moved == [day + shift for day in worsening_alarms(days, pain)]


@given(
    st.lists(level, min_size=40, max_size=60),
    st.lists(st.integers(0, 3), min_size=53, max_size=53),
    st.lists(level, min_size=3, max_size=3),
)
def test_what_lies_more_than_56_days_back_does_not_matter(
    older: list, calm: list, newest: list
) -> None:
    window = [*calm, *newest]
    alarms = worsening_alarms(range(-len(older), 56), [*older, *window])
    told = max((day for day in alarms if day < 55), default=-99)
    news = judge_window(window, told_days_ago=55 - told).alarm
    assert (55 in alarms) == (news and told <= 41)


def test_entries_of_before_the_last_notification_are_no_news() -> None:
    calm, silent = [2, 3, 2, 2, 3, 2, 3] * 6, [None] * 13
    pain = [*calm, 6, 6, *silent, 6]
    assert worsening_alarms(range(58), pain) == [43]
    assert judge_window(pain[-56:]).alarm  # to whom nothing was told it would be
    assert worsening_alarms(range(59), [*pain, 6]) == [43, 58]  # risen since


def test_most_worsening_athletes_are_noticed_within_a_week() -> None:
    delays = []
    for seed in range(60):
        pain = simulated(seed, days=110, step_at=80, rise=2.5)
        seen = [day for day in worsening_alarms(range(110), pain) if day >= 80]
        if seen:
            delays.append(seen[0] - 80)
    assert len(delays) >= 57
    assert sorted(delays)[30] <= 6


def test_steady_athletes_hear_of_it_less_than_once_a_year() -> None:
    alarms = sum(
        len(worsening_alarms(range(180), simulated(seed, days=180))) for seed in range(100)
    )
    assert alarms / (100 * 180 / 365) < 1


def test_the_detector_needs_no_django() -> None:
    program = (
        "import sys, tracker.trends, alerts.rules; alerts.rules.all_rules();"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
