"""Rules over pain, nights and places: each as often silent as speaking."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.trend_logs import MONDAY, SUNDAY, standing, words

DRIFT, SPIKE, HIGH = "TR-PAIN-DRIFT", "TR-PAIN-SPIKE", "TR-PAIN-HIGH"
NIGHT, PERIPH, PLATEAU, GOOD = "TR-NIGHT", "TR-PERIPH", "TR-PLATEAU", "TR-GOOD"
WOKE, SLEPT = {"agg_night_lying": True}, {"agg_night_lying": False}

SPEAKING: dict[str, tuple[str, dict[str, Any], str]] = {
    "a month that rises by a point and a half": (
        DRIFT, {"pain": [2] * 7 + [3] * 14 + [3, 4, 3, 4, 3, 4, 4]}, "went up slowly"),
    "the same with three days of each week missing": (
        DRIFT, {"pain": [2, 2, None, 2, None, 2, None] + [3] * 14 + [4, 4, None, None, 4, 4, None]},
        "averages 4, four weeks ago it was 2"),
    "three above the usual and six": (SPIKE, {"pain": [3] * 20 + [6]}, "today"),
    "five values before are enough": (
        SPIKE, {"pain": [None] * 30 + [2, None, 2, None, 2, 2, 2] + [None] * 6 + [7]}, "today"),
    "a spike speaks before there is a baseline": (
        SPIKE,
        {"pain": [2] * 5 + [None] * 4 + [8], "logged": [True] * 5 + [False] * 4 + [True]},
        "answer again today"),
    "seven on three of four days": (HIGH, {"pain": [7, 3, 7, 7]}, "3 of the last 4 days"),
    "ten on each of three days, the first ever": (
        HIGH, {"pain": [10, 10, 10], "logged": 3}, "in the next days"),
    "woken on three nights": (NIGHT, {"signs": [*[SLEPT] * 14, WOKE, {}, WOKE, {}, WOKE]}, "new"),
    "unsure whether pain woke": (
        NIGHT, {"signs": [{"night_pain_constant": "unsure"}] * 3}, "3 of the last 7 nights"),
    "newly below the knee": (
        PERIPH, {"places": [*["sit_bone"] * 5, "below_knee"]}, "below the knee"),
    "below the knee after a no": (
        PERIPH, {"signs": [{"loc_below_knee": False}, {}, {"loc_below_knee": "unsure"}]}, "new"),
    "further down on two of three days": (
        PERIPH, {"places": [*["buttock"] * 5, "thigh_lower", None, "thigh_lower"]}, "Pause"),
    "three weeks at five": (PLATEAU, {"pain": [5, 4, 5, 6, 5] * 5}, "not improving"),
    "twelve of the days are enough": (
        PLATEAU, {"pain": [5, None] * 9 + [5] * 4}, "you logged 12 days"),
    "two points lower": (GOOD, {"pain": [5] * 50 + [2] * 6}, "lower than it was"),
    "a spell that is open": ("TR-PAIN-UP", {"worse_since": 80, "pain": [5] * 20}, "has risen"),
    "a spell, then silence": ("TR-PAIN-UP", {"worse_since": 60, "logged": 0}, "has risen"),
}  # fmt: skip

SILENT: dict[str, tuple[str, dict[str, Any], str]] = {
    "a rise of a point": (DRIFT, {"pain": [2] * 21 + [3] * 7}, "quiet"),
    "three values in the old week": (
        DRIFT, {"pain": [2, 2, 2, None, None, None, None] + [4] * 21}, "quiet"),
    "the same rise, but today is Sunday and it began today": (
        DRIFT, {"pain": [2] * 7 + [3] * 14 + [3, 3, 3, 3, 3, 3, 8], "today": SUNDAY}, "quiet"),
    "an episode began in between": (
        DRIFT, {"pain": [2] * 7 + [4] * 21, "resets": frozenset({70})}, "quiet"),
    "three above the usual, but five": (SPIKE, {"pain": [2] * 20 + [5]}, "quiet"),
    "six, but two above the usual": (SPIKE, {"pain": [4] * 20 + [6]}, "quiet"),
    "four values before": (SPIKE, {"pain": [2] * 4 + [None] * 5 + [9]}, "quiet"),
    "the usual level belongs to another episode": (
        SPIKE, {"pain": [2] * 20 + [9], "resets": frozenset({78})}, "quiet"),
    "fourteen silent days ended the usual level": (
        SPIKE, {"pain": [2] * 40 + [None] * 14 + [9], "logged": 1}, "collecting"),
    "seven on two of four days": (HIGH, {"pain": [7, 3, 3, 7]}, "quiet"),
    "six on four days": (HIGH, {"pain": [6] * 4}, "quiet"),
    "two high days and no more": (HIGH, {"pain": [8, None, 8, None]}, "unknown"),
    "woken twice": (NIGHT, {"signs": [*[SLEPT] * 14, WOKE, SLEPT, WOKE, SLEPT]}, "quiet"),
    "nobody was asked about the night": (NIGHT, {"pain": [3] * 20}, "unknown"),
    "always below the knee": (PERIPH, {"places": ["below_knee"] * 10}, "quiet"),
    "below the knee, told in the triage": (
        PERIPH,
        {"places": [*["sit_bone"] * 5, "below_knee"], "answers": {"loc_below_knee": True}},
        "quiet"),
    "below the knee, nothing known before": (PERIPH, {"places": ["below_knee"]}, "unknown"),
    "further down once": (
        PERIPH, {"places": [*["buttock"] * 5, None, None, "thigh_lower"]}, "quiet"),
    "no place logged": (PERIPH, {"pain": [4] * 20}, "unknown"),
    "three weeks at three": (PLATEAU, {"pain": [3] * 25}, "quiet"),
    "falling slowly": (PLATEAU, {"pain": [7] * 7 + [6] * 7 + [5] * 7}, "quiet"),
    "eleven values": (PLATEAU, {"pain": [5, None] * 10 + [5]}, "unknown"),
    "the same as ever": (GOOD, {"pain": [3] * 56}, "quiet"),
    "good, but a spell is open": (GOOD, {"pain": [5] * 50 + [2] * 6, "worse_since": 10}, "quiet"),
    "good three days ago, nothing since": (
        GOOD, {"pain": [5] * 47 + [2] * 6 + [None] * 3}, "quiet"),
    "no spell": ("TR-PAIN-UP", {"pain": [5] * 20}, "quiet"),
    "no spell and nothing logged": ("TR-PAIN-UP", {"logged": 0}, "unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "given", "part"), SPEAKING.values(), ids=SPEAKING.keys())
def test_it_speaks(rule: str, given: dict[str, Any], part: str) -> None:
    found = standing(rule, **given)

    assert found.state == found.rule.level
    assert found.since is not None
    assert found.since <= MONDAY
    assert part in words(found)


@pytest.mark.parametrize(("rule", "given", "state"), SILENT.values(), ids=SILENT.keys())
def test_it_is_silent(rule: str, given: dict[str, Any], state: str) -> None:
    found = standing(rule, **given)

    assert found.state == state
    assert found.since is None
