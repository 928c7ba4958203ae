"""What is told after an answer opens its alert again; what only repeats does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from alerts import auditor, invariants, personal_data
from alerts.models import Alert, Delivery
from tests.cast import Api, entry
from tests.shell.ladder_story import later

CES = "RF-CES-1"


def ago(**by: float) -> str:
    return (datetime.now(UTC) - timedelta(**by)).isoformat()


def sign(finding: str = "saddle_numb", value: object = True, **fields: Any) -> dict[str, Any]:
    return entry("symptom", finding=finding, value=value, **fields)


def open_rules(api: Api, *entries: dict[str, Any]) -> list[str]:
    return [alert["rule"] for alert in api.sync(*entries)["alerts"]]


def answer_all(api: Api, outcome: str = "not_a_concern") -> None:
    for alert in api.get("/alerts", state="open").json()["results"]:
        api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": outcome})


def be_seen(api: Api) -> None:
    episode = api.get("/triage/episodes").json()["results"][0]["id"]
    api.post("/triage/outcomes", {"episode": episode, "outcome": "seen_cleared"})


@pytest.fixture(params=["answered", "seen"])
def done(request: pytest.FixtureRequest, ada_api: Api) -> dict[str, Any]:
    """Ada logged a danger sign and dealt with its alert."""
    red = sign(edited_at=ago(seconds=5))
    assert CES in open_rules(ada_api, red)
    if request.param == "answered":
        answer_all(ada_api)
    else:
        be_seen(ada_api)
    assert open_rules(ada_api) == []
    return red


def steps_due() -> set[int]:
    waiting = Delivery.objects.filter(state="due", urgent=True)
    return set(waiting.values_list("step", flat=True))


def test_green_and_red_again_opens_it_with_a_whole_ladder(
    ada_api: Api, done: dict[str, Any]
) -> None:
    before = Alert.objects.get(rule=CES).raised_at

    assert open_rules(ada_api, sign(value=False)) == []
    assert CES in open_rules(ada_api, sign())

    alert = Alert.objects.get(rule=CES)  # one an athlete, rule and day
    assert (alert.state, alert.outcome, alert.acknowledged_at) == ("open", "", None)
    assert alert.resolved_at is None
    assert alert.raised_at > before
    assert steps_due() == {1, 2, 3, 4, 5}


def test_one_entry_edited_green_and_red_opens_it(ada_api: Api, done: dict[str, Any]) -> None:
    assert open_rules(ada_api, done | {"value": False, "edited_at": ago()}) == []
    assert CES in open_rules(ada_api, done | {"edited_at": ago()})


def test_green_and_red_by_a_phone_whose_clock_is_slow_opens_it(
    ada_api: Api, done: dict[str, Any]
) -> None:
    open_rules(ada_api, done | {"value": False, "edited_at": ago(seconds=4)})
    assert CES in open_rules(ada_api, done | {"edited_at": ago(seconds=3)})


def test_another_sign_of_the_same_rule_opens_it_and_is_named(
    ada_api: Api, done: dict[str, Any]
) -> None:
    assert CES in open_rules(ada_api, sign("bladder_retention"))

    because = Alert.objects.get(rule=CES).because
    assert {"finding": "bladder_retention", "value": True} in because
    assert len({one["finding"] for one in because}) == len(because)


def test_another_sign_told_before_the_answer_opens_it_too(
    ada_api: Api, done: dict[str, Any]
) -> None:
    assert CES in open_rules(ada_api, sign("bladder_retention", edited_at=ago(minutes=30)))


def test_a_new_check_after_the_answer_opens_it(ada_api: Api, done: dict[str, Any]) -> None:
    taken = ada_api.post("/triage/assessments", {"answers": {"saddle_numb": True}})

    assert taken.json()["urgency"] == "emergency_now"
    assert CES in open_rules(ada_api)
    assert steps_due() == {1, 2, 3, 4, 5}


def test_the_same_batch_again_opens_nothing(ada_api: Api, done: dict[str, Any]) -> None:
    rows = Delivery.objects.count()

    assert open_rules(ada_api, done) == []
    assert open_rules(ada_api, done, entry("pain", level=2)) == []
    assert Delivery.objects.count() == rows


def test_an_older_version_that_comes_late_opens_nothing(ada_api: Api, done: dict[str, Any]) -> None:
    assert open_rules(ada_api, done | {"edited_at": ago(hours=1)}) == []


def test_the_same_check_sent_again_opens_nothing(ada_api: Api) -> None:
    check = {"id": entry("note")["id"], "answers": {"saddle_numb": True}}
    ada_api.post("/triage/assessments", check)
    answer_all(ada_api)

    assert ada_api.post("/triage/assessments", check).status_code == 200
    assert open_rules(ada_api) == []


def test_what_another_phone_told_before_the_answer_opens_nothing(
    ada_api: Api, done: dict[str, Any]
) -> None:
    assert open_rules(ada_api, sign(edited_at=ago(minutes=30))) == []


def test_a_check_taken_before_the_answer_and_sent_late_opens_nothing(
    ada_api: Api, done: dict[str, Any]
) -> None:
    ada_api.post(
        "/triage/assessments", {"answers": {"saddle_numb": True}, "taken_at": ago(minutes=5)}
    )

    assert open_rules(ada_api) == []


def test_a_lesser_level_does_not_lower_what_was_answered(ada_api: Api) -> None:
    open_rules(ada_api, sign())
    answer_all(ada_api)

    open_rules(ada_api, sign(value=False), sign("bladder_retention", "unsure"))

    alert = Alert.objects.get(rule=CES)
    assert (alert.state, alert.urgency) == ("open", "emergency_now")


def test_a_sign_more_while_it_is_open_is_named_and_rings_once_more(ada_api: Api) -> None:
    open_rules(ada_api, sign())
    rows = Delivery.objects.count()

    open_rules(ada_api, sign("bladder_retention"))

    findings = [one["finding"] for one in Alert.objects.get(rule=CES).because]
    assert sorted(findings) == ["bladder_retention", "saddle_numb"]
    assert Delivery.objects.filter(step=1, channel="push", state="due").exists()
    assert Delivery.objects.count() == rows  # what waits still speaks for it


def test_what_was_answered_earlier_is_kept(ada: User, ada_api: Api) -> None:
    open_rules(ada_api, sign())
    answer_all(ada_api, "already_seen")
    open_rules(ada_api, sign(value=False), sign(edited_at=datetime.now(UTC).isoformat()))

    alert = Alert.objects.get(rule=CES)
    (earlier,) = alert.earlier
    assert earlier["outcome"] == "already_seen"
    assert earlier["acknowledged_at"] < alert.raised_at.isoformat()
    told = ada_api.get(f"/alerts/{alert.pk}").json()
    assert [one["outcome"] for one in told["earlier"]] == ["already_seen"]
    assert alert.earlier == personal_data.export(ada.pk)["alerts"][0]["earlier"]


def test_an_answer_to_an_earlier_opening_does_not_answer_this_one(ada_api: Api) -> None:
    first = ada_api.sync(sign())["alerts"][0]
    open_rules(ada_api, sign("bladder_retention"))

    path = f"/alerts/{first['id']}/acknowledge"
    late = ada_api.post(path, {"outcome": "read", "raised_at": first["raised_at"]})
    assert (late.status_code, late.json()["state"]) == (200, "open")
    assert [one["outcome"] for one in Alert.objects.get(pk=first["id"]).earlier] == ["read"]

    now = ada_api.get(f"/alerts/{first['id']}").json()
    answered = ada_api.post(path, {"outcome": "read", "raised_at": now["raised_at"]})
    assert answered.json()["state"] == "acknowledged"


def test_an_alert_may_open_again_and_again(ada_api: Api) -> None:
    for times in range(3):
        with later(minutes=10 * times):
            assert CES in open_rules(ada_api, sign())
            assert Delivery.objects.filter(step=1, channel="push", state="due").count() == 1
        with later(minutes=10 * times + 1):
            answer_all(ada_api)
    assert len(Alert.objects.get(rule=CES).earlier) == 2


@pytest.mark.parametrize("state", ["acknowledged", "resolved"])
def test_a_flag_told_after_its_answer_and_not_open_is_found(ada_api: Api, state: str) -> None:
    open_rules(ada_api, sign())
    before = datetime.now(UTC) - timedelta(minutes=1)
    Alert.objects.update(
        state=state, acknowledged_at=before, outcome="read",
        resolved_at=before if state == "resolved" else None,
    )  # fmt: skip
    now = datetime.now(UTC)

    (found,) = auditor.findings(now=now)
    assert "again after its answer" in found
    assert found in list(invariants.broken(now=now))


def test_what_was_answered_in_its_time_is_no_finding(ada_api: Api, done: dict[str, Any]) -> None:
    open_rules(ada_api, sign(edited_at=ago(minutes=30)))

    assert list(auditor.findings(now=datetime.now(UTC))) == []
