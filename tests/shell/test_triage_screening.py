"""Signs of the daily log are judged with the week, the profile and the latest triage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from triage.models import Assessment
from triage.queries import latest_answers, raised_flags
from triage.replay import differences
from triage.services import SignFact, record_assessment, screen_signs

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)


@pytest.fixture
def ada() -> User:
    return User.objects.create_user(email="ada@example.test", password="a long pass phrase")


def sign(finding: str, value: Any, *, ago: int = 0, at: int = 0, changed: bool = True) -> SignFact:
    return SignFact(finding, value, TODAY - timedelta(days=ago), at, changed)


def screen(ada: User, *signs: SignFact, **profile: Any) -> list[UUID]:
    return screen_signs(
        athlete_id=ada.pk, profile_answers=profile, signs=signs, now=NOW, today=TODAY
    )


def rules(found: list[UUID]) -> list[tuple[date, list[str]]]:
    told = [raised_flags(assessment_id=each) for each in found]
    return [(each.day, [flag.rule for flag in each.flags]) for each in told]


def test_a_red_flag_of_today_is_raised_with_its_facts(ada: User) -> None:
    found = screen(ada, sign("saddle_numb", True))

    told = raised_flags(assessment_id=found[0])
    assert (told.athlete_id, told.origin, told.day) == (ada.pk, "daily", TODAY)
    flag = told.flags[0]
    assert (flag.rule, flag.urgency, flag.unsure) == ("RF-CES-1", "emergency_now", False)
    assert flag.title == "Get emergency help now"
    assert flag.because == (("saddle_numb", True),)


def test_a_calm_sign_raises_nothing_and_leaves_nothing(ada: User) -> None:
    assert screen(ada, sign("q_dull", True), sign("fever", False)) == []
    assert not Assessment.objects.exists()


def test_a_sign_that_did_not_change_is_not_raised_again(ada: User) -> None:
    assert screen(ada, sign("saddle_numb", True, changed=False)) == []
    assert screen(ada, sign("saddle_numb", True, changed=False), sign("q_dull", True)) == []


def test_unsure_raises_one_level_down(ada: User) -> None:
    found = screen(ada, sign("leg_cold_pale", "unsure"))

    flag = raised_flags(assessment_id=found[0]).flags[0]
    assert (flag.rule, flag.urgency, flag.unsure) == ("RF-ALI-1", "same_day", True)


def test_signs_of_the_same_week_are_judged_together(ada: User) -> None:
    earlier = sign("swelling_one_sided", True, ago=6, changed=False)

    found = screen(ada, earlier, sign("swelling_calf", True))

    assert (TODAY, "RF-DVT-1") in [(day, rule) for day, each in rules(found) for rule in each]


def test_a_sign_of_eight_days_ago_is_out_of_the_window(ada: User) -> None:
    earlier = sign("cancer_history", True, ago=7, changed=False)

    found = screen(ada, earlier, sign("numb_leg", True))

    assert "RF-MAL-1" not in [rule for _, each in rules(found) for rule in each]


def test_the_latest_value_of_a_finding_counts(ada: User) -> None:
    old = sign("cancer_history", True, ago=1, at=9, changed=False)
    new = sign("cancer_history", False, ago=1, at=10, changed=False)

    found = screen(ada, new, old, sign("numb_leg", True))

    assert "RF-MAL-1" not in [rule for _, each in rules(found) for rule in each]


def test_the_profile_and_the_latest_triage_are_judged_with_it(ada: User) -> None:
    record_assessment(athlete_id=ada.pk, answers={"cancer_history": True}, taken_at=NOW, now=NOW)

    found = screen(ada, sign("numb_leg", True), sign("mech_fall", True), age_years=80)

    raised = [rule for _, each in rules(found) for rule in each]
    assert {"RF-MAL-1", "RF-FX-8"} <= set(raised)
    assert latest_answers(athlete_id=ada.pk) == {"cancer_history": True}


def test_a_flag_belongs_to_the_day_of_its_fact(ada: User) -> None:
    found = screen(ada, sign("fever", True, ago=3), sign("leg_cold_pale", True, ago=1))

    assert rules(found) == [
        (TODAY - timedelta(days=3), ["RF-INF-1"]),
        (TODAY - timedelta(days=1), ["RF-ALI-1"]),
    ]


def test_a_sign_set_and_unset_in_one_batch_is_not_lost(ada: User) -> None:
    found = screen(ada, sign("saddle_numb", True, at=1), sign("saddle_numb", False, at=2))

    assert rules(found) == [(TODAY, ["RF-CES-1"])]


def test_an_old_sign_that_came_late_is_raised_on_its_own_day(ada: User) -> None:
    found = screen(ada, sign("leg_cold_pale", True, ago=40))

    assert rules(found) == [(TODAY - timedelta(days=40), ["RF-ALI-1"])]


def test_pain_of_now_counts_where_it_had_a_hand_in_it(ada: User) -> None:
    found = screen(ada, sign("pain_now", 9), sign("ease_nothing", True, changed=False))

    assert "RF-PAIN-1" in [rule for _, each in rules(found) for rule in each]


def test_taking_back_an_injury_lets_the_clot_rule_speak(ada: User) -> None:
    held = [sign(name, True, ago=1, changed=False) for name in ("warmth", "redness", "mech_kick")]

    quiet = screen(ada, *held, sign("onset_sudden", True))
    spoken = screen(ada, *held, sign("onset_sudden", False))

    assert "RF-DVT-2" not in [rule for _, each in rules(quiet) for rule in each]
    assert "RF-DVT-2" in [rule for _, each in rules(spoken) for rule in each]


def test_what_a_day_raised_holds_in_the_episode_and_can_be_replayed(ada: User) -> None:
    found = screen(
        ada, sign("leg_cold_pale", True, at=1), sign("leg_cold_pale", False, at=2),
        sign("fever", True, at=2),
    )  # fmt: skip

    row = Assessment.objects.get(pk=found[0])
    assert row.urgency == "emergency_now"
    assert row.episode.urgency == "emergency_now"
    assert {raw["id"] for raw in row.raised} == {"RF-ALI-1", "RF-INF-1"}
    assert differences(id=row.pk) == []
