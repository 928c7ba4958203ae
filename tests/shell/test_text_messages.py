"""Text messages: off without a gateway, neutral with one, and a gateway keeps the interface."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured

from alerts import relay
from alerts.channels import Gone, Outcome, Sent, TryLater, sms
from alerts.models import Delivery
from tests.cast import Api, entry

NUMBER = "+4915112345678"


class Tower:
    """A gateway of the tests' own."""

    answers: list[Outcome] = []
    sent: list[tuple[str, str]] = []

    def send(self, *, number: str, text: str) -> Outcome:
        """Keep it and answer as told."""
        self.sent.append((number, text))
        return self.answers.pop(0) if self.answers else Sent("tower")


@pytest.fixture
def tower(settings: Any) -> type[Tower]:
    settings.SMS_GATEWAY = f"{__name__}.Tower"
    Tower.sent, Tower.answers = [], []
    return Tower


def contact(api: Api, **fields: object) -> None:
    body = {"name": "Sam", "email": "sam@else.test", "consent": True} | fields
    assert api.send("PUT", "/me/emergency-contact", body).status_code == 200


def half_an_hour_later(api: Api) -> None:
    api.sync(entry("symptom", finding="saddle_numb", value=True))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31), tick=True):
        for _ in range(3):
            relay.deliver_due()


def test_a_contact_with_a_number_gets_one_neutral_text(tower: type[Tower], ada_api: Api) -> None:
    contact(ada_api, phone=NUMBER)
    half_an_hour_later(ada_api)
    ((number, text),) = tower.sent
    assert number == NUMBER
    assert len(text) <= 160
    words = text.lower()
    assert not [word for word in ("ada", "numb", "saddle", "emergency", "pain") if word in words]


def test_without_a_gateway_no_text_is_written(ada_api: Api) -> None:
    contact(ada_api, phone=NUMBER)
    half_an_hour_later(ada_api)
    assert not Delivery.objects.filter(channel="sms").exists()
    assert Delivery.objects.filter(audience="contact", channel="email", state="done").exists()


def test_without_a_number_no_text_is_written(tower: type[Tower], ada_api: Api) -> None:
    contact(ada_api)
    half_an_hour_later(ada_api)
    assert tower.sent == []


def test_what_the_gateway_says_is_written_down(tower: type[Tower], ada_api: Api) -> None:
    contact(ada_api, phone=NUMBER)
    tower.answers = [TryLater("busy"), Gone("no such number")]
    half_an_hour_later(ada_api)
    assert Delivery.objects.get(channel="sms").state == "due"
    Delivery.objects.filter(channel="sms").update(due_at=datetime.now(UTC))
    relay.deliver_due()
    assert Delivery.objects.get(channel="sms").state == "dead"


def test_the_console_prints_the_text_and_not_the_number(
    settings: Any, ada_api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SMS_GATEWAY = "console"
    contact(ada_api, phone=NUMBER)
    half_an_hour_later(ada_api)
    told = capsys.readouterr().out
    assert "read your e-mail now" in told
    assert NUMBER not in told


@pytest.mark.parametrize("name", ["nowhere.Gateway", "json.nothing", "justaword"])
def test_a_gateway_that_is_not_there_stops_the_start(settings: Any, name: str) -> None:
    settings.SMS_GATEWAY = name
    with pytest.raises(ImproperlyConfigured, match="SMS_GATEWAY"):
        sms.check_gateway()


def test_no_gateway_is_no_fault(settings: Any) -> None:
    settings.SMS_GATEWAY = ""
    sms.check_gateway()
    assert not sms.is_set_up()
