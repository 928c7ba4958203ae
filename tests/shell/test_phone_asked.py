"""A phone that judged higher than the server: the higher level wins, and somebody is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alerts.models import Alert, Delivery
from tests.cast import Api
from triage.loader import current
from triage.models import Assessment
from triage.replay import replay_all

pytestmark = pytest.mark.django_db
ASSESSMENTS = "/api/v1/triage/assessments"
ANSWERS = {"loc_low_back": True}


def post(api: Api, client: dict[str, Any], answers: dict[str, Any] | None = None) -> dict[str, Any]:
    body = json.dumps({"answers": ANSWERS if answers is None else answers, "client": client})
    answer = api.client.post(
        ASSESSMENTS, body, content_type="application/json", headers=api.headers
    )
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def alerts_of(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.client.get("/api/v1/alerts", headers=api.headers).json()[
        "results"
    ]
    return found


def test_a_higher_verdict_of_the_phone_raises_the_alert_in_the_words_of_its_rule(
    ada_api: Api,
) -> None:
    made = post(ada_api, {"knowledge_version": "x", "urgency": "emergency_now",
                          "rules": ["RF-PE-1"]})  # fmt: skip

    assert (made["urgency"], made["urgency_now"], made["red_flags"]) == ("emergency_now", None, [])
    (flag,) = made["phone_flags"]
    assert (flag["id"], flag["urgency"], flag["because"]) == ("RF-PE-1", "emergency_now", [])
    (alert,) = alerts_of(ada_api)
    assert (alert["rule"], alert["urgency"]) == ("RF-PE-1", "emergency_now")
    assert alert["title"] == "Get emergency help now"
    assert alert["message"] == flag["do_now"]
    assert alert["tell_clinician"].startswith("A check on my phone told me to get help.")
    assert Delivery.objects.filter(athlete=Alert.objects.get().athlete).exists()


@pytest.mark.parametrize("rules", [[], ["RF-OF-ANOTHER-DAY", 7, None], "RF-PE-1", ["RF-PAIN-2"]])
def test_rules_that_the_server_does_not_know_give_a_general_text_at_the_level(
    ada_api: Api, rules: Any
) -> None:
    made = post(ada_api, {"urgency": "same_day", "rules": rules})

    assert made["urgency"] == "same_day"
    general = [each for each in alerts_of(ada_api) if each["rule"] == "PHONE"]
    assert [(each["urgency"], each["title"]) for each in general] == [("same_day", "Be seen today")]
    assert general[0]["message"].startswith("Be seen today.")
    assert "{" not in general[0]["message"]


def test_a_rule_goes_no_higher_than_the_phone_said(ada_api: Api) -> None:
    post(ada_api, {"urgency": "same_day", "rules": ["RF-PE-1"]})

    assert [(each["rule"], each["urgency"]) for each in alerts_of(ada_api)] == [
        ("RF-PE-1", "same_day")
    ]


def test_what_the_phone_left_open_stands_one_level_down_with_the_words_of_that_level(
    ada_api: Api,
) -> None:
    post(ada_api, {"urgency": "same_day", "rules": [], "unsure_rules": ["RF-PE-1"]})

    (alert,) = alerts_of(ada_api)
    assert (alert["rule"], alert["urgency"]) == ("RF-PE-1", "same_day")
    assert alert["message"].startswith("Be seen today, and say what you are not sure about.")


@pytest.mark.parametrize(
    "client",
    [{}, {"urgency": None}, {"urgency": "panic", "rules": ["RF-PE-1"]},
     {"urgency": "self_care", "rules": ["RF-PE-1"]}, {"rules": ["RF-PE-1"]}],
)  # fmt: skip
def test_a_phone_that_asked_for_nothing_more_raises_nothing(
    ada_api: Api, client: dict[str, Any]
) -> None:
    made = post(ada_api, client)

    assert made["phone_flags"] == []
    assert alerts_of(ada_api) == []


def test_a_phone_that_agrees_is_not_told_twice(ada_api: Api) -> None:
    made = post(ada_api, {"urgency": "emergency_now", "rules": ["RF-PE-1"]}, {"sob": True})

    assert made["phone_flags"] == []
    assert [each["rule"] for each in alerts_of(ada_api)] == ["RF-PE-1"]


def test_the_same_assessment_again_says_the_same_and_the_replay_agrees(ada_api: Api) -> None:
    made = post(ada_api, {"urgency": "emergency_now", "rules": ["RF-PE-1"]})

    again = ada_api.client.get(f"{ASSESSMENTS}/{made['id']}", headers=ada_api.headers).json()

    assert again["phone_flags"] == made["phone_flags"]
    assert Assessment.objects.get().knowledge_id == current().version
    assert [each.differs for each in replay_all()] == [[]]
