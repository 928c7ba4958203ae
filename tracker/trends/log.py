"""Twelve weeks of one athlete's log, day by day: all that a rule over a series looks at. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

DAYS = 84  # the last 56 are judged one by one, the first 28 are history for them
FIRST_JUDGED = 28
BASELINE_DAYS, BASELINE_LEAST = 18, 8  # Source: evidence 5.3, minimum data
SILENT_RESET_DAYS = 14  # so long a silence ends a baseline. Source: evidence 5.3

T = TypeVar("T")
Series = Sequence[float | None]
NOTHING: tuple[None, ...] = (None,) * DAYS


@dataclass(frozen=True, slots=True)
class Log:
    """DAYS days ending `today`, oldest first; None = not logged, which is never zero.

    `pain` is the day's worst, `pain_morning` on waking, `pain_sitting` while sitting,
    `pain_session` during a session (0-10);
    `furthest` a place in `pains.DOWN_THE_LEG`; `load_au` minutes x effort, 0 = logged as rest;
    `sitting_h` hours; `minutes_to_pain` the shortest sitting until it hurt; `hydration_ml`;
    `urine_colour` 1-8; `sprint_min` minutes at speed; `wellness` the sum of four feelings (4 best
    to 28). `signs` are each day's findings. `answers` are of the latest triage. `resets` are days
    (places in the series) at which an episode began, `rechecks` those of a triage. `worse_since` is
    the place at which the open worsening spell began, `amber_on` that of the oldest open amber.
    """

    today: date
    pain: Series = NOTHING
    pain_morning: Series = NOTHING
    pain_sitting: Series = NOTHING
    pain_session: Series = NOTHING
    furthest: Series = NOTHING
    load_au: Series = NOTHING
    sitting_h: Series = NOTHING
    minutes_to_pain: Series = NOTHING
    hydration_ml: Series = NOTHING
    urine_colour: Series = NOTHING
    sprint_min: Series = NOTHING
    wellness: Series = NOTHING
    signs: Sequence[Mapping[str, Any]] = ({},) * DAYS
    logged: Sequence[bool] = (False,) * DAYS
    answers: Mapping[str, Any] = field(default_factory=dict)
    resets: frozenset[int] = frozenset()
    rechecks: frozenset[int] = frozenset()
    worse_since: int | None = None
    amber_on: int | None = None

    def day(self, at: int) -> date:
        """Return the date of a place in the series."""
        return self.today - timedelta(DAYS - 1 - at)

    def says(self, finding: str, at: int) -> bool:
        """Tell whether a sign was yes or unsure on a day; unsure is not no."""
        return yes_or_unsure(self.signs[at].get(finding)) if at >= 0 else False

    def answered(self, findings: Sequence[str], at: int) -> bool:
        """Tell whether a day has an answer to any of these findings: no answer is not no."""
        return any(self.signs[at].get(finding) is not None for finding in findings)

    def has_ever_said(self, finding: str) -> bool:
        """Tell whether a sign was yes or unsure in the latest triage or on any of these days."""
        lately = any(self.says(finding, at) for at in range(DAYS))
        return lately or yes_or_unsure(self.answers.get(finding))


def yes_or_unsure(value: Any) -> bool:
    """Tell whether an answer is yes or unsure."""
    return value is True or value == "unsure"


def back(series: Sequence[T], at: int, days: int, *, skip: int = 0) -> Sequence[T]:
    """Return the `days` days that end `skip` days before `at`; fewer where the log begins later."""
    end = max(0, at + 1 - skip)
    return series[max(0, end - days) : end]


def told(values: Series) -> list[float]:
    """Return what was logged, in order."""
    return [value for value in values if value is not None]


def mean(values: Sequence[float]) -> float:
    """Return the mean of at least one number."""
    return sum(values) / len(values)


def logged_lately(log: Log, at: int) -> int:
    """Return how many of the last 18 days had anything logged."""
    return sum(bool(day) for day in back(log.logged, at, BASELINE_DAYS))


def has_baseline(log: Log, at: int) -> bool:
    """Tell whether enough was logged for a rule that compares; before, it is collecting."""
    return logged_lately(log, at) >= BASELINE_LEAST


def since_reset(log: Log, at: int) -> int:
    """Return the first day that the baseline of `at` may use.

    An episode that began, or 14 days of silence, end what went before. Source: evidence 5.3.
    """
    newest = max((day for day in log.resets if day <= at), default=0)
    silent = 0
    for day in range(newest, at + 1):
        if log.logged[day]:
            newest = day if silent >= SILENT_RESET_DAYS else newest
            silent = 0
        else:
            silent += 1
    return newest


def baseline(log: Log, series: Series, at: int) -> list[float]:
    """Return what was logged on the days t-18 to t-5 that still count. Source: evidence 5.3."""
    first = max(0, at - 18, since_reset(log, at))
    return told(series[first : max(first, at - 4)])
