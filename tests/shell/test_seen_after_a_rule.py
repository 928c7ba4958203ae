"""What a rule over days raised as urgent is asked about too; one answer is recorded once."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import User
from alerts import relay
from alerts.models import Alert
from alerts.queries import alert_as_dict
from alerts.raising import raise_alerts
from tests.cast import Api, today
from tests.shell.ladder_story import later, raise_flag
from tests.shell.test_were_you_seen import acknowledge, question_in, say


@pytest.fixture
def by_a_rule(ada: User) -> dict[str, Any]:
    """An urgent alert of a rule over days: no triage and no episode is behind it."""
    urgent = Alert(
        athlete=ada, kind="strong_rise", rule="TR-TEST", urgency="same_day", title="t",
        message="Be seen today.", day=today(), raised_at=datetime.now(UTC),
    )  # fmt: skip
    assert raise_alerts([urgent], now=datetime.now(UTC)) == 1
    return alert_as_dict(urgent)


def test_an_urgent_alert_of_any_rule_asks_the_next_day(
    long_api: Api, by_a_rule: dict[str, Any]
) -> None:
    acknowledge(long_api, [by_a_rule], "read")
    with later(hours=34):
        relay.deliver_due()
        question = question_in(long_api)
        assert question is not None
        assert (question["message"], question["urgency"]) == ("Be seen today.", "same_day")

        say(long_api, question, "not_yet")
        assert Alert.objects.get(rule="TR-TEST").state == "acknowledged"
    with later(hours=34 + 34):
        relay.deliver_due()
        again = question_in(long_api)
        assert again is not None
        say(long_api, again, "seen_cleared")
    assert set(Alert.objects.values_list("state", flat=True)) == {"resolved"}
    (episode,) = long_api.get("/triage/episodes").json()["results"]
    assert (episode["closed_as"], episode["urgency"]) == ("seen_cleared", None)


def test_what_was_told_of_it_stands_with_the_ache_of_now(
    long_api: Api, by_a_rule: dict[str, Any]
) -> None:
    taken = long_api.post("/triage/assessments", {"answers": {"pain_now": 3}}).json()
    with later(hours=34):
        relay.deliver_due()
        question = question_in(long_api)
        assert question is not None
        assert question["episode"] == taken["episode"]


def test_an_outcome_of_the_day_itself_leaves_nothing_to_ask(
    long_api: Api, by_a_rule: dict[str, Any]
) -> None:
    raise_flag(long_api)
    episode = Alert.objects.exclude(episode_id=None)[0].episode_id
    say(long_api, {"episode": str(episode)}, "seen_treated")
    with later(hours=34):
        relay.deliver_due()
        assert question_in(long_api) is None
    assert Alert.objects.get(rule="TR-TEST").state == "resolved"


def test_an_answer_sent_twice_is_recorded_once_and_leaves_a_later_question(
    long_api: Api, by_a_rule: dict[str, Any]
) -> None:
    with later(hours=34):
        relay.deliver_due()
        question = question_in(long_api)
        assert question is not None
        body = {"id": str(uuid.uuid4()), "episode": question["episode"], "outcome": "not_yet"}
        assert long_api.post("/triage/outcomes", body).status_code == 201
    with later(hours=34 + 34):
        relay.deliver_due()
        assert question_in(long_api) is not None
        assert long_api.post("/triage/outcomes", body).status_code == 200  # the first came back
        assert question_in(long_api) is not None
    episode = long_api.get(f"/triage/episodes/{question['episode']}").json()
    assert [one["outcome"] for one in episode["outcomes"]] == ["not_yet"]
