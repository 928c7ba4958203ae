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
NEXT_DAY = 1  # pain is looked at on the day after: the same day's pain may be why less was done


@dataclass(frozen=True, slots=True)
class Question:
    """One pair of series: of what, against the next day's worst pain, and how it is told."""

    id: str
    title: str
    series: Callable[[Log], Series]
    said: str
    source: str


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
QUESTIONS = (LOAD, SITTING)
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
    before, after = pairs(question.series(log), log.pain, lag=NEXT_DAY)
    if len(before) < least_pairs:
        return Insight(question, "collecting", len(before), least_pairs)
    found = link(before, after, least=least_rho)
    if found is None or found.low <= 0:
        return Insight(question, "quiet", len(before), least_pairs)
    return Insight(question, "told", len(before), least_pairs, found)
