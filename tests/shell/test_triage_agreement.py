"""The server judges again what the phone has judged; a mismatch is kept and logged by id only."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.knowledge.golden import golden_cases
from triage.agreement import disagreements
from triage.engine.judge import judge
from triage.loader import current
from triage.models import Assessment

pytestmark = pytest.mark.django_db
CASES = {case.level: case.answers for case in reversed(golden_cases())}
CALM = next(
    case.answers
    for case in golden_cases()
    if case.level == "self_care" and judge(current(), case.answers).causes
)


@pytest.fixture
def phone() -> Client:
    ada = User.objects.create_user(email="ada@example.test", password="a long pass phrase")
    ada.profile.country = "GB"
    ada.profile.save()
    client = Client()
    client.force_login(ada)
    return client


def post(phone: Client, answers: dict[str, Any], client: dict[str, Any]) -> Any:
    body = json.dumps({"answers": answers, "client": client})
    answer = phone.post("/api/v1/triage/assessments", body, content_type="application/json")
    assert answer.status_code == 201
    return answer.json()


def told(answers: dict[str, Any]) -> dict[str, Any]:
    """What a phone tells that judges as the server does."""
    verdict = judge(current(), answers)
    return {
        "knowledge_version": current().version, "urgency": verdict.urgency_now,
        "rules": [flag.rule for flag in verdict.red_flags],
        "unsure_rules": [flag.rule for flag in verdict.unsure_flags],
        "ranking": list(verdict.ranking),
        "scores": {cause.id: cause.score for cause in verdict.causes},
    }  # fmt: skip


@pytest.mark.parametrize("level", sorted(CASES))
def test_a_phone_that_judges_alike_is_no_incident(
    phone: Client, level: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = post(phone, CASES[level], told(CASES[level]))

    assert body["urgency"] == level
    assert not Assessment.objects.get().differs
    assert not caplog.records


def test_a_phone_that_judges_alike_is_no_incident_though_the_episode_holds_a_higher_level(
    phone: Client,
) -> None:
    post(phone, CASES["same_day"], told(CASES["same_day"]))

    body = post(phone, CALM, told(CALM))

    assert (body["urgency_now"], body["urgency"]) == ("self_care", "same_day")
    assert body["ranking"] == []
    assert not Assessment.objects.filter(differs=True).exists()


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("urgency", None), ("urgency", "same_day"), ("rules", ["RF-CES-1"]),
        ("unsure_rules", ["RF-CES-1"]), ("ranking", []), ("ranking", ["pht"]),
        ("scores", {"pht": 99}), ("scores", {}),
    ],
)  # fmt: skip
def test_a_mismatch_is_kept_and_logged_by_id_only(
    phone: Client, part: str, said: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = told(CALM) | {part: said}

    with caplog.at_level(logging.WARNING):
        post(phone, CALM, client)

    row = Assessment.objects.get()
    assert row.differs
    assert row.client == client
    (record,) = caplog.records
    assert record.getMessage() == f"assessment {row.pk}: the phone's verdict was another one"


@pytest.mark.parametrize(
    ("phones", "in_force"),
    [("emergency_now", "emergency_now"), ("self_care", "same_day"), ("nonsense", "same_day")],
)
def test_the_higher_of_both_levels_is_in_force(phone: Client, phones: str, in_force: str) -> None:
    body = post(phone, CASES["same_day"], told(CASES["same_day"]) | {"urgency": phones})

    assert (body["urgency_now"], body["urgency"]) == ("same_day", in_force)
    assert body["withheld"]
    assert Assessment.objects.get().differs


def test_what_an_older_phone_does_not_tell_is_not_compared() -> None:
    verdict = judge(current(), CALM)

    assert disagreements(verdict, None) == []
    assert disagreements(verdict, {}) == []
    assert disagreements(verdict, {"ranking": []}) == []
    assert disagreements(verdict, {"urgency": "self_care"}) == []
    assert disagreements(verdict, {"urgency": "self_care", "rules": None, "scores": [1]}) == []


def test_the_order_of_rules_is_no_mismatch_and_every_other_part_is_named() -> None:
    verdict = judge(current(), CASES["emergency_now"] | {"fever": True, "saddle_numb": True})
    rules = [flag.rule for flag in reversed(verdict.red_flags)]

    assert len(rules) > 1
    assert disagreements(verdict, {"urgency": "emergency_now", "rules": rules}) == []
    assert disagreements(
        verdict,
        {"urgency": "x", "rules": [], "unsure_rules": [1], "ranking": [2], "scores": {"pht": 1}},
    ) == ["urgency", "rules", "unsure_rules", "ranking", "scores"]
