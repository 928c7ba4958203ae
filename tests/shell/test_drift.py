"""The weekly reading of an open episode: told once a direction, kept per week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from alerts import drift, tasks
from alerts.models import Alert, Delivery
from tests.cast import api_as
from tests.core.test_triage_drift import NERVE, VESSEL
from tests.shell.drift_story import AFTER, MONDAY, check, log, log_signs, look, told
from triage.models import Assessment, DriftReading, Episode


def test_pain_that_goes_below_the_knee_and_tingles_is_told(ada: User) -> None:
    check(ada)
    log(ada, "pain", level=4, region="below_knee", context="worst")
    log(ada, "symptom", on=2, finding="tingle_leg", value=True)

    report = look()

    (alert,) = told(ada)
    assert (report.athletes, report.alerts) == (1, 1)
    assert (alert.kind, alert.urgency, alert.day) == ("drift", "within_days", date(2026, 11, 22))
    assert alert.title == "What you log has changed"
    assert "fits a nerve pattern. Please do the check again" in alert.message
    assert alert.because == [
        {"finding": "loc_below_knee", "value": True}, {"finding": "tingle_leg", "value": True},
    ]  # fmt: skip
    assert alert.tell_clinician.startswith("Changed in the daily log since the check of 2026-11-10")
    assert "(yes)" in alert.tell_clinician
    assert "{" not in alert.tell_clinician
    assert Delivery.objects.filter(athlete=ada, urgent=False).count() == 1


@pytest.mark.parametrize(
    ("zone", "hours"), [("UTC", 0), ("America/Los_Angeles", 2 + 2 / 3), ("Asia/Tokyo", 0)]
)
def test_whoever_sleeps_when_the_job_runs_is_pushed_in_the_morning(
    ada: User, zone: str, hours: float
) -> None:
    check(ada)
    log_signs(ada, NERVE)
    ada.profile.time_zone = zone
    ada.profile.save()

    look()

    push = Delivery.objects.get(athlete=ada, urgent=False)
    assert push.due_at == AFTER + timedelta(hours=hours)
    assert push.heeds_quiet


def test_a_move_toward_a_vessel_is_told_in_its_own_words(ada: User) -> None:
    check(ada, agg_sitting=False, ease_move=False)
    log_signs(ada, VESSEL)

    look()

    assert "fits a blood-flow pattern" in told(ada)[0].message


def test_the_reading_of_a_week_is_kept_and_shown(ada: User) -> None:
    episode = check(ada)["episode"]
    log_signs(ada, NERVE)

    look()

    row = DriftReading.objects.get()
    assert (row.athlete, str(row.episode_id), row.week) == (ada, episode, MONDAY)
    assert (row.urgency, row.up, row.told) == ("self_care", ["nerve"], ["nerve"])
    assert row.logged == NERVE
    assert row.ranking == sorted(row.ranking, key=lambda cause: -row.scores[cause])
    (shown,) = api_as(ada).get(f"/triage/episodes/{episode}").json()["drift"]
    assert (shown["week"], shown["moved_toward"]) == ("2026-11-16", ["nerve"])
    assert shown["ranking"] == row.ranking


def test_looking_again_changes_nothing(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    look()
    before = DriftReading.objects.values("week", "scores", "up", "told").get()

    assert look().alerts == 0
    assert DriftReading.objects.values("week", "scores", "up", "told").get() == before
    assert len(told(ada)) == 1


def test_what_lasts_is_told_once(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    look()
    log_signs(ada, NERVE, on=8)
    log_signs(ada, {"q_shooting": True}, on=9)

    look(weeks=1)

    assert len(told(ada)) == 1
    assert DriftReading.objects.count() == 2
    assert DriftReading.objects.latest("week").up == ["nerve"]


def test_what_fell_back_and_returned_is_told_again(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    look()
    log_signs(ada, dict.fromkeys(NERVE, False), on=8)
    look(weeks=1)
    log_signs(ada, NERVE, on=15)

    look(weeks=2)

    assert [row.up for row in DriftReading.objects.order_by("week")] == [["nerve"], [], ["nerve"]]
    assert len(told(ada)) == 2


def test_a_new_check_is_a_new_start(ada: User) -> None:
    check(ada)
    log_signs(ada, NERVE)
    look()
    check(ada, at=AFTER, **NERVE)
    log_signs(ada, NERVE, on=9)

    look(weeks=1)

    assert len(told(ada)) == 1
    assert DriftReading.objects.latest("week").up == []


def test_entries_that_came_late_are_read_when_they_are_there(ada: User) -> None:
    check(ada)
    log(ada, "symptom", finding="q_tight", value=True)
    look()
    assert told(ada) == []

    log_signs(ada, NERVE, on=1)

    assert look().alerts == 1
    assert DriftReading.objects.get().told == ["nerve"]


def test_a_rule_that_only_the_whole_week_makes_true_is_raised_as_usual(ada: User) -> None:
    check(ada, agg_walk_fixed_distance=True, ease_stand_still_10min=True)
    assert "RF-PAD-2" not in Alert.objects.values_list("rule", flat=True)
    log(ada, "pain", level=0, context="sitting")

    look()

    alert = Alert.objects.get(athlete=ada, rule="RF-PAD-2")
    assert (alert.kind, alert.urgency, alert.day) == ("red_flag", "within_days", MONDAY)
    assert Assessment.objects.filter(origin="daily").count() == 1
    assert Episode.objects.get().urgency == "within_days"
    look()
    assert Assessment.objects.filter(origin="daily").count() == 1


def test_the_week_is_the_persons_own(ada: User) -> None:
    ada.profile.time_zone = "Pacific/Auckland"
    ada.profile.save()
    check(ada)
    log_signs(ada, NERVE, on=6)

    early = drift.look_at_everyone(now=datetime(2026, 11, 22, 12, tzinfo=UTC))  # Monday there

    assert early.alerts == 1


def test_the_command_and_the_task_do_the_same(ada: User, capsys: Any, time_machine: Any) -> None:
    check(ada)
    log_signs(ada, NERVE)
    time_machine.move_to(AFTER, tick=False)

    call_command("drift")
    tasks.look_for_drift()

    assert capsys.readouterr().out.startswith("athletes 1 alerts 1 seconds ")
    assert len(told(ada)) == 1


def test_nobody_is_left_out_between_two_chunks(ada: User, eve: User, pat: User) -> None:
    for person in (ada, eve, pat):
        check(person)
        log_signs(person, NERVE)

    report = drift.look_at_everyone(now=AFTER, chunk=1)

    assert (report.athletes, report.alerts) == (3, 3)


def test_a_long_log_takes_no_more_statements_than_a_short_one(ada: User, eve: User) -> None:
    counts = []
    for person, days in ((ada, 1), (eve, 6)):
        check(person)
        for on in range(days):
            log_signs(person, NERVE, on=on)
        with CaptureQueriesContext(connection) as statements:
            drift.look_at(athlete_id=person.pk, now=AFTER)
        counts.append(len(statements))

    assert counts[0] == counts[1]
