"""Whoever may be told, and when: coach and contact; one sentence, and only with consent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from alerts import relay
from alerts.models import Alert, Delivery
from teams import services
from teams.models import Membership
from tests import cast
from tests.cast import Api, join, team_of
from tests.push_service import PushService
from tests.shell.ladder_story import later, letters_to, raise_flag, send_all

SENTENCE = "Please check on Ada. They should not train today."


@pytest.fixture
def membership(ada: User, cora: User) -> Membership:
    """Ada lets Cora's team be asked to check on her, and nothing else."""
    return join(team_of(cora), ada, scopes=("red_flag_contact",))


@pytest.fixture
def coachs_phone(service: PushService, cora: User) -> Api:
    api = cast.api_as(cora)
    body = service.device("cora").subscription
    assert api.send("PUT", "/push/subscriptions", body).status_code == 201
    return api


def name_contact(api: Api, **fields: object) -> Any:
    body = {"name": "Sam", "email": "sam@else.test", "consent": True} | fields
    return api.send("PUT", "/me/emergency-contact", body)


def test_nobody_else_hears_anything_in_the_first_half_hour(
    membership: Membership, coachs_phone: Api, service: PushService, ada_api: Api, cora: User
) -> None:
    name_contact(ada_api)
    raise_flag(ada_api)
    with later(minutes=29):
        send_all()
    assert letters_to(cora.email) + letters_to("sam@else.test") == []
    assert [message for message in service.messages if message.device == "cora"] == []


def test_after_half_an_hour_coach_and_contact_hear_one_sentence(
    membership: Membership, coachs_phone: Api, service: PushService, ada_api: Api, cora: User
) -> None:
    name_contact(ada_api)
    raised = raise_flag(ada_api)
    with later(minutes=31):
        send_all()
    (to_coach,), (to_contact,) = letters_to(cora.email), letters_to("sam@else.test")
    for letter in (to_coach, to_contact):
        assert letter.subject == "A message from ThighCare"
        assert letter.body.strip() == SENTENCE
        assert letter.attachments == []
    (message,) = [message for message in service.messages if message.device == "cora"]
    assert set(message.payload) == {"alerts", "token", "title", "body", "place"}
    assert message.payload["alerts"] == []
    assert message.payload["place"] == f"/team/{membership.team_id}/{membership.user_id}"
    assert "Ada" not in message.decrypted.decode()
    assert not any(alert["id"] in message.decrypted.decode() for alert in raised)


def test_the_athlete_is_told_again_at_the_same_time(ada: User, ada_api: Api) -> None:
    raise_flag(ada_api)
    relay.deliver_due()
    first = len(letters_to(ada.email))
    with later(minutes=31):
        send_all()
    assert (first, len(letters_to(ada.email))) == (1, 2)


def test_the_athlete_can_read_who_was_asked_and_how(
    membership: Membership, coachs_phone: Api, ada_api: Api, cora: User
) -> None:
    name_contact(ada_api)
    raise_flag(ada_api)
    with later(minutes=31):
        send_all()
    looks = ada_api.get("/access-log").json()["results"]
    assert {(look["viewer"], look["what"]) for look in looks} == {
        ("Cora", "asked to check on you (push)"),
        ("Cora", "asked to check on you (email)"),
        ("Sam", "asked to check on you (email)"),
    }


def test_nothing_is_read_of_somebody_who_was_not_reached(
    membership: Membership, ada_api: Api, cora: User
) -> None:
    raise_flag(ada_api)
    with later(minutes=31):
        send_all()  # Cora has no device: the letter alone reached her
    looks = [look["what"] for look in ada_api.get("/access-log").json()["results"]]
    assert looks == ["asked to check on you (email)"]


def test_each_is_told_once_however_often_the_relay_looks(
    membership: Membership, coachs_phone: Api, service: PushService, ada_api: Api, cora: User
) -> None:
    raise_flag(ada_api)
    with later(minutes=31):
        send_all()
        Delivery.objects.filter(channel="helpers").update(state="due", leased_until=None)
        send_all()
    assert len(letters_to(cora.email)) == 1
    assert len([message for message in service.messages if message.device == "cora"]) == 1


def test_without_any_consent_nobody_else_is_told(cora: User, ada: User, ada_api: Api) -> None:
    join(team_of(cora), ada, scopes=("pain", "symptoms", "load", "availability"))
    raise_flag(ada_api)
    with later(minutes=31):
        send_all()
    assert letters_to(cora.email) == []
    assert Delivery.objects.get(channel="helpers").last_answer == "nobody-allowed"


def test_a_consent_withdrawn_after_the_row_was_written_holds_the_letter_back(
    membership: Membership, coachs_phone: Api, service: PushService, ada_api: Api, cora: User,
    ada: User,
) -> None:  # fmt: skip
    name_contact(ada_api)
    raise_flag(ada_api)
    with later(minutes=31):
        while Delivery.objects.filter(channel="helpers", state="due").exists():
            relay.deliver_due(limit=1)
        waiting = Delivery.objects.filter(state="due").exclude(audience__in=["athlete", "operator"])
        assert {row.audience for row in waiting} == {"coach", "contact"}
        services.set_scopes(by=ada, membership_id=membership.pk, scopes=(), now=datetime.now(UTC))
        ada_api.send("DELETE", "/me/emergency-contact")
        send_all()
    assert letters_to(cora.email) + letters_to("sam@else.test") == []
    assert [message for message in service.messages if message.device == "cora"] == []
    dropped = Delivery.objects.filter(audience__in=["coach", "contact"])
    assert {(row.state, row.last_answer, row.attempts) for row in dropped} == {
        ("dropped", "no-consent", 0)
    }


def test_a_coach_who_left_is_not_told(
    membership: Membership, ada_api: Api, pat: User, cora: User
) -> None:
    theirs = join(membership.team, pat, "physio")
    raise_flag(ada_api)
    services.leave(by=pat, membership_id=theirs.pk, now=datetime.now(UTC))
    with later(minutes=31):
        send_all()
    assert letters_to(pat.email) == []
    assert len(letters_to(cora.email)) == 1


def test_a_letter_that_names_somebody_goes_to_proven_addresses_only(
    membership: Membership, ada: User, ada_api: Api, cora: User
) -> None:
    name_contact(ada_api)
    EmailAddress.objects.update(verified=False)
    raise_flag(ada_api)
    with later(minutes=31):
        send_all()
    assert letters_to(cora.email) + letters_to("sam@else.test") == []
    assert letters_to(ada.email)


def test_an_answer_in_time_keeps_everybody_else_out_of_it(
    membership: Membership, ada_api: Api, cora: User
) -> None:
    for alert in raise_flag(ada_api):
        ada_api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "seeking_care"})
    with later(hours=3):
        send_all()
    assert mail.outbox == []


def test_the_answer_to_one_alert_does_not_hasten_the_next_ones_ladder(
    ada: User, ada_api: Api
) -> None:
    lesser = Alert.objects.create(
        athlete=ada, kind="worsening", rule="R", urgency="within_days", title="t", message="m",
        day=cast.today(), raised_at=datetime.now(UTC),
    )  # fmt: skip
    for alert in raise_flag(ada_api):
        if alert["id"] != str(lesser.pk):
            ada_api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "read"})
    assert not Delivery.objects.filter(urgent=True, state="due").exists()


def test_steps_that_fell_due_together_are_sent_as_one_of_each_kind(
    service: PushService, ada: User, ada_api: Api
) -> None:
    ada_api.send("PUT", "/push/subscriptions", service.device("ada").subscription)
    raise_flag(ada_api)
    with later(hours=3):
        send_all()
    assert len(service.messages) == 1
    assert len(letters_to(ada.email)) == 1
