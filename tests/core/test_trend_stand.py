"""What holds for every rule: hysteresis, baseline, silence, the past only, and what is said."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.trend_logs import FRIGHTENING, MONDAY, drawn, log, rule, standing, words
from tracker.trends.log import DAYS, FIRST_JUDGED, Log, since_reset
from tracker.trends.rules import TrendRule, all_rules, version
from tracker.trends.stand import Standing, stand, stand_all, together

EXPECTED = {
    "TR-24H", "TR-CRAMP", "TR-GOOD", "TR-HYD", "TR-HYD-HIGH", "TR-LOAD-SPEED", "TR-LOAD-UP",
    "TR-LOAD-ZERO", "TR-NIGHT", "TR-PAIN-DRIFT", "TR-PAIN-HIGH", "TR-PAIN-SPIKE", "TR-PAIN-UP",
    "TR-PERIPH", "TR-PLATEAU", "TR-SESSION", "TR-SILENT", "TR-SIT-DOSE", "TR-SIT-LINK",
    "TR-SIT-TOL", "TR-WELL",
}  # fmt: skip
SERIES = [one.name for one in fields(Log) if isinstance(getattr(log(), one.name), tuple)]
seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=25, deadline=None)
HIGH = "TR-PAIN-HIGH"


def without(held: Log, days: range) -> Log:
    """Return the log with nothing logged on some days."""
    blank: dict[str, Any] = {"signs": {}, "logged": False}
    changed = {
        name: tuple(
            blank.get(name) if at in days else value for at, value in enumerate(getattr(held, name))
        )
        for name in SERIES
    }
    return replace(held, **changed)


def later(held: Log, days: int) -> Log:
    """Return the log as it stands after so many days without an entry."""
    empty: dict[str, Any] = {"signs": {}, "logged": False}
    moved = {name: (*getattr(held, name)[days:], *[empty.get(name)] * days) for name in SERIES}
    return replace(held, today=held.today + timedelta(days), **moved)


def test_all_rules_are_found_each_with_a_source_and_plain_words() -> None:
    rules = all_rules()

    assert {one.id for one in rules} == EXPECTED
    assert len(version()) == 12
    for one in rules:
        assert one.source
        assert not FRIGHTENING.search(one.source)  # shown under "Why this is shown"
        assert one.title
        assert one.least <= one.span_days
        assert all(isinstance(value, (int, float)) for value in asdict(one.defaults).values())


@pytest.mark.parametrize("one", all_rules(), ids=lambda one: one.id)
@few
@given(seeds)
def test_nothing_logged_of_its_kind_is_never_green(one: TrendRule, seed: int) -> None:
    held = without(drawn(seed), range(DAYS - one.span_days, DAYS))

    assert stand(one, held).state not in {"quiet", "good"}
    if one.area != "logging":  # other things were logged: that says nothing of this
        assert stand(one, replace(held, logged=(True,) * DAYS)).state not in {"quiet", "good"}


@pytest.mark.parametrize("one", [r for r in all_rules() if r.each_day], ids=lambda one: one.id)
@few
@given(seeds, st.integers(FIRST_JUDGED, DAYS - 2))
def test_a_day_is_judged_by_what_was_before_it(one: TrendRule, seed: int, at: int) -> None:
    held = drawn(seed)

    known = one.fires(held, at, one.defaults)

    assert one.fires(without(held, range(at + 1, DAYS)), at, one.defaults) == known


@pytest.mark.parametrize(
    "one", [r for r in all_rules() if r.level == "amber"], ids=lambda one: one.id
)
@few
@given(seeds, st.integers(1, 10))
def test_silence_never_ends_an_amber(one: TrendRule, seed: int, days: int) -> None:
    held = drawn(seed)
    before = stand(one, held)
    if before.state != "amber" or before.since is None:
        return
    if (held.today - before.since).days + days >= DAYS - FIRST_JUDGED:
        return  # older than what is looked at: unknown then, see the next test

    assert stand(one, later(held, days)).state == "amber"


@few
@given(seeds)
def test_what_is_older_than_the_log_is_unknown_never_quiet(seed: int) -> None:
    held = later(drawn(seed), DAYS)

    assert {one.state for one in stand_all(held)} == {"unknown"}


@few
@given(seeds)
def test_the_same_log_says_the_same_in_filled_sentences(seed: int) -> None:
    held = drawn(seed)
    first = stand_all(held)

    assert first == stand_all(held)
    for one in first:
        assert "{" not in words(one)
        assert "%" not in words(one)
        assert (one.since is not None) == (one.state in {"amber", "note", "good"})
        assert 0 <= one.n <= max(one.days, 18)


@pytest.mark.parametrize("one", [r for r in all_rules() if not r.safety], ids=lambda one: one.id)
@few
@given(seeds)
def test_before_the_baseline_only_safety_speaks(one: TrendRule, seed: int) -> None:
    held = without(drawn(seed), range(DAYS - 7))
    found = stand(one, held)

    assert found.state in {"collecting", "unknown"}


def test_the_baseline_is_said_with_the_days_logged() -> None:
    found = standing("TR-PLATEAU", pain=[5] * 7, logged=7)

    assert (found.state, words(found)) == (
        "collecting", "Collecting your baseline: 7 of the last 18 days logged.",
    )  # fmt: skip
    assert standing("TR-PLATEAU", pain=[5] * 8, logged=8).state == "unknown"


@pytest.mark.parametrize(
    ("after", "state"),
    [
        ([5] * 5, "amber"),
        ([5] * 6, "quiet"),
        ([6] * 20, "amber"),
        ([5, 5, 5, 5, 6, 5], "amber"),
        ([5, 5, None, 5, None, 5, None, 5], "amber"),
        ([5, 5, None, 5, None, 5, None, 5, 5], "quiet"),
        ([None] * 20, "amber"),
    ],
    ids=["four calm days after the last true one", "five", "just below high for weeks",
         "begun anew", "gaps do not count", "five calm days among gaps", "silence"],
)  # fmt: skip
def test_amber_is_over_after_five_calm_logged_days(after: list[Any], state: str) -> None:
    found = standing(HIGH, pain=[3] * 10 + [8] * 3 + after)

    assert found.state == state


def test_since_is_the_day_it_began_and_not_the_last_one_it_was_true() -> None:
    found = standing(HIGH, pain=[3] * 10 + [8] * 5 + [6] * 4)

    assert found.since == MONDAY - timedelta(6)


def test_a_new_check_ends_an_amber_that_is_no_longer_true() -> None:
    calmer, still = [3] * 10 + [8] * 3 + [5, 5], [3] * 10 + [8] * 5
    today = frozenset({DAYS - 1})

    assert standing(HIGH, pain=calmer).state == "amber"
    assert standing(HIGH, pain=calmer, rechecks=today).state != "amber"
    assert standing(HIGH, pain=still, rechecks=today).state == "amber"


def test_the_level_before_a_spike_stays_the_measure_of_calm() -> None:
    risen = [2] * 20 + [7] * 25
    fallen = [2] * 20 + [7] + [2] * 10

    assert standing("TR-PAIN-SPIKE", pain=risen).state == "note"
    assert standing("TR-PAIN-SPIKE", pain=fallen).state == "quiet"


def test_an_episode_or_fourteen_silent_days_begin_a_baseline_anew() -> None:
    assert since_reset(log(), DAYS - 1) == 0
    assert since_reset(log(resets=frozenset({70})), DAYS - 1) == 70
    assert since_reset(log(resets=frozenset({70})), 69) == 0
    assert since_reset(log(logged=[True] * 40 + [False] * 13 + [True] * 31), DAYS - 1) == 0
    assert since_reset(log(logged=[True] * 40 + [False] * 14 + [True] * 30), DAYS - 1) == 54


def amber(rule_id: str, days_ago: int) -> Standing:
    return Standing(rule(rule_id), "amber", MONDAY - timedelta(days_ago), 5, 7, ("", {}))


@pytest.mark.parametrize(
    ("ambers", "expected"),
    [
        ([("TR-PAIN-UP", 0), ("TR-SIT-TOL", 6)], ("TR-PAIN-UP", "TR-SIT-TOL")),
        ([("TR-PAIN-UP", 30), ("TR-SIT-TOL", 30)], ("TR-PAIN-UP", "TR-SIT-TOL")),
        ([("TR-PAIN-UP", 0), ("TR-SIT-TOL", 7)], None),
        ([("TR-PAIN-UP", 0), ("TR-PAIN-HIGH", 0)], None),
        ([("TR-PAIN-UP", 0)], None),
        ([], None),
    ],
)
def test_two_ambers_of_different_families_within_a_week_belong_together(
    ambers: list[tuple[str, int]], expected: tuple[str, str] | None
) -> None:
    found = together([amber(*one) for one in ambers])

    assert (found.rules if found else None) == expected


def test_a_note_is_no_amber_and_makes_nothing_belong_together() -> None:
    note = replace(amber("TR-SIT-DOSE", 0), state="note")

    assert together([note, amber("TR-PAIN-UP", 0)]) is None


def test_silence_is_asked_about_sooner_after_an_amber() -> None:
    pain = [3] * 20 + [8] * 3 + [None] * 3
    states = {one.rule.id: one for one in stand_all(log(pain=pain, silent=3))}
    calm = {one.rule.id: one for one in stand_all(log(pain=[3] * 23 + [None] * 3, silent=3))}

    assert "something to look after" in words(states["TR-SILENT"])
    assert calm["TR-SILENT"].state == "unknown"


def test_thresholds_can_be_replaced() -> None:
    held = log(pain=[6] * 20)
    lower = replace(rule(HIGH).defaults, high=6)
    states = {one.rule.id: one.state for one in stand_all(held, thresholds={HIGH: lower})}

    assert states[HIGH] == "amber"
    assert stand(rule(HIGH), held).state == "quiet"
