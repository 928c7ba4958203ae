"""The reminders' door: defaults, strict input with the remedy named, and what is exported."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from accounts.privacy import erase_person, export_person
from alerts.models import ReminderPreference
from tests.cast import Api


def test_unless_somebody_says_so_nobody_is_reminded(ada_api: Api) -> None:
    answer = ada_api.get("/reminders")
    assert answer.json() == {
        "hour": 19,
        "daily_log": {"push": False, "email": False},
        "advice": True,
        "quiet_hours": {"start": 22, "end": 7},
        "snoozed_until": None,
        "next_at": None,
    }
    assert answer["Cache-Control"] == "no-store"
    assert answer["ETag"]
    assert not ReminderPreference.objects.exists()


def test_what_is_given_changes_and_the_rest_stays(ada_api: Api) -> None:
    ada_api.send("PATCH", "/reminders", {"daily_log": {"email": True}})
    ada_api.send("PATCH", "/reminders", {"hour": 8, "quiet_hours": {"end": 6}, "advice": False})
    told = ada_api.get("/reminders").json()
    assert told["daily_log"] == {"push": False, "email": True}
    assert (told["hour"], told["advice"]) == (8, False)
    assert told["quiet_hours"] == {"start": 22, "end": 6}
    assert told["next_at"] is not None


def test_switched_off_nothing_is_planned(ada_api: Api) -> None:
    ada_api.send("PATCH", "/reminders", {"daily_log": {"push": True}})
    ada_api.send("PATCH", "/reminders", {"daily_log": {"push": False}})
    assert ada_api.get("/reminders").json()["next_at"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"hour": 24}, "/hour"),
        ({"hour": -1}, "/hour"),
        ({"hour": "19"}, "/hour"),
        ({"hour": True}, "/hour"),
        ({"hour": 7.5}, "/hour"),
        ({"daily_log": {"push": 1}}, "/daily_log/push"),
        ({"daily_log": {"sms": True}}, "/daily_log/sms"),
        ({"daily_log": True}, "/daily_log"),
        ({"quiet_hours": {"start": 25}}, "/quiet_hours/start"),
        ({"advice": None}, "/advice"),
        ({"mood": 3}, "/mood"),
        ({"hour": 23, "daily_log": {"push": True}}, "/hour"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    ada_api: Api, body: dict[str, Any], pointer: str
) -> None:
    answer = ada_api.send("PATCH", "/reminders", body)
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["pointer"].startswith(pointer)
    assert error["detail"]
    assert not ReminderPreference.objects.exclude(hour=19).exists()


@pytest.mark.parametrize("minutes", [0, 4, 20_161, "60", None, 1.5])
def test_a_snooze_has_bounds(ada_api: Api, minutes: Any) -> None:
    answer = ada_api.post("/reminders/snooze", {"minutes": minutes})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/minutes"


def test_an_hour_within_quiet_hours_is_fine_while_nothing_is_on(ada_api: Api) -> None:
    assert ada_api.send("PATCH", "/reminders", {"hour": 23}).status_code == 200


def test_each_has_their_own(ada_api: Api, eve: User) -> None:
    ada_api.send("PATCH", "/reminders", {"hour": 8})
    assert not ReminderPreference.objects.filter(athlete=eve).exists()


def test_wishes_are_exported_and_erased(ada: User, ada_api: Api) -> None:
    ada_api.send("PATCH", "/reminders", {"hour": 8})
    (row,) = export_person(user_id=ada.pk)["alerts"]["reminder_preference"]
    assert row["hour"] == 8
    erase_person(user_id=ada.pk)
    assert not ReminderPreference.objects.exists()
