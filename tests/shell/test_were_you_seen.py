"""The day after an urgent alert "Were you seen?" is asked; late entries ring a short ladder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from alerts import ladder, relay
from alerts.models import Alert, Delivery
from alerts.queries import open_alerts_of
from alerts.raising import raise_alerts
from tests.cast import Api, entry, join, team_of, today
from tests.shell.ladder_story import later, raise_flag


def question_in(api: Api) -> dict[str, Any] | None:
    asked = [alert for alert in api.sync()["alerts"] if alert["kind"] == "were_you_seen"]
    assert len(asked) <= 1
    return asked[0] if asked else None


def acknowledge(api: Api, alerts: list[dict[str, Any]], outcome: str) -> None:
    for alert in alerts:
        answer = api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": outcome})
        assert answer.status_code == 200


def say(api: Api, question: dict[str, Any], outcome: str) -> None:
    body = {"episode": question["episode"], "outcome": outcome}
    assert api.post("/triage/outcomes", body).status_code == 201


@pytest.mark.parametrize("outcome", ["read", "not_a_concern", "seeking_care"])
def test_the_next_day_asks_whatever_was_tapped(long_api: Api, outcome: str) -> None:
    raised = raise_flag(long_api)
    acknowledge(long_api, raised, outcome)
    relay.deliver_due()
    assert question_in(long_api) is None

    with later(hours=34):
        relay.deliver_due()
        question = question_in(long_api)

    assert question is not None
    assert (question["title"], question["state"]) == ("Were you seen?", "open")
    assert question["message"] == raised[0]["message"]  # what to do stands there again
    assert question["urgency"] == "emergency_now"
    assert question["episode"]


def test_not_yet_repeats_the_message_and_asks_again_the_next_morning(long_api: Api) -> None:
    acknowledge(long_api, raise_flag(long_api), "read")
    with later(hours=34):
        relay.deliver_due()
        first = question_in(long_api)
        assert first is not None
        say(long_api, first, "not_yet")
        assert question_in(long_api) is None
    with later(hours=34 + 34):
        relay.deliver_due()
        again = question_in(long_api)
    assert again is not None
    assert again["id"] != first["id"]
    assert again["message"] == first["message"]


@pytest.mark.parametrize("outcome", ["seen_cleared", "seen_treated"])
def test_having_been_seen_ends_the_question_for_good(long_api: Api, outcome: str) -> None:
    acknowledge(long_api, raise_flag(long_api), "seeking_care")
    with later(hours=34):
        relay.deliver_due()
        question = question_in(long_api)
        assert question is not None
        say(long_api, question, outcome)
        assert question_in(long_api) is None
    with later(days=4):
        relay.deliver_due()
        assert question_in(long_api) is None
    assert set(Alert.objects.values_list("state", flat=True)) == {"resolved"}


def test_whoever_was_seen_before_the_next_day_is_not_asked(long_api: Api) -> None:
    raise_flag(long_api)
    episode = Alert.objects.exclude(episode_id=None)[0].episode_id
    say(long_api, {"episode": str(episode)}, "seen_treated")
    with later(days=2):
        relay.deliver_due()
        assert question_in(long_api) is None
    assert not Delivery.objects.filter(state="due").exists()


def test_the_question_rings_its_athlete_once_and_nobody_else(
    long_api: Api, ada: User, cora: User
) -> None:
    join(team_of(cora), ada, scopes=("red_flag_contact",))
    acknowledge(long_api, raise_flag(long_api), "read")
    with later(hours=34):
        relay.deliver_due()
    with later(hours=40):
        relay.deliver_due()
    asked = Alert.objects.get(kind="were_you_seen")
    assert asked.state == "open"
    assert open_alerts_of(athlete_ids=[ada.pk]) == {}  # nor is the board red again
    assert mail.outbox == []
    assert not Delivery.objects.filter(audience="coach").exists()


def test_a_lesser_alert_asks_nothing_the_next_day(ada: User) -> None:
    lesser = Alert(
        athlete=ada, kind="red_flag", rule="R", urgency="within_days", title="t", message="m",
        day=today(), raised_at=datetime.now(UTC),
    )  # fmt: skip
    assert raise_alerts([lesser], now=datetime.now(UTC)) == 1
    assert Delivery.objects.filter(step=1).exists()
    assert not Delivery.objects.filter(channel="question").exists()


def test_a_relay_that_died_while_asking_leaves_one_question(long_api: Api) -> None:
    raise_flag(long_api)
    with later(hours=34):
        relay.deliver_due()
        asked = Delivery.objects.filter(channel="question", state="done")
        asked.update(state="due", leased_until=None)
        relay.deliver_due()
        assert Delivery.objects.filter(channel="question", state="due").count() == 1
    assert Alert.objects.filter(kind="were_you_seen").count() == 1


def test_an_unanswered_question_rings_each_morning_for_a_week_and_then_stands(
    long_api: Api,
) -> None:
    acknowledge(long_api, raise_flag(long_api), "read")
    Delivery.objects.exclude(channel="question").delete()
    tomorrow = datetime.now(UTC).replace(hour=10) + timedelta(days=1)  # by day, whatever it is now
    for day in range(14):
        with time_machine.travel(tomorrow + timedelta(days=day), tick=True):
            relay.deliver_due()
    assert Alert.objects.filter(kind="were_you_seen", state="open").count() == 1
    rings = Delivery.objects.filter(channel="push").count()
    assert 6 <= rings <= 8
    assert not Delivery.objects.filter(state="due").exists()


@pytest.mark.parametrize(
    ("zone", "now", "asked"),
    [
        ("Europe/Berlin", "2026-03-28T20:00+00:00", "2026-03-29T07:00+00:00"),  # clocks go on
        ("Europe/Berlin", "2026-10-24T21:30+00:00", "2026-10-25T08:00+00:00"),  # clocks go back
        ("America/Santiago", "2026-09-05T20:00+00:00", "2026-09-06T12:00+00:00"),  # no midnight
        ("Pacific/Apia", "2026-01-01T09:00+00:00", "2026-01-01T20:00+00:00"),
        ("Pacific/Apia", "2011-12-29T22:00+00:00", "2011-12-30T19:00+00:00"),  # no 30 December
        ("UTC", "2026-01-01T00:10+00:00", "2026-01-02T09:00+00:00"),
    ],
)
def test_the_next_morning_is_nine_where_the_athlete_is(zone: str, now: str, asked: str) -> None:
    at = ladder.next_morning(now=datetime.fromisoformat(now), zone=zone)
    assert at == datetime.fromisoformat(asked)


@pytest.mark.parametrize("days_ago", [0, 1])
def test_today_and_yesterday_ring_as_of_now(long_api: Api, days_ago: int) -> None:
    raise_flag(long_api, day=today() - timedelta(days=days_ago))
    steps = set(Delivery.objects.filter(urgent=True).values_list("step", flat=True))
    assert steps == {1, 2, 3, 4, 5}
    assert Delivery.objects.get(channel="question").due_at > datetime.now(UTC)


@pytest.mark.parametrize("days_ago", [2, 6, 59])
def test_an_older_day_told_late_rings_its_athlete_and_nobody_else(
    long_api: Api, ada: User, cora: User, days_ago: int
) -> None:
    join(team_of(cora), ada, scopes=("red_flag_contact",))
    raised = raise_flag(long_api, day=today() - timedelta(days=days_ago))
    assert raised  # the answer says it at once, however old
    rows = Delivery.objects.filter(urgent=True).order_by("step")
    assert [(row.step, row.channel) for row in rows] == [(1, "push"), (3, "email")]
    with later(hours=3):
        for _ in range(3):
            relay.deliver_due()
    assert {letter.to[0] for letter in mail.outbox} == {ada.email}
    assert question_in(long_api) is not None  # the day after it has come already


def test_one_fact_of_today_makes_the_whole_batch_ring(long_api: Api) -> None:
    long_api.sync(
        entry("symptom", finding="saddle_numb", value=True, day=today() - timedelta(days=5)),
        entry("symptom", finding="chest_pain", value=True),
    )
    assert Delivery.objects.filter(step=5, audience="operator").count() == 1


def test_what_is_late_goes_by_the_athletes_own_day() -> None:
    zone = ZoneInfo("Pacific/Kiritimati")  # at UTC+14 it is the 3rd already
    there = datetime(2026, 3, 2, 11, tzinfo=UTC).astimezone(zone).date()
    assert there == date(2026, 3, 3)
    assert ladder.is_late(day=date(2026, 3, 1), today=there)
    assert not ladder.is_late(day=date(2026, 3, 2), today=there)
