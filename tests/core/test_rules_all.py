"""What holds for every rule: its sheet is complete, its texts are filled and fair."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.facts import Facts, ManyFacts, MovedWeek
from alerts.rules import RANK, Rule, all_rules, by_weight, cause_drift, clot_sign, nerve_sign
from tests.core.rule_facts import DAY, facts, rule
from tests.core.trend_logs import FRIGHTENING
from tracker.snapshot import HYDRATION_STEP_ML
from tracker.trends import at_last_entries

RULES = all_rules()
SAFETY = {
    "TR-PAIN-8", "TR-PAIN-HIGH", "TR-NEURO", "TR-PERIPH", "TR-CLOT", "TR-HYD-HIGH", "TR-SILENT",
    "TR-NIGHT", "CAUSE-DRIFT",
}  # fmt: skip
SCOPES = {None, "pain", "load", "red_flag_contact"}
NEVER = re.compile(r"(?i)\b(?:%|per ?cent|diagnos|you have a|injury risk|low risk|harmless|"
                   r"nothing serious|all clear|don't worry|mg\b)")  # fmt: skip
FINDINGS = [*nerve_sign.SIGNS[:3], *clot_sign.SIGNS[:3], "cramps_now", "cramps_many_muscles",
            "heat_sweat", "dark_urine", "fluid_restriction", "loc_below_knee",
            "agg_night_lying"]  # fmt: skip


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """Anything an athlete may have logged, within the ranges of the kinds."""

    def days(values: Any, n: int) -> Any:
        return draw(st.lists(st.one_of(st.none(), values), max_size=n))

    answers = st.sampled_from([True, False, "unsure"])
    return facts(
        pain=days(st.integers(0, 10), 56),
        load=days(st.integers(0, 3000), 56),
        sat=days(st.integers(0, 24), 56),
        drunk=days(st.integers(0, 10_000), 56),
        urine=days(st.integers(1, 8), 28),
        sitting_pain=days(st.integers(0, 10), 28),
        places=days(st.sampled_from(["buttock", "thigh_lower", "below_knee"]), 28),
        signs=draw(st.lists(st.dictionaries(st.sampled_from(FINDINGS), answers), max_size=28)),
        silent=draw(st.integers(0, 20)),
        alarm_on=draw(st.sampled_from([None, DAY])),
    )


@given(any_facts())
def test_every_placeholder_is_filled_and_no_word_is_said_that_must_not_be(one: Facts) -> None:
    for each in RULES:
        found = each.judge(one)
        for message, numbers in [found.message, found.tell, *found.beside] if found else []:
            assert {name for _, name, _, _ in Formatter().parse(message) if name} == set(numbers)
            assert not NEVER.search(message.format(**numbers))


@given(any_facts())
def test_the_day_of_an_alert_has_begun(one: Facts) -> None:
    for each in RULES:
        found = each.judge(one)
        assert found is None or found.on <= one.today


@given(any_facts())
def test_the_same_facts_say_the_same(one: Facts) -> None:
    assert [each.judge(one) for each in RULES] == [each.judge(one) for each in RULES]


def test_nothing_logged_says_nothing() -> None:
    assert [each.id for each in RULES if each.judge(facts())] == []


@pytest.mark.parametrize("directions", sorted(cause_drift.PATTERNS))
def test_a_week_that_moved_is_told_with_what_to_say_and_when_not_to_wait(
    directions: tuple[str, ...],
) -> None:
    week = MovedWeek(
        ends_on=DAY, directions=directions, because=(("tingle_leg", True),),
        said=("tingling (yes)", "below the knee (yes)"), checked_on=DAY,
    )  # fmt: skip

    found = cause_drift.judge_week(week)

    assert found is not None
    texts = [message.format(**numbers) for message, numbers in [found.message, *found.beside]]
    assert found.tell[0].format(**found.tell[1]).endswith("tingling (yes); below the knee (yes).")
    assert "do the check again" in " ".join(texts)
    assert "get help at once" in texts[-1]
    assert not any(NEVER.search(text) for text in texts)
    assert found.because == (("tingle_leg", True),)


def test_a_week_that_moved_nothing_is_silent() -> None:
    week = MovedWeek(ends_on=DAY, directions=(), because=(), said=(), checked_on=DAY)

    assert cause_drift.judge_week(week) is None


def test_every_id_is_there_once() -> None:
    ids = [each.id for each in RULES]
    assert ids == sorted(set(ids))
    assert {"TR-PAIN-UP", "TR-PAIN-8", "TR-CRAMP", "TR-LOAD-UP"} < set(ids)


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.id)
def test_a_rule_fits_into_its_row_and_names_source_hearer_and_minimum(one: Rule) -> None:
    assert len(one.id) <= 32
    assert len(one.kind) <= 24
    assert one.urgency in RANK
    assert one.source
    assert not FRIGHTENING.search(one.source)  # a source has no next step beside it
    assert one.heard_by in SCOPES
    assert one.lock_out_days >= 1
    assert one.title
    assert not NEVER.search(one.title)
    assert set(one.quiet_after) <= {each.id for each in RULES}


def test_safety_is_never_limited_and_nothing_else_escapes_the_budget() -> None:
    assert {one.id for one in RULES if not one.limited} == SAFETY


def test_an_urgent_rule_is_a_rule_of_safety() -> None:
    assert all(not one.limited for one in RULES if RANK[one.urgency] >= RANK["same_day"])


def test_safety_speaks_before_advice() -> None:
    order = [(one.limited, -RANK[one.urgency]) for one in by_weight()]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "kind", ["sitting", "low_fluids", "high_fluids", "cramps", "silence", "missed_checkins"]
)
def test_a_coach_never_hears_of(kind: str) -> None:
    assert [one.heard_by for one in RULES if one.kind == kind] == [None]


def random_many(seed: int, n: int) -> tuple[ManyFacts, list[Facts]]:
    """The same athletes as arrays and one by one, most of them near some threshold."""
    chance = np.random.default_rng(seed)
    pain = chance.integers(0, 11, (n, 56))
    pain[:, -3:] = np.maximum(pain[:, -3:], chance.integers(0, 11, (n, 1)))
    pain[chance.random((n, 56)) < chance.random((n, 1))] = 255
    pain[chance.random(n) < 0.1, :-1] = 255
    load = chance.integers(0, 200, (n, 56)) * (chance.random((n, 56)) < 0.8)
    load[:, -7:] += chance.integers(0, 90, (n, 1))
    load[chance.random((n, 56)) < chance.random((n, 1)) * 0.6] = 65535
    water = chance.integers(60, 110, (n, 56))
    logged = (chance.random((n, 56)) < chance.random((n, 1))).astype(np.uint8)
    silent = chance.integers(0, 20, n)
    alarm = chance.integers(-1, 20, n)
    windows = pain.astype(np.uint8)
    moved, _ = at_last_entries(windows)
    many = ManyFacts(
        pain=moved, load_au=load.astype(np.uint16), hydration=water.astype(np.uint8),
        logged=logged, silent_days=silent.astype(np.int32), alarm_days=alarm.astype(np.int32),
    )  # fmt: skip
    return many, [
        facts(
            pain=[None if x == 255 else x for x in windows[at].tolist()],
            load=[None if x == 65535 else x for x in load[at].tolist()],
            drunk=[x * HYDRATION_STEP_ML for x in water[at].tolist()],
            silent=int(silent[at]),
            alarm_on=None if alarm[at] < 0 else DAY.fromordinal(
                DAY.toordinal() + int(silent[at]) - int(alarm[at])
            ),
        )
        for at in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize("rule_id", ["TR-PAIN-8", "TR-PAIN-UP", "TR-PAIN-HIGH", "TR-HYD-HIGH"])
def test_of_many_a_rule_names_exactly_those_it_would_speak_to(rule_id: str) -> None:
    many, each = random_many(4, 1500)
    one = rule(rule_id)
    assert one.maybe is not None
    spoken = [one.judge(facts) is not None for facts in each]
    assert one.maybe(many).tolist() == spoken
    assert any(spoken)


@pytest.mark.parametrize("rule_id", ["TR-PAIN-LONG", "TR-LOAD-UP", "TR-SILENT"])
def test_of_many_a_rule_leaves_out_nobody_it_would_speak_to(rule_id: str) -> None:
    many, each = random_many(5, 1500)
    one = rule(rule_id)
    assert one.maybe is not None
    maybe = one.maybe(many)
    spoken = np.array([one.judge(facts) is not None for facts in each])
    assert spoken.any()
    assert not (spoken & ~maybe).any()
    assert maybe.sum() < 0.7 * len(each)


def test_of_many_it_names_those_who_are_missed() -> None:
    many, _ = random_many(6, 1500)
    one = rule("TR-MISSED")
    assert one.maybe is not None
    used_to = many.logged[:, -14:].sum(axis=1) >= 7
    expected = used_to & (many.silent_days >= 7) & (many.silent_days <= 9)
    assert one.maybe(many).tolist() == expected.tolist()
