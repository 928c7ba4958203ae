"""The rolling window: an edit repairs it, and it always equals the days it is made of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tracker import load, snapshot
from tracker.snapshot import DAYS, Window, has_lost_its_end, roll, streak, values, words

START = date(2026, 1, 1)


def on(offset: int) -> date:
    return START + timedelta(days=offset)


def test_an_empty_window_ends_nowhere() -> None:
    assert roll(Window(), {}) == Window()
    assert roll(Window(), {on(0): None}) == Window()


def test_a_day_lands_at_the_end_with_its_units() -> None:
    day = {"pain_worst": 7, "sitting_h": 6.5, "hydration_ml": 2000, "load_au": 375}
    window = roll(Window(), {on(0): day})
    assert window.ends_on == on(0)
    assert values(window.pain) == [None] * 55 + [7]
    assert values(window.sitting, scale=10)[-1] == 6.5
    assert values(window.hydration)[-1] == 40
    assert words(window.load_au)[-1] == 375
    assert window.logged[-1] == 1


def test_zero_is_logged_and_a_gap_is_not_zero() -> None:
    window = roll(Window(), {on(0): {"pain_worst": 0, "load_au": 0}, on(2): {"has_note": True}})
    assert values(window.pain)[-3:] == [0, None, None]
    assert words(window.load_au)[-3:] == [0, None, None]
    assert list(window.logged[-3:]) == [1, 0, 1]


def test_an_edit_far_back_repairs_its_day_and_no_other() -> None:
    window = roll(Window(), {on(n): {"pain_worst": 2} for n in range(56)})
    repaired = roll(window, {on(10): {"pain_worst": 9}})
    changed = [n for n in range(56) if window.pain[n] != repaired.pain[n]]
    assert changed == [10]


def test_a_day_before_the_window_is_left_out() -> None:
    window = roll(Window(), {on(100): {"pain_worst": 2}})
    assert roll(window, {on(44): {"pain_worst": 9}}) == window


def test_huge_totals_stop_at_the_largest_that_can_be_held() -> None:
    day = {"hydration_ml": 90_000, "load_au": 10**6, "sitting_h": 24}
    window = roll(Window(), {on(0): day})
    assert values(window.hydration)[-1] == 254
    assert words(window.load_au)[-1] == 65534
    assert values(window.sitting, scale=10)[-1] == 24


def test_a_window_shown_today_moves_on_with_days_not_logged() -> None:
    series = [*range(56)]
    moved = snapshot.shifted(series, ends_on=on(0), today=on(3))
    assert moved == [*range(3, 56), None, None, None]
    assert snapshot.shifted(series, ends_on=on(0), today=on(500)) == [None] * 56


def test_a_day_logged_where_tomorrow_has_begun_is_not_shown_as_today() -> None:
    assert snapshot.shifted([*range(56)], ends_on=on(1), today=on(0)) == [None, *range(55)]


def test_a_streak_counts_back_from_today_or_from_yesterday_in_the_morning() -> None:
    assert streak([0, 1, 1, 1]) == 3
    assert streak([0, 1, 1, None]) == 2
    assert streak([1, 1, None, None]) == 0
    assert streak([1, 0, 1]) == 1


LAST: Any = st.one_of(
    st.none(),
    st.fixed_dictionaries({"pain_worst": st.integers(0, 10)}),
    st.fixed_dictionaries({"load_au": st.integers(0, 900), "sitting_h": st.floats(0, 24)}),
)


@given(steps=st.lists(st.dictionaries(st.integers(0, 130).map(on), LAST, max_size=4), max_size=12))
def test_rolled_step_by_step_it_equals_the_days(steps: list[dict[date, Any]]) -> None:
    days: dict[date, Any] = {}
    window = Window()
    for folded in steps:
        days |= folded
        logged = {day: fields for day, fields in days.items() if fields is not None}
        lost = has_lost_its_end(window, folded)
        window = roll(Window(), logged) if lost else roll(window, folded)
        assert window.ends_on == max(logged, default=None)
        assert window == roll(Window(), logged)
        assert len(window.pain) == len(window.logged) == DAYS


def test_load_compares_the_week_with_the_three_before() -> None:
    steady = [50.0] * 56
    assert load.load_of(steady).as_dict() == {"acute": 350, "chronic": 350, "ratio": 1.0}
    assert load.load_of([*steady[:-7], *[100.0] * 7]).ratio == 2.0


def test_load_claims_nothing_of_weeks_hardly_logged() -> None:
    assert load.load_of([None] * 56).as_dict() == {"acute": None, "chronic": None, "ratio": None}
    sparse = [None] * 56
    sparse[-1] = 300
    assert load.load_of(sparse).as_dict() == {"acute": 300, "chronic": None, "ratio": None}


def test_rest_that_was_logged_is_load_zero_and_no_ratio_to_nothing() -> None:
    assert load.load_of([0] * 56).as_dict() == {"acute": 0, "chronic": 0, "ratio": None}
