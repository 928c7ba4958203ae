"""Pain that wakes: told when it is new, on nights that were answered; the trend rule agrees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.rule_facts import DAY, said, words
from tests.core.trend_logs import log
from tests.core.trend_logs import rule as trend_rule
from tracker.trends.log import DAYS

NIGHT = "TR-NIGHT"
WOKE, SLEPT = {"agg_night_lying": True}, {"agg_night_lying": False}
UNSURE = {"night_pain_constant": "unsure"}
nights = st.lists(st.sampled_from([WOKE, SLEPT, {}, UNSURE]), max_size=28)


@pytest.mark.parametrize(
    "signs",
    [
        [WOKE] * 3,
        [SLEPT] * 14 + [WOKE, {}, WOKE, SLEPT, {}, {}, WOKE],
        [UNSURE] * 3,
        [WOKE] + [{}] * 20 + [WOKE] * 3,
    ],
    ids=["three in a row", "three of seven", "unsure", "an old night long before"],
)
def test_new_nights_are_told_with_what_to_do(signs: list[dict[str, Any]]) -> None:
    found = said(NIGHT, signs=signs)

    assert found is not None
    assert found.on == DAY
    assert found.because == (("nights_woken", 3),)
    assert "Open Check" in words(found)


@pytest.mark.parametrize(
    "given",
    [
        {"signs": [WOKE] * 2},
        {"signs": [*[WOKE] * 3, SLEPT]},
        {"signs": [*[WOKE] * 3, {}]},
        {"signs": [WOKE] * 8},
        {"signs": [WOKE] + [{}] * 10 + [WOKE] * 3},
        {"signs": [WOKE] * 3, "flagged": frozenset({"agg_night_lying"})},
        {"pain": [8] * 7},
        {},
    ],
    ids=["two nights", "slept last night", "last night not told", "as for a week", "not new",
         "a red flag named it", "strong pain, nights not told", "nothing"],
)  # fmt: skip
def test_few_old_or_unknown_nights_are_not_told(given: dict[str, Any]) -> None:
    assert said(NIGHT, **given) is None


@given(nights)
def test_alert_and_trend_judge_the_same(signs: list[dict[str, Any]]) -> None:
    one = trend_rule(NIGHT)
    shown = one.fires(log(signs=signs), DAYS - 1, one.defaults)

    assert (said(NIGHT, signs=signs) is None) == (shown is None)
