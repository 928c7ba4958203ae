"""The weekly reading keeps silent where nothing new was logged, and silence is no improvement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from alerts.models import Alert
from tests.core.test_triage_drift import NERVE
from tests.shell.drift_story import AFTER, CHECKED, MONDAY, check, log, log_signs, look, told
from triage.models import DriftReading, Episode
from triage.services import record_assessment, record_outcome


def test_a_week_of_silence_is_no_improvement(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    look()

    look(weeks=1)
    log(ada, "symptom", on=15, finding="q_dull", value=True)
    look(weeks=2)

    assert [row.week for row in DriftReading.objects.order_by("week")] == [
        MONDAY, MONDAY + timedelta(weeks=2),
    ]  # fmt: skip
    assert DriftReading.objects.latest("week").up == ["nerve"]
    assert len(told(ada)) == 1


@pytest.mark.parametrize(
    "signs",
    [{}, {"tingle_leg": False}, {"tingle_leg": "unsure"}, {"q_dull": True, "q_tight": True}],
    ids=["nothing", "a no", "a doubt", "an ordinary ache"],
)
def test_nothing_new_is_not_told(ada: User, signs: dict[str, Any]) -> None:
    check(ada)
    log_signs(ada, signs)
    log(ada, "hydration", ml=500)

    assert look().alerts == 0
    assert DriftReading.objects.count() == bool(signs)


def test_what_was_logged_before_the_check_is_not_read(ada: User) -> None:
    log_signs(ada, NERVE, on=1)
    check(ada, at=datetime(2026, 11, 18, 9, tzinfo=UTC))

    look()

    assert told(ada) == []


def test_without_a_complete_check_nothing_is_read(ada: User) -> None:
    record_assessment(
        athlete_id=ada.pk, answers={"fever": False}, taken_at=CHECKED, now=CHECKED
    )  # fmt: skip
    log_signs(ada, NERVE)

    assert look().alerts == 0
    assert not DriftReading.objects.exists()


def test_once_the_episode_is_over_nothing_is_read(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    record_outcome(
        athlete_id=ada.pk, episode_id=Episode.objects.get().pk, outcome="seen_treated",
        seen_on=None, note="", now=AFTER,
    )  # fmt: skip

    assert look().athletes == 0
    assert not DriftReading.objects.exists()


def test_while_a_level_withholds_causes_no_pattern_is_named(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE | {"leg_cold_pale": "unsure"})
    log_signs(ada, {"leg_cold_pale": False}, on=1)

    look()

    row = DriftReading.objects.get()
    assert (row.ranking, row.scores, row.up) == ([], {}, [])
    assert told(ada) == []
    assert Alert.objects.filter(athlete=ada, kind="red_flag", rule="RF-ALI-1").exists()


QUIET = st.sampled_from([
    ("note", {"text": "as ever"}), ("hydration", {"ml": 500}), ("pain", {"level": 0}),
    ("wellness", {"fatigue": 3}), ("pain", {"level": 6, "context": "worst"}),
    ("activity", {"sport": "run", "minutes": 30, "rpe": 5}), ("sitting", {"hours": 9}),
    ("pain", {"level": 3, "region": "thigh_middle", "context": "morning", "side": "left"}),
    ("symptom", {"finding": "tingle_leg", "value": False}),
    ("symptom", {"finding": "agg_sitting", "value": True}),
])  # fmt: skip


@pytest.fixture
def checked(ada: User) -> User:
    check(ada)
    return ada


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entries=st.lists(st.tuples(st.integers(0, 13), QUIET), max_size=6))
def test_a_log_that_says_nothing_new_never_drifts(
    checked: User, entries: list[tuple[int, tuple[str, dict[str, Any]]]]
) -> None:
    for on, (kind, fields) in entries:
        log(checked, kind, on=on, **fields)

    assert look().alerts == look(weeks=1).alerts == 0
    assert all(row.up == [] for row in DriftReading.objects.all())
