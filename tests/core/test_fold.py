"""A day folded from its entries, as the contract's table says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tracker.fold import Fact, fold

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


def fact(kind: str, minute: int = 0, entry_id: str = "a", **content: Any) -> Fact:
    return Fact(kind, content, NOON + timedelta(minutes=minute), entry_id)


def test_a_day_without_entries_has_no_fields() -> None:
    assert fold([]) == {}


def test_pain_folds_into_worst_mean_and_morning() -> None:
    day = fold(
        [
            fact("pain", level=2, context="morning"),
            fact("pain", level=7, context="activity"),
            fact("pain", level=4),
        ]
    )
    assert day == {"pain_worst": 7, "pain_mean": 4.33, "pain_morning": 2}


def test_pain_of_zero_is_logged_and_not_missing() -> None:
    assert fold([fact("pain", level=0)]) == {"pain_worst": 0, "pain_mean": 0.0}


def test_hours_sat_add_up_and_stop_at_a_day() -> None:
    assert fold([fact("sitting", hours=0.1), fact("sitting", hours=0.2)]) == {"sitting_h": 0.3}
    assert fold([fact("sitting", hours=20), fact("sitting", hours=20)]) == {"sitting_h": 24}


def test_water_adds_up_and_the_darkest_colour_stands() -> None:
    day = fold(
        [
            fact("hydration", ml=500, urine_colour=3),
            fact("hydration", ml=250, urine_colour=6),
            fact("hydration", ml=0),
        ]
    )
    assert day == {"hydration_ml": 750, "urine_colour": 6}


def test_load_is_minutes_times_effort_and_a_rest_is_zero_not_missing() -> None:
    run, swim = fact("activity", minutes=60, rpe=5), fact("activity", minutes=30, rpe=2.5)
    assert fold([run, swim]) == {"activity_min": 90, "load_au": 375}
    assert fold([fact("activity", minutes=0, rpe=0)]) == {"activity_min": 0, "load_au": 0}


def test_the_latest_value_of_a_sign_stands() -> None:
    day = fold(
        [
            fact("symptom", 5, finding="limp", value=False),
            fact("symptom", 1, finding="limp", value=True),
            fact("symptom", 2, finding="fever", value="unsure"),
        ]
    )
    assert day == {"symptoms": {"limp": False, "fever": "unsure"}}


def test_each_part_of_wellness_keeps_its_latest_value() -> None:
    day = fold([fact("wellness", 2, stress=2), fact("wellness", 1, stress=5, sleep_h=7.5)])
    assert day == {"stress": 2, "sleep_h": 7.5}


def test_a_note_leaves_only_its_mark() -> None:
    assert fold([fact("note", text="private")]) == {"has_note": True}


FACTS = st.lists(
    st.one_of(
        st.builds(
            lambda level, context: ("pain", {"level": level} | context),
            st.integers(0, 10),
            st.sampled_from([{}, {"context": "morning"}, {"context": "now"}]),
        ),
        st.builds(lambda hours: ("sitting", {"hours": hours}), st.floats(0, 24)),
        st.builds(
            lambda finding, value: ("symptom", {"finding": finding, "value": value}),
            st.sampled_from(["limp", "fever"]),
            st.booleans(),
        ),
        st.builds(
            lambda minutes, rpe: ("activity", {"minutes": minutes, "rpe": rpe}),
            st.floats(0, 1440),
            st.floats(0, 10),
        ),
    ),
    max_size=8,
)


@given(facts=FACTS, data=st.data())
def test_the_order_of_entries_does_not_matter(
    facts: list[tuple[str, dict[str, Any]]], data: st.DataObject
) -> None:
    made = [
        Fact(kind, content, NOON + timedelta(minutes=at % 3), f"{at:02}")
        for at, (kind, content) in enumerate(facts)
    ]
    assert fold(data.draw(st.permutations(made))) == fold(made)
