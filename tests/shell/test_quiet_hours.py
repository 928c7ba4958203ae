"""At night safety speaks at once and everything else waits for the person's own morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from alerts import relay, services
from alerts.channels import TryLater
from alerts.models import Alert, Delivery
from alerts.raising import raise_alerts
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


LATE = datetime(2026, 6, 10, 21, 58, tzinfo=UTC)


def rise_at(ada: User, moment: datetime) -> Delivery:
    """Log a rise and watch it; return the one push it is told with."""
    with time_machine.travel(moment, tick=False):
        log(api_as(ada), RISEN)
        services.watch(athlete_id=ada.pk, now=moment)
    return Delivery.objects.get(step=1)


def try_at(moment: datetime) -> relay.Pass:
    with time_machine.travel(moment, tick=False):
        return relay.deliver_due()


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A push service that is never ready; returns when it was asked."""
    asked: list[datetime] = []

    def refuse(_: object) -> TryLater:
        asked.append(datetime.now(UTC))
        return TryLater("http-503")

    monkeypatch.setitem(relay.SEND, "push", refuse)
    return asked


def test_another_try_of_a_lesser_alert_waits_for_the_end_of_the_quiet_hours(
    ada: User, busy: list[datetime]
) -> None:
    push = rise_at(ada, LATE)
    assert try_at(LATE) == relay.Pass(retried=1)
    for minutes in range(5, 500, 45):  # all night
        assert try_at(LATE + timedelta(minutes=minutes)) == relay.Pass()
    push.refresh_from_db()
    assert busy == [LATE]
    assert (push.state, push.due_at, push.attempts, push.leased_until) == ("due", MORNING, 1, None)

    assert try_at(MORNING) == relay.Pass(retried=1)
    assert busy == [LATE, MORNING]


def test_one_that_nobody_sent_in_the_evening_is_not_sent_at_night(
    ada: User, busy: list[datetime]
) -> None:
    rise_at(ada, LATE)  # and then no relay ran
    assert try_at(NIGHT) == relay.Pass()
    assert try_at(MORNING) == relay.Pass(retried=1)
    assert busy == [MORNING]


def test_the_hours_are_those_of_now_and_of_the_athletes_own_zone(
    ada: User, busy: list[datetime]
) -> None:
    rise_at(ada, LATE)
    ada.profile.time_zone = "America/Los_Angeles"
    ada.profile.save()
    assert try_at(NIGHT) == relay.Pass(retried=1)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_no_try_of_a_red_flag_waits(
    ada: User, api: Api, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(relay.SEND, "push", lambda _: TryLater("http-503"))
    monkeypatch.setitem(relay.SEND, "email", lambda _: TryLater("smtp-451"))
    api.sync(entry("symptom", finding="saddle_numb", value=True, day=NIGHT.date()))
    Delivery.objects.exclude(step=step).delete()
    for minutes in (15, 30, 45):
        assert try_at(NIGHT + timedelta(minutes=minutes)) == relay.Pass(retried=1)


def test_no_try_of_what_went_at_once_waits(ada: User, api: Api, busy: list[datetime]) -> None:
    log(api, [*CALM, 8, 9])
    services.watch(athlete_id=ada.pk, now=NIGHT)
    Delivery.objects.exclude(heeds_quiet=False).delete()
    assert try_at(NIGHT) == relay.Pass(retried=1)
    assert try_at(NIGHT + timedelta(minutes=10)) == relay.Pass(retried=1)


def test_what_waits_for_the_morning_does_not_hold_back_what_may_not_wait(
    ada: User, busy: list[datetime]
) -> None:
    """A push that is due, but held, is not taken for the one that safety needs at once."""
    push = rise_at(ada, LATE)
    assert push.due_at == LATE
    strong = Alert(
        athlete=ada, kind="severe_pain", rule="TR-PAIN-8", urgency="within_days", title="t",
        message="m", day=NIGHT.date(), raised_at=NIGHT,
    )  # fmt: skip
    raise_alerts([strong], now=NIGHT)
    assert try_at(NIGHT) == relay.Pass(retried=1)
    assert busy == [NIGHT]


def test_what_goes_at_once_speaks_for_what_could_wait(ada: User, busy: list[datetime]) -> None:
    strong = Alert(
        athlete=ada, kind="severe_pain", rule="TR-PAIN-8", urgency="within_days", title="t",
        message="m", day=LATE.date(), raised_at=LATE,
    )  # fmt: skip
    raise_alerts([strong], now=LATE)
    rise = rise_at(ada, LATE)  # still the only push
    assert not rise.heeds_quiet


def raise_late_flag(api: Api) -> None:
    """Log a danger sign of two days ago, whose question is asked at once, and answer the alert."""
    two_days_ago = NIGHT.date() - timedelta(days=2)
    api.sync(entry("symptom", finding="saddle_numb", value=True, day=two_days_ago))
    for alert in api.get("/alerts", state="open").json()["results"]:
        api.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "read"})
    relay.deliver_due()


def test_the_question_stands_at_night_and_rings_in_the_morning(ada: User, api: Api) -> None:
    raise_late_flag(api)

    assert [one["kind"] for one in api.sync()["alerts"]] == ["were_you_seen"]
    (push,) = Delivery.objects.filter(step=1, urgent=False)
    assert (push.state, push.due_at, push.heeds_quiet) == ("due", MORNING, True)


def test_a_question_that_stands_rings_again_after_the_quiet_hours(ada: User, api: Api) -> None:
    api.send("PATCH", "/reminders", {"quiet_hours": {"start": 7, "end": 15}})  # works at night
    raise_late_flag(api)
    Delivery.objects.filter(step=1, urgent=False).update(state="done", accepted_at=NIGHT)

    with time_machine.travel(NIGHT + timedelta(hours=9, minutes=31), tick=False):  # 9:01
        relay.deliver_due()
        (again,) = Delivery.objects.filter(step=1, urgent=False, state="due")
    assert again.due_at == MORNING.replace(hour=15)
    assert again.heeds_quiet
