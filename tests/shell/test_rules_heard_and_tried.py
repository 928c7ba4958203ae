"""Who hears of an alert, and what any rule would have told on days gone by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from alerts import services, switches
from alerts.models import Alert
from alerts.rules import all_rules
from tests import cast
from tests.cast import Api, today
from tests.shell.test_scan_everyone import run
from tests.shell.test_watch_and_sweep import CALM, log
from tests.shell.test_watch_rules import BASELINE, daily


@pytest.mark.parametrize(
    ("kind", "scopes", "counted"),
    [
        ("load_spike", ("red_flag_contact", "load"), 1),
        ("load_spike", ("red_flag_contact",), 0),
        ("severe_pain", ("red_flag_contact", "pain"), 1),
        ("severe_pain", ("red_flag_contact", "load"), 0),
        ("nerve_sign", ("red_flag_contact",), 1),
        ("nerve_sign", ("pain", "load"), None),
        ("cramps", cast.ALL_SCOPES, 0),
        ("low_fluids", cast.ALL_SCOPES, 0),
        ("silence", cast.ALL_SCOPES, 0),
        ("a_kind_of_yesterday", cast.ALL_SCOPES, 0),
    ],
)
def test_a_coach_hears_of_what_the_data_behind_it_is_shared_of(
    ada: User, cora: User, kind: str, scopes: tuple[str, ...], counted: int | None
) -> None:
    team = cast.team_of(cora)
    cast.join(team, ada, scopes=scopes)
    rule = next((one.id for one in all_rules() if one.kind == kind), "OLD")
    Alert.objects.create(
        athlete=ada, kind=kind, rule=rule, urgency="within_days", title="x", message="x",
        day=today(), raised_at=datetime.now(UTC),
    )  # fmt: skip
    (row,) = [
        row
        for row in cast.api_as(cora).get(f"/teams/{team.pk}/board").json()["results"]
        if row["athlete"]["id"] == ada.pk
    ]
    assert row.get("open_alerts") == counted


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_every_rule_can_be_tried_on_days_gone_by(ada_api: Api, rule: Any) -> None:
    log(ada_api, [*CALM[:20], 9, 9, 9])
    *_, last = run("backtest", rule.id, "--days", "90")
    expected = 1 if rule.id in {"TR-PAIN-8", "TR-PAIN-UP"} else 0
    assert last == f"athletes {expected} alerts {expected}"
    assert not Alert.objects.exists()


def test_the_backtest_finds_silence_signs_and_what_the_budget_holds_back(ada_api: Api) -> None:
    log(ada_api, BASELINE, ends_back=20)
    assert run("backtest", "TR-MISSED")[-1] == "athletes 1 alerts 1"
    daily(ada_api, "symptom", [True], "value", finding="tingle_leg")
    assert run("backtest", "TR-NEURO")[-1] == "athletes 1 alerts 1"
    daily(ada_api, "activity", [20] * 21 + [60] * 7, "minutes", sport="running", rpe=5)
    daily(ada_api, "sitting", [10] * 5, "hours")
    daily(ada_api, "pain", [4] * 5, "level")
    *held, last = run("backtest", "TR-SIT-DOSE")
    assert last == "athletes 0 alerts 0"
    assert held
    assert all(line.endswith("held back by the budget") for line in held)


def test_a_rule_switched_off_raises_nothing_and_can_still_be_tried(
    ada: User, ada_api: Api, settings: Any
) -> None:
    daily(ada_api, "activity", [20] * 21 + [60] * 7, "minutes", sport="running", rpe=5)
    settings.ALERT_RULES_OFF = ["TR-LOAD-UP"]
    services.watch(athlete_id=ada.pk, now=datetime.now(UTC))
    services.scan(now=datetime.now(UTC))
    assert not Alert.objects.exists()
    assert run("backtest", "TR-LOAD-UP")[-1] == "athletes 1 alerts 1"
    settings.ALERT_RULES_OFF = []
    assert services.scan(now=datetime.now(UTC)).alerts == 1


@pytest.mark.parametrize("name", ["TR-NEURO", "TR-PAIN-8", "RF-CES-1", "nonsense"])
def test_safety_cannot_be_switched_off(settings: Any, name: str) -> None:
    settings.ALERT_RULES_OFF = ["TR-LOAD-UP", name]
    with pytest.raises(ImproperlyConfigured, match=name):
        switches.refuse_bad()


def test_what_is_limited_can_be_switched_off(settings: Any) -> None:
    settings.ALERT_RULES_OFF = [rule.id for rule in all_rules() if rule.limited]
    switches.refuse_bad()
