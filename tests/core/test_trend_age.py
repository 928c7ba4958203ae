"""Advice ends with the data that it stands on; what was not logged for two weeks is never quiet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_trend_stand import few, later, seeds
from tests.core.trend_logs import drawn, standing, words
from tracker.trends.log import DAYS
from tracker.trends.rules import TrendRule, all_rules
from tracker.trends.stand import stand


@pytest.mark.parametrize(
    "one", [r for r in all_rules() if not r.outlives_silence], ids=lambda one: one.id
)
@few
@given(seeds, st.integers(14, 60))
def test_advice_does_not_stand_on_data_that_ended_long_ago(
    one: TrendRule, seed: int, days: int
) -> None:
    silent = later(drawn(seed), days)

    assert stand(one, silent).state in {"unknown", "collecting"}
    # other things were logged meanwhile: that says nothing of this
    assert stand(one, replace(silent, logged=(True,) * DAYS)).state == "unknown"


def test_long_sitting_is_told_until_two_weeks_lack_it_and_is_never_called_calm() -> None:
    sat = [9.0] * 3
    for days, state in ((0, "note"), (13, "note"), (14, "unknown"), (32, "unknown")):
        gap: list[float | None] = [None] * days
        found = standing("TR-SIT-DOSE", sitting_h=[*sat, *gap], pain=[5.0] * 3 + gap)
        assert found.state == state, days
    assert "in the last 14 days" in words(found)
    quite_silent = standing("TR-SIT-DOSE", sitting_h=[*sat, *gap], pain=[5.0] * 3 + gap, silent=32)
    assert quite_silent.state == "unknown"


def test_advice_waits_for_the_baseline_again_once_a_silence_ended_it() -> None:
    gap: list[float | None] = [None] * 11  # 7 of the last 18 days are left

    found = standing("TR-SIT-DOSE", sitting_h=[9.0] * 3 + gap, pain=[5.0] * 3 + gap, silent=11)

    assert found.state == "collecting"
    assert "7 of the last 18 days" in words(found)


def test_a_link_of_long_ago_is_not_told_as_a_rule_of_today() -> None:
    hours: list[float | None] = [3.0, 9.0, 5.0, 8.0, 4.0, 10.0, 6.0, 7.0, 2.0, 9.0] * 3
    pain = [0.0 if hour is None else hour // 2 for hour in hours]
    gap: list[float | None] = [None] * 14

    assert standing("TR-SIT-LINK", sitting_h=hours, pain=pain).state == "note"
    assert standing("TR-SIT-LINK", sitting_h=hours + gap, pain=pain + gap).state == "unknown"


@pytest.mark.parametrize("rule_id", ["TR-LOAD-UP", "TR-PLATEAU", "TR-PAIN-SPIKE"])
def test_quiet_is_not_said_of_two_weeks_without_its_data(rule_id: str) -> None:
    old: dict[str, Any] = {"load_au": [100.0] * 60, "pain": [3.0] * 60}
    gone = {name: [*values, *[None] * 14] for name, values in old.items()}

    assert standing(rule_id, **old).state == "quiet"
    assert standing(rule_id, **gone).state == "unknown"
