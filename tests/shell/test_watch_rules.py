"""The rules on real rows: signs, habits, silence, and the budget."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from alerts import services
from alerts.models import Alert
from tests.cast import Api, entry, today
from tests.shell.test_watch_and_sweep import CALM, RISEN, log

BASELINE = [3, 2, 3, 2, 3, 2, 3, 2, 3, 2]


def now() -> datetime:
    return datetime.now(UTC)


def watched(athlete: User) -> list[str]:
    """Watch, and return every rule that has an alert."""
    services.watch(athlete_id=athlete.pk, now=now())
    return sorted(Alert.objects.values_list("rule", flat=True))


def daily(api: Api, kind: str, values: list[Any], field: str, **more: Any) -> None:
    """Log one value a day, the last one today; None = that day is left out."""
    first = today() - timedelta(days=len(values) - 1)
    batch = [
        entry(kind, day=first + timedelta(days=at), **{field: value}, **more)
        for at, value in enumerate(values)
        if value is not None
    ]
    api.sync(*batch)


def test_a_new_nerve_sign_that_no_flag_names_is_told(ada: User, ada_api: Api) -> None:
    ada_api.sync(entry("symptom", finding="tingle_leg", value="unsure"))
    before = set(Alert.objects.values_list("rule", flat=True))
    assert set(watched(ada)) == before | {"TR-NEURO"}
    alert = Alert.objects.get(rule="TR-NEURO")
    assert alert.because == [{"finding": "tingle_leg", "value": "unsure"}]
    assert (alert.kind, alert.spent) == ("nerve_sign", False)


def test_what_a_red_flag_named_is_not_told_twice(ada: User, ada_api: Api) -> None:
    flags = ada_api.sync(entry("symptom", finding="saddle_numb", value=True))["alerts"]
    assert flags
    assert "TR-NEURO" not in watched(ada)


def test_a_leg_sign_that_no_flag_names_is_told_and_may_be_closed(ada: User, ada_api: Api) -> None:
    ada_api.sync(entry("symptom", finding="warmth", value="unsure"))
    assert watched(ada) == ["TR-CLOT"]
    alert = Alert.objects.get()
    assert ada_api.post(f"/alerts/{alert.pk}/resolve").json()["state"] == "resolved"


@pytest.mark.parametrize("finding", ["warmth", "redness", "swelling_one_sided"])
def test_a_leg_sign_that_a_flag_names_is_left_to_the_flag(
    ada: User, ada_api: Api, finding: str
) -> None:
    flags = ada_api.sync(entry("symptom", finding=finding, value=True))["alerts"]
    assert watched(ada) == sorted(flag["rule"] for flag in flags) != []


def test_pain_that_moves_down_the_leg_is_told(ada: User, ada_api: Api) -> None:
    daily(ada_api, "pain", [2] * 8, "level", region="buttock")
    ada_api.sync(entry("pain", level=3, region="below_knee"))
    assert "TR-PERIPH" in watched(ada)


def test_a_jump_in_load_is_told_once_and_paid_by_the_budget(ada: User, ada_api: Api) -> None:
    daily(ada_api, "activity", [20] * 21 + [60] * 7, "minutes", sport="running", rpe=5)
    assert watched(ada) == ["TR-LOAD-UP"]
    assert Alert.objects.get().spent
    services.scan(now=now())
    assert Alert.objects.count() == 1


def test_advice_that_the_budget_holds_back_leaves_no_row(ada: User, ada_api: Api) -> None:
    daily(ada_api, "activity", [20] * 21 + [60] * 7, "minutes", sport="running", rpe=5)
    watched(ada)
    daily(ada_api, "sitting", [10] * 5, "hours")
    daily(ada_api, "pain", [4] * 5, "level")
    assert watched(ada) == ["TR-LOAD-UP"]


def test_a_warning_comes_through_after_advice(ada: User, ada_api: Api) -> None:
    daily(ada_api, "activity", [20] * 21 + [60] * 7, "minutes", sport="running", rpe=5)
    watched(ada)
    log(ada_api, RISEN)
    assert watched(ada) == ["TR-LOAD-UP", "TR-PAIN-UP"]
    assert (
        "At the same time your training load jumped" in Alert.objects.get(rule="TR-PAIN-UP").message
    )


def test_a_worsening_that_the_budget_holds_back_still_shows_as_a_trend(
    ada: User, ada_api: Api
) -> None:
    for days, rule in ((20, "TR-CRAMP"), (40, "TR-LOAD-UP")):
        day = today() - timedelta(days=days)
        Alert.objects.create(
            athlete=ada, kind="old", rule=rule, urgency="within_days", title="x", message="x",
            day=day, raised_at=now(), state="resolved", resolved_at=now(), spent=True,
        )  # fmt: skip
    log(ada_api, RISEN)
    assert "TR-PAIN-UP" not in watched(ada)
    assert ada_api.get("/snapshot").json()["pain"]["trend"] == "worsening"


@pytest.mark.parametrize("restricted", [False, True])
def test_nobody_on_restricted_fluids_is_told_to_drink(
    ada: User, ada_api: Api, restricted: bool
) -> None:
    log(ada_api, BASELINE)
    ada_api.post("/triage/assessments", {"answers": {"fluid_restriction": restricted}})
    daily(ada_api, "hydration", [1000] * 3, "ml", urine_colour=7)
    assert ("TR-HYD" in watched(ada)) is not restricted


def test_over_drinking_is_told_at_once(ada: User, ada_api: Api) -> None:
    ada_api.sync(entry("hydration", ml=3000), entry("hydration", ml=2500))
    assert watched(ada) == ["TR-HYD-HIGH"]


def test_ordinary_days_are_silent(ada: User, ada_api: Api) -> None:
    log(ada_api, CALM)
    daily(ada_api, "sitting", [6] * 20, "hours")
    daily(ada_api, "hydration", [2000] * 20, "ml", urine_colour=3)
    daily(ada_api, "activity", [40, None, 40, 0, 50, None, 0] * 4, "minutes", sport="run", rpe=4)
    ada_api.sync(*(entry("symptom", finding=f, value=False) for f in ("weak_leg", "warmth")))
    assert watched(ada) == []
    assert services.scan(now=now()).alerts == 0


def test_watching_costs_the_same_however_much_was_logged(ada: User, ada_api: Api) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            services.watch(athlete_id=ada.pk, now=now())
        return len(caught)

    log(ada_api, [3])
    first = statements()
    log(ada_api, CALM)
    daily(ada_api, "symptom", [False] * 30, "value", finding="weak_leg")
    daily(ada_api, "hydration", [2000] * 30, "ml", urine_colour=3)
    assert statements() == first <= 11


def test_silence_after_an_alarm_is_found_by_the_scan_and_told_once(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    watched(ada)
    for days, expected in ((2, 0), (4, 1), (5, 0), (9, 0)):
        with time_machine.travel(now() + timedelta(days=days), tick=True):
            assert services.scan(now=now()).alerts == expected, days
    alert = Alert.objects.get(rule="TR-SILENT")
    assert alert.day == today() + timedelta(days=3)


def test_silence_after_a_red_flag_is_found_too(ada: User, ada_api: Api) -> None:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    with time_machine.travel(now() + timedelta(days=4), tick=True):
        services.scan(now=now())
    assert Alert.objects.filter(rule="TR-SILENT").count() == 1


def test_an_alarm_that_is_closed_makes_no_silence(ada: User, ada_api: Api) -> None:
    log(ada_api, RISEN)
    watched(ada)
    ada_api.post(f"/alerts/{Alert.objects.get().pk}/resolve")
    with time_machine.travel(now() + timedelta(days=4), tick=True):
        assert services.scan(now=now()).alerts == 0


def test_missed_check_ins_are_found_by_the_scan_and_told_once(ada: User, ada_api: Api) -> None:
    log(ada_api, BASELINE)
    for days, expected in ((6, 0), (8, 1), (9, 0), (12, 0)):
        with time_machine.travel(now() + timedelta(days=days), tick=True):
            assert services.scan(now=now()).alerts == expected, days
    assert Alert.objects.get().rule == "TR-MISSED"


def test_a_late_entry_is_no_silence(ada: User, ada_api: Api) -> None:
    log(ada_api, BASELINE, ends_back=8)
    assert services.watch(athlete_id=ada.pk, now=now()) == 0


def test_a_scan_of_silence_leaves_changed_days_to_the_sweep(ada: User, ada_api: Api) -> None:
    log(ada_api, BASELINE)
    with time_machine.travel(now() + timedelta(days=8), tick=True):
        services.scan(now=now())
        assert services.sweep(now=now()) == 1
