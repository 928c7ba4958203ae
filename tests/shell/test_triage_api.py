"""The triage addresses, as a phone and a script use them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tests.knowledge.golden import golden_cases
from triage.loader import current
from triage.models import Assessment, KnowledgeCopy
from triage.signals import assessment_recorded

pytestmark = pytest.mark.django_db
ASSESSMENTS = "/api/v1/triage/assessments"
CALM = golden_cases()[0].answers
KEYS = {
    "id", "episode", "knowledge_version", "urgency", "urgency_now", "held_from", "complete",
    "missing_mandatory", "red_flags", "unsure_flags", "unknown_findings", "withheld", "causes",
    "ranking", "unclear", "unscreened", "is_clear", "safety_net", "next_questions", "phone_flags",
}  # fmt: skip


@pytest.fixture
def ada() -> User:
    ada = User.objects.create_user(email="ada@example.test", password="a long pass phrase")
    ada.profile.country, ada.profile.time_zone = "GB", "Europe/London"
    ada.profile.save()
    return ada


@pytest.fixture
def phone(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def post(client: Client, body: Any, path: str = ASSESSMENTS) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(path, raw, content_type="application/json")


def test_the_knowledge_is_public_and_kept_by_its_version() -> None:
    first = Client().get("/api/v1/triage/knowledge")

    assert first.status_code == 200
    assert first["Cache-Control"] == "public, no-cache"
    assert first["ETag"] == f'"{current().version}"'
    body = first.json()
    assert (len(body["findings"]), len(body["derived"]), len(body["rules"])) == (261, 46, 221)
    again = Client().get("/api/v1/triage/knowledge", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    assert again.content == b""


def test_a_red_flag_is_answered_with_its_action(phone: Client) -> None:
    answer = post(phone, {"answers": {"leg_cold_pale": True, "mystery": 1}})

    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    body = answer.json()
    assert set(body) == KEYS
    assert (body["urgency"], body["urgency_now"], body["withheld"]) == (
        "emergency_now", "emergency_now", True,
    )  # fmt: skip
    flag = body["red_flags"][0]
    assert set(flag) == {
        "id", "suspected", "urgency", "do_now", "tell_clinician", "because", "sources",
    }  # fmt: skip
    assert flag["id"] == "RF-ALI-1"
    assert flag["do_now"].startswith("Call 999 now.")
    assert flag["because"] == [{"finding": "leg_cold_pale", "value": True}]
    assert body["unknown_findings"] == ["mystery"]
    assert (body["causes"], body["ranking"]) == ([], [])


def test_the_same_id_again_is_the_same_assessment(phone: Client) -> None:
    body = {"id": str(uuid4()), "answers": CALM}

    first, again = post(phone, body), post(phone, body | {"answers": {"sob": True}})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["id"] == body["id"]
    assert Assessment.objects.count() == 1


def test_an_id_is_a_persons_own(phone: Client) -> None:
    otto = User.objects.create_user(email="otto@example.test", password="a long pass phrase")
    other = Client()
    other.force_login(otto)
    body = {"id": str(uuid4()), "answers": CALM}

    first, second = post(phone, body), post(other, body)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["episode"] != second.json()["episode"]


def test_a_recorded_assessment_is_announced_in_its_transaction(phone: Client, ada: User) -> None:
    heard: list[Any] = []

    def listen(**told: Any) -> None:
        heard.append((told["athlete_id"], Assessment.objects.get(pk=told["assessment_id"]).origin))

    assessment_recorded.connect(listen)
    try:
        post(phone, {"answers": {"fever": True}})
    finally:
        assessment_recorded.disconnect(listen)

    assert heard == [(ada.pk, "triage")]
    assert KnowledgeCopy.objects.get().version == current().version


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"answers": {"fever": 1}}, "/answers/fever", "not-yes-no-unsure"),
        ({"answers": {"age_years": 999}}, "/answers/age_years", "out-of-range"),
        ({"answers": {"fever": None}}, "/answers/fever", "not-yes-no-unsure"),
        ({"answers": []}, "/answers", "not-an-object"),
        ({}, "/answers", "not-an-object"),
        ([], "", "not-an-object"),
        ({"answers": {}, "mood": 1}, "/mood", "unknown-field"),
        ({"answers": {}, "id": "7"}, "/id", "bad-uuid"),
        ({"answers": {}, "taken_at": "2026-02-30T10:00:00Z"}, "/taken_at", "bad-day"),
        ({"answers": {}, "taken_at": "2026-02-03T10:00:00"}, "/taken_at", "bad-instant"),
        ({"answers": {}, "client": "x"}, "/client", "not-an-object"),
        (b'{"answers": {"fever": true, "fever": false}}', "/fever", "duplicate-key"),
        (b'{"answers": {"fever": "\\u0000"}}', "/answers/fever", "nul"),
    ],
)
def test_a_bad_body_is_refused_and_the_field_named(
    phone: Client, body: Any, pointer: str, code: str
) -> None:
    answer = post(phone, body)

    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    error = answer.json()["errors"][0]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert not Assessment.objects.exists()


def test_my_assessments_are_listed_newest_first_and_only_mine(phone: Client) -> None:
    ids = [post(phone, {"answers": {"fever": value}}).json()["id"] for value in (True, False)]
    eve = Client()
    eve.force_login(User.objects.create_user(email="eve@example.test", password="a long pass one"))

    mine = phone.get(ASSESSMENTS)
    one = phone.get(f"{ASSESSMENTS}/{ids[0]}")

    assert [each["id"] for each in mine.json()["results"]] == list(reversed(ids))
    assert mine.json()["next"] is None
    assert one.json()["answers"] == {"fever": True}
    assert mine["Cache-Control"] == one["Cache-Control"] == "no-store"
    assert phone.get(f"{ASSESSMENTS}/{ids[0]}", HTTP_IF_NONE_MATCH=one["ETag"]).status_code == 304
    assert eve.get(ASSESSMENTS).json()["results"] == []
    assert eve.get(f"{ASSESSMENTS}/{ids[0]}").status_code == 404


def test_a_long_list_goes_on_behind_its_cursor(phone: Client, ada: User) -> None:
    from triage.services import record_assessment

    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    for _ in range(101):
        record_assessment(athlete_id=ada.pk, answers={"fever": False}, taken_at=now, now=now)

    first = phone.get(ASSESSMENTS).json()
    second = phone.get(first["next"]).json()

    ids = [each["id"] for each in first["results"] + second["results"]]
    assert (len(first["results"]), len(second["results"]), len(set(ids))) == (100, 1, 101)
    assert phone.get(f"{ASSESSMENTS}?cursor=WyJ4IiwgIngiXQ").status_code == 400


def test_who_is_not_signed_in_gets_nothing() -> None:
    assert Client().get(ASSESSMENTS).status_code in (401, 403)
    assert post(Client(), {"answers": {}}).status_code in (401, 403)


def test_a_verdict_of_the_phone_that_differs_is_kept_and_the_higher_level_holds(
    phone: Client,
) -> None:
    client = {"knowledge_version": "old", "urgency": "same_day", "rules": ["RF-OLD-1"], "x": 1}

    body = post(phone, {"answers": CALM, "client": client}).json()

    row = Assessment.objects.get()
    assert row.differs
    assert row.client == client
    assert (body["urgency_now"], body["urgency"], body["withheld"]) == (
        "self_care", "same_day", True,
    )  # fmt: skip


def test_a_verdict_of_the_phone_that_agrees_is_no_incident(phone: Client) -> None:
    client = {"urgency": "emergency_now", "rules": ["RF-ALI-1"]}

    post(phone, {"answers": {"leg_cold_pale": True}, "client": client})

    assert not Assessment.objects.get().differs
