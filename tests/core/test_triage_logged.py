"""What the daily log says in the words of the vocabulary: facts only, the newest wins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.kinds.pain import FIELDS
from triage.engine.answers import problem_with
from triage.engine.logged import PLACES, Logged, facts_logged, tapped_once
from triage.loader import current

KNOWLEDGE = current()
MONDAY = date(2026, 11, 16)


def log(kind: str, *, on: int = 0, at: int = 0, **fields: Any) -> Logged:
    return Logged(kind, MONDAY + timedelta(days=on), at, fields)


def says(*entries: Logged) -> dict[str, Any]:
    return {name: fact.value for name, fact in facts_logged(KNOWLEDGE, entries).items()}


@pytest.mark.parametrize(
    ("entry", "answers"),
    [
        (log("symptom", finding="numb_leg", value="unsure"), {"numb_leg": "unsure"}),
        (log("pain", level=1, region="below_knee"), {"loc_below_knee": True}),
        (log("pain", level=4, side="left"), {"side": "left"}),
        (log("pain", level=4, side="both"), {"side": "both", "loc_both_legs": True}),
        (log("pain", level=6, context="now"), {"pain_now": 6}),
        (log("pain", level=0, context="sitting"), {"no_pain_seated": True, "agg_sitting": False}),
        (log("pain", level=2, context="sitting"), {"no_pain_seated": False}),
        (log("pain", level=3, context="sitting"), {"no_pain_seated": False, "agg_sitting": True}),
        (log("sitting", hours=6), {"sitting_hours": 6}),
        (log("sitting", hours=2, minutes_to_pain=20),
         {"sitting_hours": 2, "sit_minutes_to_pain": 20, "agg_sitting": True,
          "no_pain_seated": False}),
        (log("activity", sport="walk", minutes=5, rpe=2, pain_during=3), {"agg_walk": True}),
        (log("activity", sport="walk", minutes=10, rpe=2, pain_during=0), {"agg_walk": False}),
        (log("activity", sport="run", minutes=20, rpe=8, sprint_percent=50, pain_during=5),
         {"agg_sprint": True}),
    ],
)  # fmt: skip
def test_an_entry_says(entry: Logged, answers: dict[str, Any]) -> None:
    assert says(entry) == answers


@pytest.mark.parametrize(
    "entry",
    [
        log("pain", level=5),
        log("pain", level=0, region="below_knee", side="left"),
        log("pain", level=5, region="thigh_upper"),
        log("pain", level=5, context="worst"),
        log("hydration", ml=300),
        log("note", text="It went below the knee."),
        log("wellness", sleep_h=4),
        log("activity", sport="walk", minutes=30, rpe=2),
        log("activity", sport="walk", minutes=30, rpe=2, pain_during=2),
        log("activity", sport="walk", minutes=9, rpe=2, pain_during=0),
        log("activity", sport="run", minutes=30, rpe=2, pain_during=9),
        log("activity", sport="rest", minutes=0, rpe=0),
        log("symptom", finding="no_such_finding", value=True),
        log("symptom", finding="pain_now", value=99),
    ],
)
def test_an_entry_says_nothing(entry: Logged) -> None:
    assert says(entry) == {}


def test_the_newest_value_wins_and_what_came_before_is_forgotten() -> None:
    yes = log("symptom", on=1, finding="numb_leg", value=True)
    no = log("symptom", on=3, finding="numb_leg", value=False)

    assert says(no, yes) == {"numb_leg": False}
    assert says(yes, log("symptom", on=1, at=1, finding="numb_leg", value=False)) == {
        "numb_leg": False
    }


def test_a_place_that_is_not_tapped_again_stays() -> None:
    entries = [log("pain", on=0, level=3, region="buttock"), log("pain", on=4, level=3)]

    assert says(*entries) == {"loc_buttock_deep": True}


def test_both_legs_on_one_day_are_both_and_on_two_days_the_newer() -> None:
    left, right = log("pain", level=3, side="left"), log("pain", level=3, side="right")

    assert says(left, right) == {"side": "both", "loc_both_legs": True}
    assert says(left, log("pain", on=1, level=3, side="right")) == {"side": "right"}


def test_the_hours_of_a_day_add_up_to_no_more_than_a_day() -> None:
    assert says(log("sitting", hours=5), log("sitting", hours=4)) == {"sitting_hours": 9}
    assert says(log("sitting", hours=20), log("sitting", hours=9)) == {"sitting_hours": 24}
    assert says(log("sitting", hours=9), log("sitting", on=1, hours=2)) == {"sitting_hours": 2}


def test_a_place_of_one_day_is_told_apart_from_one_of_two() -> None:
    once = [log("pain", at=at, level=3, region="buttock") for at in range(3)]
    twice = [log("pain", on=on, level=3, region="low_back") for on in range(2)]

    assert tapped_once(facts_logged(KNOWLEDGE, once + twice)) == {"loc_buttock_deep"}


def test_every_place_is_one_of_the_log_and_of_the_vocabulary() -> None:
    for region, finding in PLACES.items():
        assert FIELDS["?region"](region) == region
        assert KNOWLEDGE.findings[finding].type == "bool3"


NAMES = sorted(name for name, each in KNOWLEDGE.findings.items() if each.type == "bool3")
ENTRIES = st.one_of(
    st.builds(
        lambda on, at, name, value: log("symptom", on=on, at=at, finding=name, value=value),
        st.integers(0, 9), st.integers(0, 10**6), st.sampled_from(NAMES),
        st.sampled_from([True, False, "unsure"]),
    ),
    st.builds(
        lambda on, at, level, region, side, context: log(
            "pain", on=on, at=at, level=level, region=region, side=side, context=context
        ),
        st.integers(0, 9), st.integers(0, 10**6), st.integers(0, 10),
        st.sampled_from([*PLACES, "thigh_upper"]), st.sampled_from(["left", "right", "both"]),
        st.sampled_from(["now", "sitting", "worst", "morning"]),
    ),
    st.builds(
        lambda on, at, hours, minutes: log(
            "sitting", on=on, at=at, hours=hours, minutes_to_pain=minutes
        ),
        st.integers(0, 9), st.integers(0, 10**6), st.integers(0, 24), st.integers(0, 1440),
    ),
)  # fmt: skip


@given(
    st.lists(ENTRIES, max_size=12, unique_by=lambda entry: (entry.day, entry.told_at)),
    st.randoms(),
)
def test_the_order_of_entries_does_not_matter_and_every_answer_is_allowed(
    entries: list[Logged], chance: Any
) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)

    facts = facts_logged(KNOWLEDGE, entries)

    assert facts_logged(KNOWLEDGE, shuffled) == facts
    for name, fact in facts.items():
        assert problem_with(KNOWLEDGE.findings[name], fact.value) is None
        assert fact.day in {entry.day for entry in entries}


@given(st.lists(ENTRIES, max_size=8, unique_by=lambda entry: (entry.day, entry.told_at)))
def test_days_without_entries_say_nothing(entries: list[Logged]) -> None:
    facts = facts_logged(KNOWLEDGE, entries)
    quiet = [log("pain", on=20, level=0), log("note", on=21, text="-"), log("wellness", on=22)]

    assert facts_logged(KNOWLEDGE, [*entries, *quiet]) == facts
