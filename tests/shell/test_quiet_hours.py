"""At night safety speaks at once and everything else waits for the person's own morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from alerts import services
from alerts.models import Alert, Delivery
from tests.cast import Api, api_as, entry
from tests.shell.test_watch_and_sweep import CALM, RISEN, log
from tests.shell.test_watch_rules import daily

NIGHT = datetime(2026, 6, 10, 23, 30, tzinfo=UTC)
MORNING = datetime(2026, 6, 11, 7, 0, tzinfo=UTC)


@pytest.fixture
def api(ada: User) -> Iterator[Api]:
    with time_machine.travel(NIGHT, tick=False):
        yield api_as(ada)


def due(ada: User) -> set[datetime]:
    services.watch(athlete_id=ada.pk, now=datetime.now(UTC))
    return set(Delivery.objects.filter(step=1).values_list("due_at", flat=True))


def test_a_rise_logged_at_night_is_pushed_in_the_morning(ada: User, api: Api) -> None:
    log(api, RISEN)
    assert due(ada) == {MORNING}
    assert api.sync()["alerts"]  # whoever looks sees it at once


def test_in_another_zone_it_is_no_night(ada: User, api: Api) -> None:
    api.send("PATCH", "/me", {"profile": {"time_zone": "America/Los_Angeles"}})
    log(api, RISEN)
    assert due(ada) == {NIGHT}


def test_whoever_has_no_quiet_hours_is_told_at_once(ada: User, api: Api) -> None:
    api.send("PATCH", "/reminders", {"quiet_hours": {"start": 0, "end": 0}})
    log(api, RISEN)
    assert due(ada) == {NIGHT}


@pytest.mark.parametrize(
    "sign", [entry("symptom", finding="saddle_numb", value=True, day=NIGHT.date())], ids=["flag"]
)
def test_a_red_flag_does_not_wait(ada: User, api: Api, sign: dict[str, object]) -> None:
    api.sync(sign)
    assert due(ada) == {NIGHT}


def test_strong_pain_and_nerve_signs_do_not_wait_either(ada: User, api: Api) -> None:
    log(api, [*CALM, 8, 9])
    assert "TR-PAIN-8" in set(_rules(ada))
    assert NIGHT in due(ada)


def test_advice_waits(ada: User, api: Api) -> None:
    daily(api, "activity", [20] * 21 + [60] * 7, "minutes", sport="running", rpe=5)
    assert due(ada) == {MORNING}


def test_advice_that_was_switched_off_is_not_even_made(ada: User, api: Api) -> None:
    api.send("PATCH", "/reminders", {"advice": False})
    daily(api, "activity", [20] * 21 + [60] * 7, "minutes", sport="running", rpe=5)
    assert due(ada) == set()
    assert not Alert.objects.exists()


def test_silence_found_by_the_scan_waits_for_the_morning_of_the_athlete(ada: User) -> None:
    ada.profile.time_zone = "America/Los_Angeles"
    ada.profile.save()
    log(api_as(ada), [3, 2] * 5)
    scanned = datetime.now(UTC).replace(hour=11, minute=10) + timedelta(days=8)
    services.scan(now=scanned)  # four in the morning there
    delivery = Delivery.objects.get(step=1)
    assert timedelta(hours=2) < delivery.due_at - scanned < timedelta(hours=5)


def _rules(ada: User) -> list[str]:
    services.watch(athlete_id=ada.pk, now=datetime.now(UTC))
    return list(Alert.objects.values_list("rule", flat=True))
