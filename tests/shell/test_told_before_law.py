"""Over any story: an outcome never closes an alert that was raised after it was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from alerts import asking
from alerts.ladder import QUESTION_KIND
from alerts.models import URGENT, Alert, Delivery, State
from tests.knowledge.golden import golden_cases
from triage.models import Episode
from triage.services import BadOutcome, record_assessment, record_outcome

CALM = golden_cases()[0].answers
MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)
CHECKS: dict[str, dict[str, Any]] = {
    "same day": {"fever": True},
    "emergency": {"leg_cold_pale": True},
    "another emergency": {"saddle_numb": True},
    "unsure": {"saddle_numb": "unsure"},
    "within days": {"night_second_half": False, "lump_growing": True},
    "calm": {},
}


@dataclass(frozen=True)
class Event:
    """What arrives `after` minutes after the last, told `late` minutes before (or ahead)."""

    kind: str
    after: int
    late: int = 0


OUTCOMES = ["not_yet", "seen_cleared", "seen_treated"]
EVENTS = st.one_of(
    st.builds(Event, st.sampled_from([*CHECKS]), st.integers(0, 900), st.sampled_from([0, 0, 90])),
    st.builds(Event, st.just("asked"), st.integers(0, 900)),
    st.builds(
        Event,
        st.sampled_from(OUTCOMES),
        st.integers(0, 900),
        st.sampled_from([0, 1, 60, 300, 1500, -1, -9000]),
    ),
)


@pytest.fixture
def rolled_back(ada: User) -> Iterator[User]:
    with transaction.atomic():
        yield ada


def check(ada: User, event: Event, now: datetime) -> None:
    taken_at = now - timedelta(minutes=event.late)
    answers = CALM | CHECKS[event.kind]
    record_assessment(athlete_id=ada.pk, answers=answers, taken_at=taken_at, now=now)


def tell(ada: User, event: Event, now: datetime) -> None:
    """Tell an outcome of the latest episode, and hold what it did against the law."""
    told_at = now - timedelta(minutes=event.late)
    episode = Episode.objects.filter(athlete=ada).order_by("-opened_at").first()
    if episode is None:
        return
    was = {row.pk: row for row in Alert.objects.filter(athlete=ada)}
    level = episode.urgency
    try:
        record_outcome(
            athlete_id=ada.pk, episode_id=episode.pk, outcome=event.kind, seen_on=None, note="",
            now=now, told_at=told_at,
        )  # fmt: skip
    except BadOutcome:
        assert told_at < episode.opened_at
        return
    seen = event.kind != "not_yet"
    left = False
    for row in Alert.objects.filter(athlete=ada).exclude(kind=QUESTION_KIND):
        before = was[row.pk]
        if not seen or row.raised_at > told_at:
            assert (row.state, row.resolved_at) == (before.state, before.resolved_at)
        else:
            assert row.state == State.RESOLVED
        left = left or (row.urgency in URGENT and row.state == State.OPEN)
    waiting = Delivery.objects.filter(athlete=ada, state="due")
    if left:
        assert waiting.filter(urgent=True).exists(), "what stays open keeps its ladder"
        assert waiting.filter(channel="question").exists(), "and is asked about the next day"
        episode.refresh_from_db()
        assert (episode.closed_at, episode.urgency) == (None, level)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=st.lists(EVENTS, min_size=2, max_size=8))
def test_an_outcome_closes_nothing_that_was_raised_after_it_was_told(
    rolled_back: User, story: list[Event]
) -> None:
    ada, now = rolled_back, MORNING
    for model in (Delivery, Alert, Episode):
        model.objects.filter(athlete=ada).delete()
    for event in story:
        now += timedelta(minutes=event.after)
        with time_machine.travel(now, tick=False):
            if event.kind == "asked":
                asking.ask(athlete_id=ada.pk, now=now)
            else:
                (tell if event.kind in OUTCOMES else check)(ada, event, now)
