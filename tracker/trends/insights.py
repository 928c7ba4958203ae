"""What tends to go together in one's own log: said as an association, with its size, or not at all.

Pure. Below 14 pairs of days, or without a clear link, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tracker.trends.link import LEAST_PAIRS, LEAST_RHO, Link, link, pairs
from tracker.trends.log import Log, Series
from tracker.trends.tell import N_

State = Literal["collecting", "quiet", "told"]
SAME_DAY, NEXT_DAY = 0, 1  # on the same day pain may as well be why more or less was done


@dataclass(frozen=True, slots=True)
class Question:
    """One pair of series: of what, against worst pain `lag` days later, and how it is told."""

    id: str
    title: str
    series: Callable[[Log], Series]
    said: str
    source: str
    lag: int = NEXT_DAY


SITTING = Question(
    id="sitting-pain",
    title=N_("Sitting and the next day's pain"),
    series=lambda log: log.sitting_h,
    said=N_(
        "After longer sitting days your pain tends to be higher the next day ({n} pairs of days)."
        " That they go together does not show that one brings the other."
    ),
    source="evidence 5.3, TR-SIT-LINK (expert)",
)
SITTING_SAME_DAY = Question(
    id="sitting-pain-same-day",
    title=N_("Sitting and the same day's pain"),
    series=lambda log: log.sitting_h,
    said=N_(
        "On longer sitting days your pain tends to be higher ({n} days)."
        " That they go together does not show that one brings the other:"
        " pain may also be why somebody sits."
    ),
    source="evidence 5.3, TR-SIT-LINK (expert)",
    lag=SAME_DAY,
)
LOAD = Question(
    id="load-pain",
    title=N_("Training and the next day's pain"),
    series=lambda log: log.load_au,
    said=N_(
        "After days with more training your pain tends to be higher the next day"
        " ({n} pairs of days). That they go together does not show that one brings the other."
    ),
    source="as TR-SIT-LINK, for load (expert)",
)
QUESTIONS = (LOAD, SITTING, SITTING_SAME_DAY)
COLLECTING = N_("Collecting: {n} of {least} pairs of days logged.")
QUIET = N_("No clear link in {n} pairs of days. That does not show that there is none.")


@dataclass(frozen=True, slots=True)
class Insight:
    """What is known of a question; `link` only where it is told."""

    question: Question
    state: State
    n: int
    least: int = LEAST_PAIRS
    link: Link | None = None


def insight(
    question: Question, log: Log, *, least_rho: float = LEAST_RHO, least_pairs: int = LEAST_PAIRS
) -> Insight:
    """Judge one question over the whole log."""
    before, after = pairs(question.series(log), log.pain, lag=question.lag)
    if len(before) < least_pairs:
        return Insight(question, "collecting", len(before), least_pairs)
    found = link(before, after, least=least_rho)
    if found is None or found.low <= 0:
        return Insight(question, "quiet", len(before), least_pairs)
    return Insight(question, "told", len(before), least_pairs, found)
