"""Facts for the rules' tests: say what matters on the last days, the rest is ordinary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from alerts.facts import DAYS, SIGN_DAYS, Facts, Signs
from alerts.rules import Raised, Rule, all_rules
from tracker.trends.pains import DOWN_THE_LEG

DAY = date(2026, 3, 2)
Days = Sequence[Any]


def padded(last: Days, length: int, empty: Any) -> tuple[Any, ...]:
    """Return `length` days that end with these."""
    return tuple([empty] * length + list(last))[-length:]


def facts(
    *,
    pain: Days = (),
    load: Days = (),
    sat: Days = (),
    drunk: Days = (),
    signs: Sequence[Mapping[str, Any]] = (),
    urine: Days = (),
    sitting_pain: Days = (),
    places: Sequence[str | None] = (),
    logged: int = DAYS,
    silent: int = 0,
    **more: Any,
) -> Facts:
    """Return facts whose series end with these days; `silent` days passed since the last."""
    furthest = [None if place is None else DOWN_THE_LEG.index(place) for place in places]
    return Facts.gather(
        ends_on=DAY,
        pain=padded(pain, DAYS, None),
        spell=more.pop("spell", None),
        today=DAY + timedelta(silent),
        load_au=padded(load, DAYS, None),
        sitting_h=padded(sat, DAYS, None),
        hydration_ml=padded(drunk, DAYS, None),
        logged=padded([True] * logged, DAYS, False),
        signs=Signs(
            findings=padded(signs, SIGN_DAYS, {}),
            urine_colour=padded(urine, SIGN_DAYS, None),
            sitting_pain=padded(sitting_pain, SIGN_DAYS, None),
            furthest=padded(furthest, SIGN_DAYS, None),
        ),
        **more,
    )


def rule(rule_id: str) -> Rule:
    """Return one rule."""
    (found,) = [one for one in all_rules() if one.id == rule_id]
    return found


def said(rule_id: str, **given: Any) -> Raised | None:
    """Return what a rule says of these facts."""
    return rule(rule_id).judge(facts(**given))


def words(raised: Raised | None) -> str:
    """Return all that a rule says, filled, in one string; empty for silence."""
    if raised is None:
        return ""
    texts = (raised.message, *raised.beside, raised.tell)
    return " ".join(message.format(**numbers) for message, numbers in texts)
