"""What a person said before something was raised says nothing of it, however late it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts import auditor, invariants, relay
from alerts.models import Alert, Delivery
from kernel.calendar import format_instant
from tests.cast import Api, entry
from tests.shell.ladder_story import later
from tests.shell.test_were_you_seen import question_in
from triage.models import Episode, Outcome


def stamp(**by: float) -> str:
    return format_instant(datetime.now(UTC) + timedelta(**by))


def sign(api: Api, finding: str, value: object = True) -> None:
    api.sync(entry("symptom", finding=finding, value=value))


def tell(api: Api, outcome: str = "seen_treated", **fields: Any) -> Any:
    body = {"episode": str(Episode.objects.latest("opened_at").pk), "outcome": outcome}
    return api.post("/triage/outcomes", body | fields)


def states() -> dict[str, set[str]]:
    """Return the states of the flags by finding behind them."""
    found: dict[str, set[str]] = {}
    for alert in Alert.objects.filter(kind="red_flag"):
        for one in alert.because:
            found.setdefault(one["finding"], set()).add(alert.state)
    return found


def steps_due() -> set[int]:
    return set(Delivery.objects.filter(state="due", urgent=True).values_list("step", flat=True))


@pytest.fixture
def told_before(long_api: Api) -> Iterator[str]:
    """A flag on one day; on the next Ada said offline that she was seen, and another flag came."""
    sign(long_api, "saddle_numb")
    with later(hours=30):
        told_at = stamp()
    with later(hours=31):
        sign(long_api, "chest_pain")
    with later(hours=32):
        yield told_at


def test_having_been_seen_closes_what_was_raised_before_it_was_said_and_nothing_newer(
    long_api: Api, told_before: str
) -> None:
    answer = tell(long_api, told_at=told_before)

    assert answer.status_code == 201
    assert answer.json()["told_at"] == told_before
    assert states() == {"saddle_numb": {"resolved"}, "chest_pain": {"open"}}
    assert steps_due() == {1, 2, 3, 4, 5}
    broken = invariants.broken(now=datetime.now(UTC))
    assert [line for line in broken if "is a relay running" not in line] == []


def test_the_level_stands_where_something_urgent_came_after_it_was_said(
    long_api: Api, told_before: str
) -> None:
    assert tell(long_api, told_at=told_before).json()["urgency"] == "emergency_now"

    (episode,) = long_api.get("/triage/episodes").json()["results"]
    assert (episode["state"], episode["urgency"]) == ("open", "emergency_now")
    whole = long_api.get(f"/triage/episodes/{episode['id']}").json()
    (kept,) = whole["outcomes"]  # it was told, and shown as such
    assert (kept["outcome"], kept["told_at"]) == ("seen_treated", told_before)
    assert kept["recorded_at"] > kept["told_at"]


def test_what_stays_open_is_asked_about_the_next_day(long_api: Api, told_before: str) -> None:
    tell(long_api, told_at=told_before)
    assert question_in(long_api) is None

    with later(hours=34):
        relay.deliver_due()
        question = question_in(long_api)
        assert question is not None
        assert tell(long_api, told_at=stamp()).json()["urgency"] is None
        assert question_in(long_api) is None
    assert states() == {"saddle_numb": {"resolved"}, "chest_pain": {"resolved"}}
    assert Episode.objects.get().closed_as == "seen_treated"


@pytest.mark.parametrize("told", ["said now", "ahead", "a little ahead", "not said"])
def test_what_is_said_after_all_of_it_closes_all_of_it(
    long_api: Api, told_before: str, told: str
) -> None:
    at = {"said now": stamp(), "ahead": stamp(days=400), "a little ahead": stamp(seconds=20)}
    answer = tell(long_api, **({"told_at": at[told]} if told in at else {}))

    assert answer.json()["urgency"] is None
    assert answer.json()["told_at"] <= stamp()  # nobody is believed to have said it tomorrow
    assert states() == {"saddle_numb": {"resolved"}, "chest_pain": {"resolved"}}
    assert steps_due() == set()
    assert Episode.objects.get().closed_as == "seen_treated"


def test_an_alert_that_opened_again_after_it_was_said_stays_open(long_api: Api) -> None:
    sign(long_api, "saddle_numb")
    told_at = stamp()
    with later(minutes=5):
        sign(long_api, "bladder_retention")
    with later(minutes=10):
        tell(long_api, told_at=told_at)
    assert set(Alert.objects.filter(rule="RF-CES-1").values_list("state", flat=True)) == {"open"}


def test_the_moment_an_alert_was_raised_is_not_before_it(long_api: Api) -> None:
    sign(long_api, "saddle_numb")
    newest = Alert.objects.latest("raised_at").raised_at

    tell(long_api, told_at=format_instant(newest))

    assert states() == {"saddle_numb": {"resolved"}}


def test_what_was_told_after_the_answer_and_arrives_after_it_opens_the_alert_again(
    long_api: Api,
) -> None:
    sign(long_api, "saddle_numb")
    told_at = stamp(minutes=1)
    with later(minutes=10):
        tell(long_api, told_at=told_at)
        assert states() == {"saddle_numb": {"resolved"}}
        # another phone, offline until now: told five minutes after the answer
        long_api.sync(
            entry("symptom", finding="saddle_numb", value=True, edited_at=stamp(minutes=-4))
        )
        assert "open" in states()["saddle_numb"]
        assert list(auditor.findings(now=datetime.now(UTC))) == []


def test_a_lesser_word_after_it_was_said_holds_no_episode_open(long_api: Api) -> None:
    sign(long_api, "saddle_numb")
    told_at = stamp()
    with later(minutes=5):
        long_api.post("/triage/assessments", {"answers": {"pain_now": 3}})
    with later(minutes=10):
        assert tell(long_api, told_at=told_at).json()["urgency"] is None
    assert Episode.objects.get().closed_as == "seen_treated"


def test_a_check_after_it_was_said_holds_the_episode_open(long_api: Api) -> None:
    sign(long_api, "saddle_numb")
    told_at = stamp()
    with later(minutes=5):
        check = {"answers": {"leg_cold_pale": True}, "taken_at": stamp()}
        assert long_api.post("/triage/assessments", check).json()["urgency"] == "emergency_now"
    with later(minutes=10):
        assert tell(long_api, told_at=told_at).json()["urgency"] == "emergency_now"
    assert states()["leg_cold_pale"] == {"open"}


def test_not_yet_ends_no_question_that_was_raised_after_it_was_said(long_api: Api) -> None:
    sign(long_api, "saddle_numb")
    told_at = stamp(hours=1)
    with later(hours=34):
        relay.deliver_due()
        tell(long_api, "not_yet", told_at=told_at)
        assert question_in(long_api) is not None
        tell(long_api, "not_yet", told_at=stamp())
        assert question_in(long_api) is None


def test_no_question_stands_about_what_was_closed(long_api: Api) -> None:
    sign(long_api, "saddle_numb")
    told_at = stamp(hours=1)
    with later(hours=34):
        relay.deliver_due()
        tell(long_api, told_at=told_at)
        assert question_in(long_api) is None
    assert not Delivery.objects.filter(state="due", channel="question").exists()


def test_a_moment_before_the_episode_is_named_and_changes_nothing(long_api: Api) -> None:
    sign(long_api, "saddle_numb")

    refused = tell(long_api, told_at=stamp(minutes=-1))

    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/told_at", "before-the-episode")
    assert states() == {"saddle_numb": {"open"}}
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("wrong", [None, 7, "", "2026-11-24", "2026-11-24T08:00:00", "yesterday"])
def test_a_moment_without_its_zone_or_that_is_none_is_named(long_api: Api, wrong: Any) -> None:
    sign(long_api, "saddle_numb")

    refused = tell(long_api, told_at=wrong)

    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/told_at"]


def test_the_same_answer_of_two_phones_is_one_whenever_each_was_given(
    long_api: Api, told_before: str
) -> None:
    own = str(uuid.uuid4())
    first = tell(long_api, id=own, told_at=told_before)
    second = tell(long_api, id=own, told_at=stamp(hours=-2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["told_at"] == told_before
    assert states()["chest_pain"] == {"open"}
