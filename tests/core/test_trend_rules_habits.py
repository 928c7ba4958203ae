"""Rules over sitting, drinking, load, feelings and silence: each as often silent as speaking."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.trend_logs import standing, words

TOL, DOSE, HYD, MUCH, CRAMP = "TR-SIT-TOL", "TR-SIT-DOSE", "TR-HYD", "TR-HYD-HIGH", "TR-CRAMP"
UP, SPEED, ZERO, DAY24 = "TR-LOAD-UP", "TR-LOAD-SPEED", "TR-LOAD-ZERO", "TR-24H"
SESSION = "TR-SESSION"
SILENT_RULE, WELL = "TR-SILENT", "TR-WELL"
STEADY = [200, 0, 200, 0, 200, 0, 0] * 3
SPRINTS = [5, 0, 5, 0, 0, 0, 0] * 3
HURT = {"answers": {"prev_hamstring_ever": True}}
CRAMPED, NO_CRAMP = {"cramps_now": True}, {"cramps_now": False}
HOT = {"heat_sweat": True}
USUAL = [10, 11, 9, 10, 11, 9] * 4

SPEAKING: dict[str, tuple[str, dict[str, Any], str]] = {
    "half as long as before": (TOL, {"minutes_to_pain": [60] * 14 + [30] * 5}, "about 30 minutes"),
    "three of five days are enough": (
        TOL, {"minutes_to_pain": [40] * 14 + [None, 20, None, 20, 20]}, "Stand up"),
    "long sitting with pain": (DOSE, {"sitting_h": [9] * 3, "pain": [4] * 3}, "no treatment"),
    "a long stretch with pain while sitting": (
        DOSE, {"signs": [{"longest_sit_min": 90}] * 3, "pain_sitting": [3] * 3}, "half hour"),
    "dark on two of three days": (HYD, {"urine_colour": [6, None, 5]}, "when you are thirsty"),
    "little in heat": (HYD, {"signs": [HOT], "hydration_ml": [1200]}, "no need to force"),
    "six litres": (MUCH, {"hydration_ml": [6000]}, "can be dangerous"),
    "six litres on the first day": (MUCH, {"hydration_ml": [6000], "logged": 1}, "emergency help"),
    "three days with cramps": (CRAMP, {"signs": [CRAMPED, {}, CRAMPED, CRAMPED]}, "3 of the last"),
    "cramps in many muscles": (CRAMP, {"signs": [{"cramps_many_muscles": "unsure"}]}, "several"),
    "cramps and brown urine": (
        CRAMP, {"signs": [CRAMPED | {"dark_urine": True}]}, "brown like cola"),
    "cramps and a dark colour": (CRAMP, {"signs": [CRAMPED], "urine_colour": [7]}, "dark urine"),
    "a jump in load": (UP, {"load_au": [*STEADY, 300, 0, 300, 0, 0, 0, 301]}, "load jumped"),
    "twice the minutes at speed": (
        SPEED, {"sprint_min": [*SPRINTS, 10, 0, 10, 0, 0, 0, 5], **HURT}, "25 minutes"),
    "unsure of an old injury": (
        SPEED,
        {"sprint_min": [*SPRINTS, 0, 0, 0, 0, 0, 0, 30],
         "answers": {"prev_hamstring_ever": "unsure"}},
        "smaller steps"),
    "two weeks of rest": (ZERO, {"load_au": [*STEADY, *[0] * 14]}, "rebuild first"),
    "a worse morning": (
        DAY24, {"load_au": [None] * 9 + [300, 0], "pain_morning": [*[2] * 10, 4]}, "rest day"),
    "a bad morning, none known before": (
        DAY24, {"load_au": [300, None], "pain_morning": [None, 6]}, "logged pain of 6"),
    "the second time in a week": (
        DAY24, {"load_au": [300, 0, 300, 0], "pain_morning": [2, 4, 2, 4]}, "one step"),
    "a session that hurts": (SESSION, {"pain_session": [2, None, 5]}, "pain of 5"),
    "a second session in a week": (
        SESSION, {"pain_session": [6, *[None] * 5, 5]}, "go back one step"),
    "a session that hurts much": (
        SESSION, {"pain_session": [6, None, 7]}, "open Check and answer again"),
    "days without a session after one": (
        SESSION, {"pain_session": [5, *[None] * 13]}, "next session lighter"),
    "one calm session since": (SESSION, {"pain_session": [5, None, 1, None]}, "lighter"),
    "sessions between green and red since": (SESSION, {"pain_session": [5, 4, 3, 4]}, "lighter"),
    "seven days without an entry": (SILENT_RULE, {"silent": 7}, "7 days"),
    "three days after an amber": (
        SILENT_RULE, {"silent": 3, "amber_on": 80}, "something to look after"),
    "a bad week": (WELL, {"wellness": [*USUAL, 15, 10, 15, 10, 15]}, "3 of the last 5 days"),
}  # fmt: skip

SILENT: dict[str, tuple[str, dict[str, Any], str]] = {
    "a fall of nine minutes": (TOL, {"minutes_to_pain": [20] * 14 + [11] * 5}, "quiet"),
    "a fifth less": (TOL, {"minutes_to_pain": [100] * 14 + [80] * 5}, "quiet"),
    "two of five days": (TOL, {"minutes_to_pain": [60] * 14 + [None, 20, None, None, 20]}, "quiet"),
    "four days before": (TOL, {"minutes_to_pain": [60] * 4 + [20] * 5}, "quiet"),
    "sitting to the end without a word of pain": (TOL, {"sitting_h": [9] * 30}, "unknown"),
    "long sitting on two days": (DOSE, {"sitting_h": [9, 9], "pain": [4, 4]}, "unknown"),
    "long sitting without pain": (DOSE, {"sitting_h": [9] * 5, "pain": [2] * 5}, "quiet"),
    "pain in general, none while sitting": (
        DOSE, {"sitting_h": [9] * 5, "pain": [6] * 5, "pain_sitting": [1] * 5}, "quiet"),
    "dark once": (HYD, {"urine_colour": [2, 2, 6]}, "quiet"),
    "dark, and fluids are limited": (
        HYD, {"urine_colour": [7] * 3, "answers": {"fluid_restriction": True}}, "quiet"),
    "dark, and fluids may be limited": (
        HYD, {"urine_colour": [7] * 3, "signs": [{"fluid_restriction": "unsure"}]}, "quiet"),
    "little, and no heat": (HYD, {"hydration_ml": [1200] * 3}, "quiet"),
    "nothing about drinking": (HYD, {"pain": [3] * 20}, "unknown"),
    "five litres": (MUCH, {"hydration_ml": [5000]}, "quiet"),
    "two cramp days": (CRAMP, {"signs": [*[NO_CRAMP] * 9, CRAMPED, CRAMPED]}, "quiet"),
    "dark urine without cramps": (CRAMP, {"signs": [NO_CRAMP] * 9, "urine_colour": [8]}, "quiet"),
    "nobody asked about cramps": (CRAMP, {"pain": [3] * 20}, "unknown"),
    "load as ever": (UP, {"load_au": [*STEADY, 200, 0, 200, 0, 200, 0, 10]}, "quiet"),
    "a jump, but unlogged weeks before": (
        UP, {"load_au": [*[None, None, None, None, 300, 300, 300] * 3, *[500] * 7]}, "quiet"),
    "load known for a week only": (UP, {"load_au": [500] * 7}, "unknown"),
    "speed without an old injury": (
        SPEED, {"sprint_min": [*SPRINTS, 10, 0, 10, 0, 0, 0, 5]}, "quiet"),
    "four minutes more": (
        SPEED, {"sprint_min": [*[2, 0, 0, 0, 0, 0, 0] * 3, 6, 0, 0, 0, 0, 0, 0], **HURT}, "quiet"),
    "speed never told": (SPEED, {"load_au": STEADY, **HURT}, "unknown"),
    "two weeks without a word are not two weeks of rest": (
        ZERO, {"load_au": [*STEADY, *[None] * 14]}, "unknown"),
    "one week of rest": (ZERO, {"load_au": [*STEADY, *STEADY[:7], *[0] * 7]}, "quiet"),
    "little before, nothing now": (
        ZERO, {"load_au": [*[50, 0, 0, 0, 0, 0, 0] * 3, *[0] * 14]}, "quiet"),
    "a point more in the morning": (
        DAY24, {"load_au": [300, 0, 300, 0], "pain_morning": [2, 3, 2, 3]}, "quiet"),
    "a worse morning after rest": (
        DAY24, {"load_au": [300, 0, 0, 0], "pain_morning": [2, 2, 2, 7]}, "unknown"),
    "mornings are not told": (DAY24, {"load_au": STEADY, "pain": [7] * 21}, "unknown"),
    "a session that hurts less": (SESSION, {"pain_session": [4, None, 4]}, "quiet"),
    "two calm sessions since": (SESSION, {"pain_session": [6, 2, None, 2]}, "quiet"),
    "strong pain, but in no session": (SESSION, {"pain": [8] * 20}, "unknown"),
    "one session alone": (SESSION, {"pain_session": [0]}, "unknown"),
    "six days without an entry": (SILENT_RULE, {"silent": 6}, "unknown"),
    "three days without an amber": (SILENT_RULE, {"silent": 3}, "unknown"),
    "three days, but the amber is of yesterday": (
        SILENT_RULE, {"silent": 3, "amber_on": 82}, "unknown"),
    "never logged": (SILENT_RULE, {"logged": 0}, "unknown"),
    "logged today": (SILENT_RULE, {}, "quiet"),
    "two bad days": (WELL, {"wellness": [*USUAL, 10, 10, 10, 15, 15]}, "quiet"),
    "a bad week by a little": (WELL, {"wellness": [*USUAL, 11, 11, 11, 11, 11]}, "quiet"),
    "a bad week, nine days before it": (WELL, {"wellness": [*[10] * 9, *[20] * 5]}, "quiet"),
    "feelings are not told": (WELL, {"pain": [3] * 20}, "unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "given", "part"), SPEAKING.values(), ids=SPEAKING.keys())
def test_it_speaks(rule: str, given: dict[str, Any], part: str) -> None:
    found = standing(rule, **given)

    assert found.state == found.rule.level
    assert found.since is not None
    assert part in words(found)


@pytest.mark.parametrize(("rule", "given", "state"), SILENT.values(), ids=SILENT.keys())
def test_it_is_silent(rule: str, given: dict[str, Any], state: str) -> None:
    found = standing(rule, **given)

    assert found.state == state
    assert found.since is None
