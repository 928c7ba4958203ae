"""Over any story of answers: a level falls only by a complete triage a day later, or an outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from tests.knowledge.golden import golden_cases
from triage.episodes import RANK
from triage.models import Episode
from triage.queries import raised_flags
from triage.services import SignFact, record_assessment, record_outcome, screen_signs

CALM = golden_cases()[0].answers
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANSWERS = {
    "calm": CALM,
    "within days": CALM | {"night_second_half": False, "lump_growing": True},
    "same day": CALM | {"fever": True},
    "emergency": CALM | {"leg_cold_pale": True},
    "unsure": CALM | {"leg_cold_pale": "unsure"},
    "incomplete": {"fever": False},
    "incomplete and grave": {"leg_cold_pale": True},
}


@dataclass(frozen=True)
class Event:
    """Something that arrives `after` hours after the last, told `late` hours before (or ahead)."""

    kind: str
    after: int
    late: int = 0
    client: str | None = None


EVENTS = st.one_of(
    st.builds(
        Event,
        st.sampled_from([*ANSWERS]),
        st.integers(0, 30),
        st.sampled_from([0, 0, 0, 1, 23, 24, 25, 60, -5, 24 * 400]),
        st.sampled_from([None, None, None, "same_day", "emergency_now", "self_care"]),
    ),
    st.builds(Event, st.sampled_from(["sign", "sign of a week ago", "not_yet"]),
              st.integers(0, 30)),
    st.builds(Event, st.just("seen_treated"), st.integers(0, 30)),
)  # fmt: skip


@dataclass
class Told:
    """What one event gave by itself: its level, when it counts, whether it may lower."""

    level: str | None
    at: datetime
    complete: bool


def in_force(ada: User) -> str | None:
    levels = Episode.objects.filter(athlete=ada, closed_at=None).values_list("urgency", flat=True)
    return next((level or None for level in levels), None)


def happen(ada: User, event: Event, now: datetime) -> Told | None:
    """Let it arrive; None for an outcome that ends the episode."""
    if event.kind in ("not_yet", "seen_treated"):
        for episode in Episode.objects.filter(athlete=ada, closed_at=None):
            record_outcome(athlete_id=ada.pk, episode_id=episode.pk, outcome=event.kind,
                           seen_on=None, note="", now=now)  # fmt: skip
        return None if event.kind == "seen_treated" else Told(None, now, complete=False)
    if event.kind.startswith("sign"):
        return Told(_highest(_log(ada, event, now)), now, complete=False)
    at = now - timedelta(hours=event.late)
    client = {"urgency": event.client} if event.client else None
    answer, _ = record_assessment(
        athlete_id=ada.pk, answers=ANSWERS[event.kind], taken_at=at, now=now, client=client
    )
    level = max(answer["urgency_now"], event.client, key=lambda each: RANK.get(each or "", -1))
    believed = at if now - timedelta(days=60) <= at <= now else now
    return Told(level, believed, answer["complete"])


def _log(ada: User, event: Event, now: datetime) -> list[UUID]:
    day = now.date() - timedelta(days=6 if "week" in event.kind else 0)
    sign = SignFact("leg_cold_pale", "unsure", day, 0, True, now)
    return screen_signs(
        athlete_id=ada.pk, profile_answers={}, signs=[sign], now=now, today=now.date(), country="DE"
    )


def _highest(raised: list[UUID]) -> str | None:
    levels = [flag.urgency for one in raised for flag in raised_flags(assessment_id=one).flags]
    return max(levels, key=RANK.__getitem__, default=None)


@pytest.fixture
def rolled_back(ada: User) -> Iterator[User]:
    with transaction.atomic():
        yield ada


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=st.lists(EVENTS, min_size=2, max_size=7))
def test_a_level_falls_only_by_a_complete_triage_a_day_after_all_that_was_higher(
    rolled_back: User, story: list[Event]
) -> None:
    ada, now, before = rolled_back, NOON, None
    told: list[Told] = []
    Episode.objects.filter(athlete=ada).delete()

    for event in story:
        now += timedelta(hours=event.after)
        one = happen(ada, event, now)
        after = in_force(ada)
        if one is None:
            told, before = [], None
            assert after is None
            continue
        rank = RANK.get(after or "", -1)
        assert rank >= RANK.get(one.level or "", -1), "an answer's own level is always in force"
        if rank < RANK.get(before or "", -1):
            assert one.complete
            higher = [each for each in told if RANK.get(each.level or "", -1) > rank]
            assert all(one.at - each.at >= timedelta(hours=24) for each in higher)
        told.append(one)
        before = after


def assess(ada: User, kind: str, *, taken: float, received: float | None = None) -> dict[str, Any]:
    now = NOON + timedelta(hours=taken if received is None else received)
    at = NOON + timedelta(hours=taken)
    return record_assessment(
        athlete_id=ada.pk, answers=ANSWERS[kind], taken_at=at, now=now
    )[0]  # fmt: skip


def test_a_late_answer_from_before_does_not_shorten_the_day_of_another(ada: User) -> None:
    assess(ada, "same day", taken=5)
    assess(ada, "emergency", taken=0, received=6)

    assert assess(ada, "calm", taken=25)["urgency"] == "same_day"
    assert assess(ada, "calm", taken=29.5)["urgency"] == "self_care"


def test_a_lesser_danger_told_meanwhile_is_what_a_level_falls_to(ada: User) -> None:
    assess(ada, "emergency", taken=0)
    middle = assess(ada, "same day", taken=20)

    fallen = assess(ada, "calm", taken=26)

    assert (fallen["urgency"], fallen["held_from"]) == ("same_day", middle["id"])
    assert assess(ada, "calm", taken=44)["urgency"] == "self_care"


def test_an_answer_that_arrives_late_still_counts_as_danger(ada: User) -> None:
    assess(ada, "calm", taken=26)

    late = assess(ada, "same day", taken=10, received=27)

    assert late["urgency"] == "same_day"
    assert assess(ada, "calm", taken=33)["urgency"] == "same_day"
    assert assess(ada, "calm", taken=34)["urgency"] == "self_care"


def test_a_clock_that_stopped_months_ago_counts_from_receipt(ada: User) -> None:
    assess(ada, "same day", taken=-24 * 100, received=0)

    assert assess(ada, "calm", taken=23)["urgency"] == "same_day"
    assert assess(ada, "calm", taken=24)["urgency"] == "self_care"


def test_the_level_of_the_phone_holds_for_a_day_like_any_other(ada: User) -> None:
    record_assessment(athlete_id=ada.pk, answers=CALM, taken_at=NOON, now=NOON,
                      client={"urgency": "emergency_now"})  # fmt: skip

    assert assess(ada, "calm", taken=23)["urgency"] == "emergency_now"
    assert assess(ada, "calm", taken=24)["urgency"] == "self_care"


def test_a_phone_that_sends_no_level_but_something_else_changes_nothing(ada: User) -> None:
    record_assessment(athlete_id=ada.pk, answers=ANSWERS["same day"], taken_at=NOON, now=NOON,
                      client={"urgency": ["emergency_now"]})  # fmt: skip

    assert in_force(ada) == "same_day"
    assert assess(ada, "calm", taken=25)["urgency"] == "self_care"


def test_it_is_said_since_when_a_level_is_in_force(ada: User) -> None:
    assess(ada, "same day", taken=0)
    assess(ada, "same day", taken=10)

    episode = Episode.objects.get()

    assert episode.held_since == NOON
    assert episode.held_since.date() == date(2026, 11, 24)
