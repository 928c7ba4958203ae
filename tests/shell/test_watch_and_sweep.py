"""The watch: worsening pain becomes one alert and one spell, whoever looks and however often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from alerts import services
from alerts.models import Alert, Delivery
from alerts.tasks import deliver, ring, scan, sweep
from tests.cast import Api, entry, today
from tracker.queries import unwatched_athletes
from tracker.spells import open_spells

CALM = [2, 3, 2, 2, 3, 2, 3] * 5
RISEN = [*CALM, 6, 6, 6, 6]
WILD = [2, 6, 1, 5, 2, 7, 3, 6, 1, 5] * 4


def log(api: Api, levels: Sequence[int | None], *, ends_back: int = 0) -> None:
    """Log one level a day, the last one today (or `ends_back` days ago)."""
    first = today() - timedelta(days=len(levels) - 1 + ends_back)
    api.sync(
        *(
            entry("pain", level=level, day=first + timedelta(days=at))
            for at, level in enumerate(levels)
            if level is not None
        )
    )


def now() -> datetime:
    return datetime.now(UTC)


def test_worsening_pain_is_told_once(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    assert services.watch(athlete_id=ada.pk, now=now()) == 1
    alert = Alert.objects.get()
    assert (alert.kind, alert.rule, alert.urgency) == ("worsening", "TR-PAIN-UP", "within_days")
    assert alert.day == today()
    assert "{" not in alert.message + alert.tell_clinician
    assert "2" in alert.message
    assert "6" in alert.message
    assert ada.pk in open_spells(athlete_ids=[ada.pk])
    assert [(row.step, row.channel) for row in Delivery.objects.all()] == [(1, "push")]


def test_watching_again_changes_nothing(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    for _ in range(3):
        services.watch(athlete_id=ada.pk, now=now())
    services.scan(now=now())
    assert Alert.objects.count() == 1
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("levels", [CALM, WILD, [5], [None, 3, None, 4]])
def test_pain_as_usual_is_silent(ada: User, ada_api: Api, levels: Sequence[int | None]) -> None:
    log(ada_api, levels)
    assert services.watch(athlete_id=ada.pk, now=now()) == 0
    assert not Alert.objects.exists()


def test_very_strong_pain_on_two_days_is_told(ada: User, ada_api: Api) -> None:
    log(ada_api, [*CALM, 8, 9])
    services.watch(athlete_id=ada.pk, now=now())
    assert "TR-PAIN-8" in set(Alert.objects.values_list("rule", flat=True))


def test_old_news_is_no_news(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN, ends_back=5)
    assert services.watch(athlete_id=ada.pk, now=now()) == 0


def test_the_alert_stands_in_the_next_sync_answer(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    services.watch(athlete_id=ada.pk, now=now())
    (alert,) = ada_api.sync()["alerts"]
    assert alert["kind"] == "worsening"


def test_a_lesser_alert_may_be_resolved_by_its_athlete(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    services.watch(athlete_id=ada.pk, now=now())
    answer = ada_api.post(f"/alerts/{Alert.objects.get().pk}/resolve", {})
    assert answer.json()["state"] == "resolved"
    assert not Delivery.objects.filter(state="due").exists()


def test_editing_the_days_back_closes_nothing(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    services.watch(athlete_id=ada.pk, now=now())
    log(ada_api, [2, 2, 2, 2])
    services.watch(athlete_id=ada.pk, now=now())
    assert Alert.objects.get().state == "open"


def test_a_lost_bell_is_made_good_by_the_sweep(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    assert services.sweep(now=now()) == 0  # a moment ago: the bell may still come
    assert services.sweep(now=now() + timedelta(minutes=2)) == 1
    assert Alert.objects.count() == 1
    assert unwatched_athletes(before=now() + timedelta(minutes=2), limit=10) == []
    assert services.sweep(now=now() + timedelta(minutes=2)) == 0


def test_nobody_is_watched_without_harm() -> None:
    assert services.watch(athlete_id=4711, now=now()) == 0


def test_the_queue_may_say_more_than_a_task_knows(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    ring([ada.pk], new_in_a_later_version=True)
    for task in (sweep, scan, deliver):
        task(new_in_a_later_version=True)
    assert Alert.objects.count() == 1


def test_a_queue_that_is_down_costs_the_request_nothing(
    ada_api: Api, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(ring, "apply_async", fail)
    with django_capture_on_commit_callbacks(execute=True):
        answer = ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    assert answer["results"][0]["status"] == "applied"
    assert answer["alerts"]
