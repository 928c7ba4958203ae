"""What my log shows and what goes together in it, through the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.cast import Api, api_as, entry, today
from tracker.models import WorseningSpell
from tracker.trend_report import insight_report, trend_report


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def by_id(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in body["rules"]}


def test_somebody_new_is_told_unknown_of_everything(ada_api: Api) -> None:
    body = ada_api.get("/trends").json()

    assert {one["state"] for one in body["rules"]} == {"unknown"}
    assert body["together"] is None
    assert body["baseline"] == {"logged": 0, "of_days": 18, "needed": 8, "collecting": True}
    assert body["load"]["acute"] is None


def test_the_first_days_are_collecting_a_baseline_with_their_number(ada_api: Api) -> None:
    ada_api.sync(*[entry("pain", level=3, day=ago(n)) for n in range(5)])

    one = by_id(ada_api.get("/trends").json())["TR-PLATEAU"]

    assert one["state"] == "collecting"
    assert one["sentence"] == "Collecting your baseline: 5 of the last 18 days logged."
    assert one["since"] is None
    assert one["action"] is None


def test_strong_pain_is_amber_since_its_day_with_what_to_do_and_the_source(ada_api: Api) -> None:
    ada_api.sync(*[entry("pain", level=8 if n < 4 else 3, day=ago(n)) for n in range(12)])

    one = by_id(ada_api.get("/trends").json())["TR-PAIN-HIGH"]

    assert one["state"] == "amber"
    assert one["since"] == ago(1).isoformat()
    assert (one["n"], one["of_days"]) == (4, 4)
    assert one["action"] == "check"
    assert "Open Check" in one["sentence"]
    assert one["source"].startswith("evidence 5.3")
    assert one["thresholds"]["high"] == 7


def test_more_sitting_is_named_beside_strong_pain_and_not_as_its_cause(ada_api: Api) -> None:
    ada_api.sync(
        *[entry("pain", level=8 if n < 4 else 3, day=ago(n)) for n in range(12)],
        *[entry("sitting", hours=10 if n < 7 else 4, day=ago(n)) for n in range(32)],
    )

    one = by_id(ada_api.get("/trends").json())["TR-PAIN-HIGH"]

    assert one["beside"] == ["At the same time you sat more: about 10 hours a day, about 4 before."]


def test_every_series_reaches_its_rule(ada_api: Api) -> None:
    ada_api.sync(
        *[entry("activity", sport="running", minutes=40, rpe=5, sprint_percent=10,
                pain_during=1, day=ago(n)) for n in range(0, 12, 2)],
        *[entry("activity", sport="rest", minutes=0, rpe=0, day=ago(n)) for n in range(1, 12, 2)],
        *[entry("pain", level=3, context="morning", region="sit_bone", day=ago(n))
          for n in range(12)],
        *[entry("sitting", hours=4, minutes_to_pain=30 + n, day=ago(n)) for n in range(12)],
        *[entry("hydration", ml=2000, urine_colour=2, day=ago(n)) for n in range(12)],
        *[entry("wellness", sleep_quality=2, fatigue=2, soreness=2, stress=2, day=ago(n))
          for n in range(12)],
        *[entry("symptom", finding=name, value=False, day=ago(n)) for n in range(12)
          for name in ("agg_night_lying", "cramps_now")],
    )  # fmt: skip

    body = ada_api.get("/trends").json()
    found = by_id(body)

    assert {one["id"]: one["n"] for one in found.values()} == {
        "TR-24H": 5, "TR-CRAMP": 12, "TR-GOOD": 12, "TR-HYD": 3, "TR-HYD-HIGH": 3,
        "TR-LOAD-SPEED": 12, "TR-LOAD-UP": 12, "TR-LOAD-ZERO": 12, "TR-NIGHT": 7,
        "TR-PAIN-DRIFT": 12, "TR-PAIN-HIGH": 4, "TR-PAIN-SPIKE": 12, "TR-PAIN-UP": 12,
        "TR-PERIPH": 7, "TR-PLATEAU": 12, "TR-SESSION": 6, "TR-SILENT": 3, "TR-SIT-DOSE": 5,
        "TR-SIT-LINK": 11, "TR-SIT-TOL": 12, "TR-WELL": 5,
    }  # fmt: skip
    assert {one["state"] for one in found.values()} <= {"quiet", "unknown"}
    assert body["load"]["logged"] == 12


def test_an_open_spell_is_amber_until_it_has_lasted_its_longest(ada: User, ada_api: Api) -> None:
    ada_api.sync(*[entry("pain", level=3, day=ago(n)) for n in range(10)])
    spell = WorseningSpell.objects.create(
        athlete=ada, opened_on=ago(20), before=2, now_level=5, noise=1,
        last_notified_on=ago(20), last_notified_level=5,
    )  # fmt: skip

    assert by_id(ada_api.get("/trends").json())["TR-PAIN-UP"]["since"] == ago(20).isoformat()

    WorseningSpell.objects.filter(pk=spell.pk).update(opened_on=ago(56))

    assert by_id(ada_api.get("/trends").json())["TR-PAIN-UP"]["state"] == "quiet"


def test_a_check_of_today_ends_an_amber_that_is_no_longer_true(ada_api: Api) -> None:
    levels = [3, 3, 8, 8, 8, *[3] * 8]
    ada_api.sync(*[entry("pain", level=level, day=ago(n)) for n, level in enumerate(levels)])
    assert by_id(ada_api.get("/trends").json())["TR-PAIN-HIGH"]["state"] == "amber"

    assert ada_api.post("/triage/assessments", {"answers": {"age_years": 40}}).status_code == 201

    assert by_id(ada_api.get("/trends").json())["TR-PAIN-HIGH"]["state"] == "quiet"


def test_a_link_is_told_with_effect_interval_and_number(ada_api: Api) -> None:
    hours = [3, 9, 5, 8, 4, 10, 6, 7, 2, 9, 5, 8, 3, 7, 6, 4, 8, 9, 5, 3]
    ada_api.sync(
        *[entry("sitting", hours=h, day=ago(20 - n)) for n, h in enumerate(hours)],
        *[entry("pain", level=h // 2 + 1, day=ago(19 - n)) for n, h in enumerate(hours)],
    )

    load, sitting, same_day = ada_api.get("/insights").json()["results"]

    assert sitting["state"] == "told"
    assert sitting["n"] == 20
    assert sitting["effect"] > 0.9
    assert 0 < sitting["interval"][0] <= sitting["effect"]
    assert "does not show that one brings the other" in sitting["sentence"]
    assert (same_day["id"], same_day["n"]) == ("sitting-pain-same-day", 19)
    assert (load["state"], load["effect"], load["interval"]) == ("collecting", None, None)
    assert load["sentence"] == "Collecting: 0 of 14 pairs of days logged."


def test_a_report_that_is_held_already_is_not_sent_again(ada_api: Api) -> None:
    for path in ("/trends", "/insights"):
        first = ada_api.get(path)
        headers = ada_api.headers | {"If-None-Match": first.headers["ETag"]}
        assert ada_api.client.get(f"/api/v1{path}", headers=headers).status_code == 304


def test_nobody_is_shown_somebody_elses(ada_api: Api, eve: User) -> None:
    ada_api.sync(*[entry("pain", level=8, day=ago(n)) for n in range(10)])

    assert {one["state"] for one in api_as(eve).get("/trends").json()["rules"]} == {"unknown"}


@pytest.mark.parametrize("report", [trend_report, insight_report])
def test_a_long_history_takes_no_more_statements(ada: User, ada_api: Api, report: Any) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            report(athlete_id=ada.pk, today=today(), zone="UTC")
        return len(caught)

    ada_api.sync(entry("pain", level=3))
    few = statements()
    ada_api.sync(*[entry("pain", level=3, day=ago(n)) for n in range(50)])

    assert few <= 5
    assert statements() == few
