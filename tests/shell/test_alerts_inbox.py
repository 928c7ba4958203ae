"""A red flag becomes an alert in the answer; its athlete answers it; nothing else closes it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from accounts.models import User
from alerts.models import Alert, Delivery
from tests import cast
from tests.cast import Api, entry

FIELDS = {
    "id", "kind", "urgency", "title", "message", "tell_clinician", "because", "rule",
    "knowledge_version", "day", "raised_at", "state", "recheck",
}  # fmt: skip


def numbness(value: object = True, **fields: object) -> dict[str, object]:
    return entry("symptom", finding="saddle_numb", value=value, **fields)


@pytest.fixture
def raised(ada_api: Api) -> dict[str, object]:
    """Ada logged a danger sign."""
    (alert, *_) = ada_api.sync(numbness())["alerts"]
    return alert


def test_the_answer_of_the_sync_carries_the_alert(ada_api: Api) -> None:
    answer = ada_api.sync(numbness())
    assert answer["results"][0]["status"] == "applied"
    alert = answer["alerts"][0]
    assert set(alert) == FIELDS
    assert alert["kind"] == "red_flag"
    assert alert["urgency"] == "emergency_now"
    assert alert["rule"].startswith("RF-CES")
    assert alert["state"] == "open"
    assert alert["day"] == cast.today().isoformat()
    assert {"finding": "saddle_numb", "value": True} in alert["because"]
    assert alert["message"]
    assert "{" not in alert["message"] + alert["tell_clinician"]


def test_its_ladder_stands_in_the_same_transaction(ada: User, raised: dict[str, object]) -> None:
    rows = Delivery.objects.filter(athlete=ada).order_by("step")
    first = rows[0].due_at
    ladder = [(row.step, row.channel, row.audience, row.due_at - first) for row in rows]
    assert sorted(ladder[:-1]) == [
        (1, "push", "athlete", timedelta(0)),
        (2, "push", "athlete", timedelta(minutes=2)),
        (3, "email", "athlete", timedelta(minutes=10)),
        (4, "email", "athlete", timedelta(minutes=30)),
        (4, "helpers", "athlete", timedelta(minutes=30)),
        (4, "push", "athlete", timedelta(minutes=30)),
        (5, "email", "operator", timedelta(hours=2)),
    ]
    assert (rows.last().step, rows.last().channel) == (6, "question")


def test_the_same_batch_again_raises_nothing_again(ada_api: Api) -> None:
    batch = [numbness(), entry("pain", level=6)]
    first = ada_api.sync(*batch)
    again = ada_api.sync(*batch)
    assert [result["status"] for result in again["results"]] == ["unchanged", "unchanged"]
    assert again["alerts"] == first["alerts"]
    assert Delivery.objects.count() == 8


def test_a_day_without_a_sign_raises_nothing(ada_api: Api) -> None:
    assert ada_api.sync(entry("pain", level=3), numbness(False))["alerts"] == []
    assert not Alert.objects.exists()
    assert not Delivery.objects.exists()


def test_turning_the_sign_off_again_closes_nothing(ada_api: Api) -> None:
    red = numbness()
    raised = ada_api.sync(red)["alerts"]
    later = ada_api.sync(red | {"value": False, "edited_at": entry("note")["edited_at"]})
    assert later["results"][0]["status"] == "applied"
    assert later["alerts"] == raised
    gone = ada_api.sync(red | {"deleted": True, "edited_at": entry("note")["edited_at"]})
    assert gone["alerts"] == raised


def test_an_unsure_that_becomes_a_yes_rises_and_is_open_again(ada_api: Api) -> None:
    (unsure,) = [
        alert for alert in ada_api.sync(numbness("unsure"))["alerts"] if alert["rule"] == "RF-CES-1"
    ]
    assert unsure["urgency"] == "same_day"
    ada_api.post(f"/alerts/{unsure['id']}/acknowledge", {"outcome": "read"})
    after = {alert["rule"]: alert for alert in ada_api.sync(numbness())["alerts"]}
    assert after["RF-CES-1"]["urgency"] == "emergency_now"
    assert after["RF-CES-1"]["state"] == "open"
    assert Alert.objects.filter(rule="RF-CES-1").count() == 1
    assert Delivery.objects.filter(step=1, state="due").exists()


def test_the_inbox_lists_what_is_open(ada_api: Api, raised: dict[str, object]) -> None:
    answer = ada_api.get("/alerts", state="open")
    assert raised in answer.json()["results"]
    assert answer["Cache-Control"] == "no-store"
    again = ada_api.client.get(
        "/api/v1/alerts?state=open", headers=ada_api.headers | {"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_an_unknown_state_is_refused(ada_api: Api) -> None:
    answer = ada_api.get("/alerts", state="closed")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_long_inbox_comes_in_pages(ada: User, ada_api: Api) -> None:
    now = Alert(raised_at=cast.datetime.now(cast.UTC)).raised_at
    Alert.objects.bulk_create(
        Alert(
            athlete=ada, kind="worsening", rule=f"R-{n}", urgency="within_days", title="t",
            message="m", day=cast.today(), raised_at=now - timedelta(minutes=n // 2),
        )
        for n in range(130)
    )  # fmt: skip
    first = ada_api.get("/alerts").json()
    assert len(first["results"]) == 100
    second = ada_api.client.get(first["next"], headers=ada_api.headers).json()
    assert second["next"] is None
    ids = [alert["id"] for alert in first["results"] + second["results"]]
    assert len(set(ids)) == len(ids) == 130


@pytest.mark.parametrize(
    "outcome", ["calling_emergency", "seeking_care", "already_seen", "not_a_concern", "read"]
)
def test_acknowledging_says_what_i_do_and_stops_the_pushes(ada_api: Api, outcome: str) -> None:
    for alert in ada_api.sync(numbness())["alerts"]:
        answer = ada_api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": outcome})
        assert answer.status_code == 200
        assert answer.json()["state"] == "acknowledged"
        assert answer.json()["outcome"] == outcome
    assert ada_api.get("/alerts", state="open").json()["results"] == []
    assert [row.channel for row in Delivery.objects.filter(state="due")] == ["question"]


def test_acknowledging_twice_changes_nothing(ada_api: Api, raised: dict[str, object]) -> None:
    path, body = f"/alerts/{raised['id']}/acknowledge", {"outcome": "read", "note": "on my way"}
    first = ada_api.post(path, body)
    assert ada_api.post(path, body).json() == first.json()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "/outcome"),
        ({"outcome": "fine"}, "/outcome"),
        ({"outcome": None}, "/outcome"),
        ({"outcome": "read", "note": 5}, "/note"),
        ({"outcome": "read", "note": "x" * 2001}, "/note"),
        ({"outcome": "read", "state": "resolved"}, "/state"),
    ],
)
def test_a_bad_answer_names_its_field(
    ada_api: Api, raised: dict[str, object], body: dict[str, object], field: str
) -> None:
    answer = ada_api.post(f"/alerts/{raised['id']}/acknowledge", body)
    assert answer.status_code == 400
    assert field in [error["pointer"] for error in answer.json()["errors"]]
    assert Alert.objects.get(pk=raised["id"]).state == "open"


def test_nobody_else_can_see_or_answer_it(raised: dict[str, object], eve: User, cora: User) -> None:
    for other in (eve, cora):
        api = cast.api_as(other)
        assert api.get(f"/alerts/{raised['id']}").status_code == 404
        for action in ("acknowledge", "resolve"):
            answer = api.post(f"/alerts/{raised['id']}/{action}", {"outcome": "read"})
            assert answer.status_code == 404
        assert api.get("/alerts").json()["results"] == []
    assert Alert.objects.get(pk=raised["id"]).state == "open"


def test_an_alert_that_is_not_there_is_a_404(ada_api: Api) -> None:
    answer = ada_api.post(f"/alerts/{uuid.uuid4()}/acknowledge", {"outcome": "read"})
    assert answer.status_code == 404


def test_an_urgent_alert_is_not_resolved_by_a_tap(ada_api: Api, raised: dict[str, object]) -> None:
    answer = ada_api.post(f"/alerts/{raised['id']}/resolve", {})
    assert answer.status_code == 409
    assert Alert.objects.get(pk=raised["id"]).state == "open"


def test_a_recorded_outcome_resolves_red_flags_and_not_yet_does_not(
    ada_api: Api, raised: dict[str, object]
) -> None:
    taken = ada_api.post("/triage/assessments", {"answers": {"saddle_numb": True}})
    episode = taken.json()["episode"]
    ada_api.post("/triage/outcomes", {"episode": episode, "outcome": "not_yet"})
    assert Alert.objects.get(pk=raised["id"]).state == "open"
    answer = ada_api.post("/triage/outcomes", {"episode": episode, "outcome": "seen_cleared"})
    assert answer.status_code in (200, 201), answer.content
    assert set(Alert.objects.values_list("state", flat=True)) == {"resolved"}
    assert not Delivery.objects.filter(state="due").exists()
