"""Every step has ended and nothing was accepted: operators hear it and the screen says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from alerts import auditor, bounces, invariants, services
from alerts.models import Alert, Delivery
from tests.cast import Api, today
from tests.shell.ladder_story import later, letters_to, raise_flag, send_all

DUTY = "duty@ops.test"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _operators(settings: Any) -> None:
    settings.OPERATOR_EMAILS = [DUTY]


@pytest.fixture
def bounced(ada: User) -> None:
    """Letters to Ada come back; she has no device either."""
    bounces.note(address=ada.email, answer="bounce", now=now())


def late_flag(api: Api) -> dict[str, Any]:
    """Log a danger sign of two days ago: the short ladder (ADR 0030)."""
    return raise_flag(api, day=today() - timedelta(days=2))[0]


def shown(api: Api, alert: dict[str, Any]) -> Any:
    return api.get(f"/alerts/{alert['id']}").json().get("unreached", False)


def test_a_late_flag_that_reaches_nobody_is_told_to_the_operators(
    ada: User, ada_api: Api, bounced: None
) -> None:
    alert = late_flag(ada_api)
    send_all()

    (letter,) = letters_to(DUTY)
    assert f"Person {ada.pk} could" in letter.body
    words = (letter.subject + letter.body).lower()
    assert not [word for word in ("ada", "numb", "saddle", "emergency") if word in words]
    assert shown(ada_api, alert) is True
    assert list(auditor.findings(now=now())) == []


def test_it_is_told_once_an_opening(ada_api: Api, bounced: None) -> None:
    late_flag(ada_api)
    for minutes in (0, 1, 60, 600):
        with later(minutes=minutes):
            services.sweep(now=now())
            send_all()
    assert len(letters_to(DUTY)) == 1

    raise_flag(ada_api, day=today() - timedelta(days=2))
    send_all()
    assert len(letters_to(DUTY)) == 2


def test_the_whole_ladder_tells_it_when_its_last_step_failed(ada_api: Api, bounced: None) -> None:
    (alert, *_) = raise_flag(ada_api)
    send_all()
    assert letters_to(DUTY) == []  # steps that may reach them are still to come
    assert shown(ada_api, alert) is True  # but neither way has

    with later(minutes=31):
        send_all()
        assert len(letters_to(DUTY)) == 1
    with later(hours=2, minutes=1):
        send_all()
        assert len(letters_to(DUTY)) == 2  # and that nobody answered


def test_a_letter_that_was_taken_is_enough(ada_api: Api, ada: User) -> None:
    alert = late_flag(ada_api)
    send_all()
    services.sweep(now=now())
    send_all()

    assert len(letters_to(ada.email)) == 1
    assert letters_to(DUTY) == []
    assert shown(ada_api, alert) is False


def test_while_a_step_waits_nothing_is_said(ada_api: Api, bounced: None) -> None:
    alert = late_flag(ada_api)

    assert services.sweep(now=now()) == 0
    assert shown(ada_api, alert) is False
    assert not Delivery.objects.filter(audience="operator").exists()


def test_who_has_answered_was_reached(ada_api: Api, bounced: None) -> None:
    alert = late_flag(ada_api)
    ada_api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "read"})
    send_all()
    services.sweep(now=now())
    send_all()

    assert letters_to(DUTY) == []


def test_the_sweep_finds_what_a_relay_that_died_left(ada_api: Api, bounced: None) -> None:
    late_flag(ada_api)
    send_all()
    Delivery.objects.filter(audience="operator").delete()

    services.sweep(now=now())
    assert Delivery.objects.filter(audience="operator", state="due").count() == 1


@pytest.mark.parametrize("why", ["no operators", "nobody wrote"])
def test_the_auditor_names_an_alert_that_nobody_heard_of(
    ada_api: Api, bounced: None, settings: Any, why: str
) -> None:
    settings.OPERATOR_EMAILS = []
    alert = late_flag(ada_api)
    send_all()
    if why == "nobody wrote":
        Delivery.objects.filter(audience="operator").delete()

    with later(minutes=6):
        found = f"alert {alert['id']}: reached nobody, and no operator was told"
        assert found in list(auditor.findings(now=now()))
        assert found in list(invariants.broken(now=now()))


def test_a_lesser_alert_that_reached_nobody_is_nobodys_alarm(ada_api: Api, bounced: None) -> None:
    alert = late_flag(ada_api)
    Alert.objects.update(urgency="within_days")
    send_all()

    assert letters_to(DUTY) == []
    assert shown(ada_api, alert) is False
