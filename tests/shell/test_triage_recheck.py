"""Daily answers that say something new ask for a new check, until one was done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from alerts.services import watch
from tests.cast import Api, entry, today
from tests.knowledge.golden import golden_cases
from triage.models import Episode
from triage.services import record_assessment

CALM = golden_cases()[0].answers


def check(api: Api, *, minutes: int = 0, **answers: Any) -> dict[str, Any]:
    taken = datetime.now(UTC) + timedelta(minutes=minutes)
    answer = api.post(
        "/triage/assessments", {"answers": CALM | answers, "taken_at": taken.isoformat()}
    )
    assert answer.status_code == 201
    return answer.json()


def asked(api: Api) -> dict[str, Any] | None:
    results = api.get("/triage/episodes").json()["results"]
    return results[0]["recheck"] if results else None


def test_a_new_sign_asks_for_a_new_check_and_says_because_of_what(ada_api: Api) -> None:
    check(ada_api)
    assert asked(ada_api) is None

    ada_api.sync(entry("symptom", finding="tingle_leg", value="unsure"))

    told = asked(ada_api)
    assert told is not None
    assert (told["reason"], told["because"]) == ("answers_changed", ["tingle_leg"])
    assert ada_api.get("/triage/episodes").json()["results"][0]["recheck_since"] == told["since"]


def test_a_sync_that_raises_a_flag_asks_too(ada_api: Api) -> None:
    check(ada_api)

    ada_api.sync(entry("symptom", finding="fever", value=True))

    assert asked(ada_api)["because"] == ["fever"]


def test_pain_logged_below_the_knee_asks(ada_api: Api) -> None:
    check(ada_api)

    ada_api.sync(entry("pain", level=2, region="below_knee", context="worst"))

    assert asked(ada_api)["because"] == ["loc_below_knee"]


def test_a_sign_before_any_check_asks_for_the_first(ada_api: Api) -> None:
    ada_api.sync(entry("symptom", finding="numb_leg", value="unsure"))

    assert asked(ada_api)["because"] == ["numb_leg"]


@pytest.mark.parametrize(
    "log",
    [
        ("symptom", {"finding": "tingle_leg", "value": False}),
        ("symptom", {"finding": "q_dull", "value": True}),
        ("pain", {"level": 4, "region": "thigh_middle", "context": "now"}),
        ("pain", {"level": 0, "region": "below_knee", "context": "now"}),
        ("sitting", {"hours": 9}),
    ],
)
def test_what_is_no_danger_asks_nothing(ada_api: Api, log: tuple[str, dict[str, Any]]) -> None:
    check(ada_api)

    ada_api.sync(entry(log[0], **log[1]))

    assert asked(ada_api) is None


def test_what_the_check_said_already_asks_nothing(ada_api: Api) -> None:
    check(ada_api, tingle_leg=True)

    ada_api.sync(entry("symptom", finding="tingle_leg", value=True))

    assert asked(ada_api) is None


def test_findings_of_several_days_add_up(ada_api: Api) -> None:
    check(ada_api)

    ada_api.sync(entry("symptom", finding="tingle_leg", value=True))
    ada_api.sync(entry("symptom", finding="warmth", value="unsure"))

    assert asked(ada_api)["because"] == ["tingle_leg", "warmth"]


def test_a_complete_check_answers_it_and_an_incomplete_one_does_not(ada_api: Api) -> None:
    check(ada_api)
    ada_api.sync(entry("symptom", finding="tingle_leg", value=True))

    ada_api.post("/triage/assessments", {"answers": {"fever": False}})
    assert asked(ada_api) is not None

    check(ada_api, tingle_leg=True)
    assert asked(ada_api) is None


def test_a_check_from_before_the_sign_does_not_answer_it(ada_api: Api) -> None:
    check(ada_api)
    ada_api.sync(entry("symptom", finding="tingle_leg", value=True))

    check(ada_api, minutes=-30)

    assert asked(ada_api) is not None


def test_a_sign_that_arrives_after_the_check_it_was_answered_by_asks_nothing(ada_api: Api) -> None:
    sign = entry("symptom", finding="tingle_leg", value=True)
    check(ada_api)

    ada_api.sync(sign)

    assert asked(ada_api) is None


def test_changed_answers_keep_an_episode_from_being_settled_away(ada_api: Api) -> None:
    episode = check(ada_api)["episode"]
    ada_api.sync(entry("symptom", finding="tingle_leg", value=True))

    answer = ada_api.send("PATCH", f"/triage/episodes/{episode}", {"state": "settled"})
    assert (answer.status_code, answer.json()["code"]) == (409, "check-first")

    check(ada_api, tingle_leg=False)
    answer = ada_api.send("PATCH", f"/triage/episodes/{episode}", {"state": "settled"})
    assert answer.json()["state"] == "settled"


def checked_days_ago(ada: User, days: int) -> None:
    at = datetime.now(UTC) - timedelta(days=days)
    record_assessment(athlete_id=ada.pk, answers=CALM, taken_at=at, now=at)


@pytest.mark.parametrize(
    ("days", "log", "old"),
    [
        (8, ("pain", {"level": 1}), True),
        (9, ("symptom", {"finding": "q_dull", "value": "unsure"}), True),
        (7, ("pain", {"level": 5}), False),
        (30, ("pain", {"level": 0}), False),
        (30, ("symptom", {"finding": "q_dull", "value": False}), False),
        (30, ("hydration", {"ml": 900}), False),
    ],
)
def test_a_check_older_than_a_week_is_asked_for_again_while_the_ache_goes_on(
    ada: User, ada_api: Api, days: int, log: tuple[str, dict[str, Any]], old: bool
) -> None:
    checked_days_ago(ada, days)
    ada_api.sync(entry(log[0], **log[1]))

    watch(athlete_id=ada.pk, now=datetime.now(UTC))

    told = asked(ada_api)
    assert (told is not None) is old
    assert told is None or (told["reason"], told["because"]) == ("check_is_old", [])


def test_an_old_check_is_asked_for_once_and_changed_answers_come_first(
    ada: User, ada_api: Api
) -> None:
    checked_days_ago(ada, 8)
    ada_api.sync(entry("pain", level=3))
    watch(athlete_id=ada.pk, now=datetime.now(UTC))
    first = asked(ada_api)

    watch(athlete_id=ada.pk, now=datetime.now(UTC))
    assert asked(ada_api) == first

    ada_api.sync(entry("symptom", finding="tingle_leg", value=True))
    watch(athlete_id=ada.pk, now=datetime.now(UTC))
    assert asked(ada_api)["reason"] == "answers_changed"


def test_without_an_episode_nothing_is_asked(ada: User, ada_api: Api) -> None:
    ada_api.sync(entry("pain", level=3, day=today()))

    watch(athlete_id=ada.pk, now=datetime.now(UTC))

    assert not Episode.objects.exists()
