"""What changed beside the pain: load, sitting, drinking. Named as happening too, never as a cause.

Pure. Series of 56 days, oldest first, None = not logged. Source: trends/METHOD.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.load import WEEK, WEEKS_BEFORE, load_of
from tracker.trends.tell import N_, Text, rounded

Series = Sequence[float | None]

MOST = 2  # things named beside one alert
LOAD_RATIO, LOAD_RISE_AU = 1.5, 300  # Source: evidence 5.3, TR-LOAD-UP
MORE_SITTING_H, MORE_SITTING = 2.0, 1.25
LESS_DRUNK = 0.75
LEAST_WEEK, LEAST_BEFORE = 3, 7  # logged days
HISTORY_DAYS = 28

LOAD = N_(
    "At the same time your training load jumped: {acute} this week, about {chronic} a week before."
)
SITTING = N_("At the same time you sat more: about {now} hours a day, about {before} before.")
DRINKING = N_("At the same time you drank less: about {now} litres a day, about {before} before.")


def load_jumped(
    load_au: Series, *, ratio: float = LOAD_RATIO, rise_au: float = LOAD_RISE_AU
) -> tuple[int, int] | None:
    """Return this week's load and a week's mean before, in AU, where it jumped; else None.

    The week is set against the three before (uncoupled), two of which have 4 logged days or more.
    """
    load = load_of(load_au)
    if load.acute is None or load.chronic is None:
        return None
    far = load.acute > ratio * load.chronic and load.acute - load.chronic > rise_au
    return (load.acute, load.chronic) if far else None


def beside(*, load_au: Series, sitting_h: Series, hydration_ml: Series) -> tuple[Text, ...]:
    """Return at most two sentences on what else changed in the last week."""
    found: list[Text] = []
    if _has_history(load_au) and (jump := load_jumped(load_au)):
        found.append((LOAD, {"acute": jump[0], "chronic": jump[1]}))
    if sat := _means(sitting_h):
        now, before = sat
        if now - before >= MORE_SITTING_H and now >= MORE_SITTING * before:
            found.append((SITTING, {"now": rounded(now), "before": rounded(before)}))
    if drunk := _means(hydration_ml):
        now, before = drunk
        if now <= LESS_DRUNK * before:
            litres = {"now": rounded(now / 1000), "before": rounded(before / 1000)}
            found.append((DRINKING, litres))
    return tuple(found[:MOST])


def _has_history(series: Series) -> bool:
    return any(value is not None for value in series[: len(series) - HISTORY_DAYS + 1])


def _means(series: Series) -> tuple[float, float] | None:
    """Return the mean of the last week and of the three before, where enough was logged."""
    week = [value for value in series[-WEEK:] if value is not None]
    weeks = series[-WEEK * (WEEKS_BEFORE + 1) : -WEEK]
    before = [value for value in weeks if value is not None]
    if not _has_history(series) or len(week) < LEAST_WEEK or len(before) < LEAST_BEFORE:
        return None
    return sum(week) / len(week), sum(before) / len(before)
