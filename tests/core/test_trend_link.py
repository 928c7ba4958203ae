"""Rank correlation, its interval, and when an insight is told, is silent, or is collecting."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.trend_logs import FRIGHTENING, log, standing, words
from tracker.trends.insights import LOAD, QUESTIONS, SITTING, SITTING_SAME_DAY, insight
from tracker.trends.link import link, pairs

values = st.lists(st.integers(0, 10), min_size=14, max_size=40)
few = settings(max_examples=30, deadline=None)
HOURS = [3, 9, 5, 8, 4, 10, 6, 7, 2, 9, 5, 8, 3, 7, 6, 4, 8, 9, 5, 3]


def after(hours: list[int], *, noise: int = 0) -> list[int]:
    """Return pain that on each day follows the hours of the day before."""
    random = Random(1)
    told = [min(10, max(0, hour // 2 + random.randint(-noise, noise))) for hour in hours]
    return [2, *told[:-1]]


@pytest.mark.parametrize(
    ("one", "other", "rho"),
    [
        ([1, 2, 3, 4, 5], [2, 4, 6, 8, 10], 1.0),
        ([1, 2, 3, 4, 5], [5, 4, 3, 2, 1], -1.0),
        ([1, 2, 3, 4, 5], [1, 4, 9, 16, 99], 1.0),
        ([1, 2, 2, 3], [1, 2, 3, 4], 0.9487),
        ([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17],
         -0.1758),
    ],
    ids=["together", "against", "ranks only", "ties share a rank", "the textbook"],
)  # fmt: skip
def test_ranks_go_together(one: list[float], other: list[float], rho: float) -> None:
    found = link(one, other, least=-1)

    assert found is not None
    assert found.rho == pytest.approx(rho, abs=5e-5)
    assert found.n == len(one)


@pytest.mark.parametrize(
    ("one", "other"), [([3] * 20, HOURS), (HOURS, [3] * 20), ([], []), ([1], [1])]
)
def test_what_never_changes_goes_with_nothing(one: list[float], other: list[float]) -> None:
    assert link(one, other, least=-1) is None


@few
@given(values, values)
def test_the_interval_holds_the_range_and_the_draw_is_the_same_each_time(
    one: list[int], other: list[int]
) -> None:
    n = min(len(one), len(other))
    found = link(one[:n], other[:n], least=-1)
    if found is None:
        return

    assert -1.000001 <= found.low <= found.high <= 1.000001
    assert link(one[:n], other[:n], least=-1) == found


@few
@given(values, st.integers(1, 5), st.integers(-3, 3))
def test_another_scale_of_the_same_order_changes_nothing(
    one: list[int], factor: int, shift: int
) -> None:
    other = list(reversed(one))

    assert link(one, other, least=-1) == link([factor * v + shift for v in one], other, least=-1)


def test_pairs_need_both_days_and_a_day_between_them() -> None:
    assert pairs([1, None, 3, 4], [9, 8, None, 6], lag=1) == ([1, 3], [8, 6])


def test_a_clear_link_is_told_as_an_association_with_its_size() -> None:
    found = insight(SITTING, log(sitting_h=HOURS, pain=after(HOURS, noise=1)))

    assert found.state == "told"
    assert found.n == 19
    assert found.link is not None
    assert found.link.rho >= 0.4
    assert found.link.low > 0
    said = SITTING.said.format(n=found.n)
    assert "tends to be" in said
    assert "does not show that one brings the other" in said


def test_no_source_that_is_shown_frightens() -> None:
    assert [one.id for one in QUESTIONS if FRIGHTENING.search(one.source)] == []


def test_load_is_asked_the_same_way() -> None:
    found = insight(LOAD, log(load_au=[60 * h for h in HOURS], pain=after(HOURS)))

    assert found.state == "told"


@pytest.mark.parametrize(
    ("hours", "pain", "state"),
    [
        (HOURS[:14], after(HOURS[:14]), "collecting"),
        (HOURS, [None] * 20, "collecting"),
        ([None] * 20, after(HOURS), "collecting"),
        (HOURS, [3] * 20, "quiet"),
        (HOURS, [10 - level for level in after(HOURS)], "quiet"),
        (HOURS, [4, 4, 3, 4, 5, 4, 4, 4, 4, 4, 5, 3, 5, 3, 4, 3, 3, 5, 4, 5], "quiet"),
        (HOURS, [5, 4, 5, 4, 5, 5, 5, 5, 3, 4, 3, 5, 3, 3, 3, 4, 4, 3, 4, 5], "quiet"),
    ],
    ids=["13 pairs", "no pain logged", "no sitting logged", "pain that never changes",
         "the other way round", "a weak link", "no link"],
)  # fmt: skip
def test_little_or_no_link_is_not_told(
    hours: list[int], pain: list[int | None], state: str
) -> None:
    found = insight(SITTING, log(sitting_h=hours, pain=pain))

    assert found.state == state
    assert found.link is None


@few
@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=14))
def test_under_fourteen_pairs_nothing_is_ever_told(pain: list[int | None]) -> None:
    held = log(pain=pain, sitting_h=list(pain), load_au=list(pain))

    assert {insight(one, held).state for one in QUESTIONS} == {"collecting"}


def test_pain_of_the_same_day_is_asked_too_and_said_to_go_either_way() -> None:
    same_day = [hour // 2 for hour in HOURS]
    found = insight(SITTING_SAME_DAY, log(sitting_h=HOURS, pain=same_day))

    assert (found.state, found.n) == ("told", 20)
    assert "pain may also be why somebody sits" in SITTING_SAME_DAY.said
    assert insight(SITTING, log(sitting_h=HOURS, pain=same_day)).state == "quiet"
    told = standing("TR-SIT-LINK", sitting_h=HOURS, pain=same_day)
    assert (told.state, told.said) == ("note", (SITTING_SAME_DAY.said, {"n": 20}))


def test_the_next_days_pain_goes_first_where_both_are_clear() -> None:
    hours = ([3] * 7 + [9] * 7) * 5
    pain = [2] + [hour // 2 for hour in hours[:-1]]
    for question in (SITTING, SITTING_SAME_DAY):
        assert insight(question, log(sitting_h=hours, pain=pain)).state == "told"

    assert standing("TR-SIT-LINK", sitting_h=hours, pain=pain).said[0] == SITTING.said


def test_the_rule_says_what_the_insight_says() -> None:
    told = standing("TR-SIT-LINK", sitting_h=HOURS, pain=after(HOURS))
    silent = standing("TR-SIT-LINK", sitting_h=HOURS, pain=[3] * 20)
    few_pairs = standing("TR-SIT-LINK", sitting_h=HOURS[:14], pain=after(HOURS[:14]))

    assert told.state == "note"
    assert "tends to be higher the next day" in words(told)
    assert (silent.state, few_pairs.state) == ("quiet", "unknown")
