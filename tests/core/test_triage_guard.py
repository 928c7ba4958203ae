"""The pair guard: a rule that reads the points of a cause, and what may and may not silence it."""

from __future__ import annotations

import pytest

from tests.core.test_triage_judge import CALM
from triage.engine.judge import judge
from triage.engine.verdict import Verdict
from triage.loader import current

KNOWLEDGE = current()
GUARD = "RF-RUP-GUARD"
# Sudden, had to stop, severe, sitting hurts: three points of a full tear, and no tear rule.
TEAR_BY_POINTS = CALM | {
    "onset_sudden": True, "stopped_immediately": True, "pain_at_injury": 8, "agg_sitting": True,
    "persona": "athlete", "age_years": 45, "bruising_extensive": True, "palpable_gap": False,
    "pop_felt": False, "weak_knee_bend": False,
}  # fmt: skip
# One point more than the guard needs at most: nothing of the family but the guard speaks.
GUARDED = {name: value for name, value in CALM.items() if name != "weak_knee_bend"} | {
    "onset_sudden": True, "stopped_immediately": True, "pain_at_injury": 8, "agg_sitting": True,
    "persona": "athlete", "age_years": 45, "pop_felt": "unsure",
}  # fmt: skip


def rules_of(verdict: Verdict) -> set[str]:
    return {flag.rule for flag in verdict.red_flags}


def test_the_points_of_a_full_tear_ask_for_an_examination_where_no_rule_spoke() -> None:
    verdict = judge(KNOWLEDGE, GUARDED)

    assert GUARD in rules_of(verdict)
    assert verdict.urgency == "within_days"


def test_the_guard_names_every_answer_that_speaks_for_the_tear() -> None:
    flag = next(each for each in judge(KNOWLEDGE, GUARDED).red_flags if each.rule == GUARD)

    assert {name for name, _ in flag.because} == {
        "age_years", "onset_sudden", "pain_at_injury", "stopped_immediately", "agg_sitting",
    }  # fmt: skip


def test_the_guard_is_silent_where_a_rule_of_its_family_has_said_more() -> None:
    verdict = judge(KNOWLEDGE, TEAR_BY_POINTS)

    assert any(rule.startswith("RF-RUP-") for rule in rules_of(verdict))
    assert GUARD not in rules_of(verdict)
    assert GUARD not in {flag.rule for flag in verdict.unsure_flags}
    assert GUARD not in verdict.unscreened


def test_a_calm_set_of_answers_does_not_wake_the_guard() -> None:
    verdict = judge(KNOWLEDGE, CALM)

    assert GUARD not in rules_of(verdict)
    assert not verdict.unsure_flags


@pytest.mark.parametrize("sign", ["loc_below_knee", "onset_gradual", "numb_leg", "tingle_leg"])
def test_no_sign_takes_away_the_points_that_wake_the_guard(sign: str) -> None:
    ranks = KNOWLEDGE.levels.index

    for value in (True, "unsure"):
        verdict = judge(KNOWLEDGE, GUARDED | {sign: value})
        assert any(rule.startswith("RF-RUP-") for rule in rules_of(verdict))
        assert ranks(str(verdict.urgency)) >= ranks("within_days")


def test_an_unsure_answer_that_could_wake_the_guard_leaves_it_open() -> None:
    answers = GUARDED | {"persona": "desk", "weak_knee_bend": "unsure", "agg_sitting": False}

    verdict = judge(KNOWLEDGE, answers)

    assert GUARD not in rules_of(verdict)
    assert GUARD in {flag.rule for flag in verdict.unsure_flags}
    assert GUARD in verdict.unscreened
