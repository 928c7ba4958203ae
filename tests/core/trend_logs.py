"""Logs for the tests of the trend rules: say the last days, or draw twelve weeks from a seed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from tracker.trends.log import DAYS, Log
from tracker.trends.pains import DOWN_THE_LEG
from tracker.trends.rules import TrendRule, all_rules
from tracker.trends.stand import Standing, stand

SUNDAY = date(2026, 3, 1)
MONDAY = date(2026, 3, 2)
SIGNS = (
    "agg_night_lying", "cramps_now", "cramps_many_muscles", "dark_urine", "loc_below_knee",
    "heat_sweat",
)  # fmt: skip
FRIGHTENING = re.compile(r"(?i)\b(?:deaths?|died|dying|deadly|fatal|lethal|kill|mortal|amputat)")


def padded(last: Sequence[Any], empty: Any = None) -> tuple[Any, ...]:
    """Return a whole series that ends with these days."""
    return tuple([empty] * DAYS + list(last))[-DAYS:]


def log(
    *, today: date = MONDAY, logged: int | list[bool] = DAYS, silent: int = 0,
    signs: Sequence[Mapping[str, Any]] = (), places: Sequence[str | None] = (), **series: Any,
) -> Log:  # fmt: skip
    """Return a log whose series end with these days; what is no list is taken as it is.

    `logged` days in a row up to `silent` days before today had something logged.
    """
    flags = logged if isinstance(logged, list) else [True] * logged + [False] * silent
    furthest = [None if place is None else DOWN_THE_LEG.index(place) for place in places]
    return Log(
        today=today,
        signs=padded(signs, {}),
        logged=padded(flags, False),
        furthest=padded(furthest),
        **{name: padded(v) if isinstance(v, list) else v for name, v in series.items()},
    )


def drawn(seed: int, *, gaps: float = 0.2) -> Log:
    """Return twelve weeks of somebody: levels that wander, a rise or a fall, days left out."""
    random = Random(seed)
    some = random.choice([gaps, 0.0, 0.6])
    level, rise = random.uniform(0, 6), random.choice([0, 0, 3, -3])
    onset = random.randrange(DAYS)

    def series(draw: Any) -> tuple[Any, ...]:
        return tuple(None if random.random() < some else draw(day) for day in range(DAYS))

    def pain(day: int) -> int:
        risen = rise if day >= onset else 0
        return min(10, max(0, round(level + risen + random.gauss(0, 1))))

    values = {
        "pain": series(pain),
        "pain_morning": series(pain),
        "pain_session": series(pain),
        "furthest": series(lambda _: random.choice([2, 3, 3, 6, 9])),
        "load_au": series(lambda _: random.choice([0, 0, 150, 300, 600])),
        "sitting_h": series(lambda _: random.randint(2, 12)),
        "minutes_to_pain": series(lambda _: random.randint(5, 90)),
        "hydration_ml": series(lambda _: random.choice([1000, 2000, 2500, 5500])),
        "urine_colour": series(lambda _: random.randint(1, 7)),
        "sprint_min": series(lambda _: random.choice([0, 0, 4, 20])),
        "wellness": series(lambda day: random.randint(6, 12) + (6 if day >= onset else 0)),
        "signs": tuple(
            {one: random.choice([True, False, False, "unsure"]) for one in SIGNS
             if random.random() < some}
            for _ in range(DAYS)
        ),
    }  # fmt: skip
    told = [any(values[name][day] is not None for name in values) for day in range(DAYS)]
    return Log(today=MONDAY, logged=tuple(told), answers={"prev_hamstring_ever": True}, **values)


def rule(rule_id: str) -> TrendRule:
    """Return one rule."""
    (found,) = [one for one in all_rules() if one.id == rule_id]
    return found


def standing(rule_id: str, **given: Any) -> Standing:
    """Return how one rule stands on a log that ends with these days."""
    return stand(rule(rule_id), log(**given))


def words(one: Standing) -> str:
    """Return its sentence, filled."""
    message, numbers = one.said
    return message.format(**numbers)
