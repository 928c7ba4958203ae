"""Silence after an alarm and missed check-ins: told once a silence, to whom it concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.rule_facts import DAY, said, words

SILENT, MISSED = "TR-SILENT", "TR-MISSED"


@pytest.mark.parametrize("days", [3, 4, 14])
@pytest.mark.parametrize("before", [0, 3, 7])
def test_silence_after_an_alarm_is_told_of_its_third_day(days: int, before: int) -> None:
    found = said(SILENT, silent=days, alarm_on=DAY - timedelta(before))
    assert found is not None
    assert found.on == DAY + timedelta(3)
    assert "log how you are today" in words(found)


@pytest.mark.parametrize(("days", "alarm"), [(2, True), (15, True), (0, True), (9, False)])
def test_without_an_alarm_or_too_soon_silence_is_not_told(days: int, alarm: bool) -> None:
    assert said(SILENT, silent=days, alarm_on=DAY if alarm else None) is None


def test_an_alarm_raised_yesterday_gives_time_to_answer() -> None:
    assert said(SILENT, silent=5, alarm_on=DAY + timedelta(4)) is None
    assert said(SILENT, silent=7, alarm_on=DAY + timedelta(4)) is not None


@pytest.mark.parametrize(("back", "speaks"), [(0, False), (2, False), (3, True)])
def test_days_that_came_in_late_are_no_silence_until_they_are_as_old(
    back: int, speaks: bool
) -> None:
    heard = DAY + timedelta(9 - back)

    assert (said(SILENT, silent=9, alarm_on=DAY, heard_on=heard) is not None) == speaks


def test_nobody_is_missed_who_brought_in_old_days_this_week() -> None:
    assert said(MISSED, silent=8, heard_on=DAY + timedelta(2)) is None
    assert said(MISSED, silent=8, heard_on=DAY + timedelta(1)) is not None


@pytest.mark.parametrize("days", [7, 8, 9])
def test_whoever_used_to_log_is_missed_after_a_week(days: int) -> None:
    found = said(MISSED, silent=days, logged=7)
    assert found is not None
    assert found.on == DAY + timedelta(7)
    assert "nothing can be said" in words(found)


@pytest.mark.parametrize(("days", "logged"), [(6, 14), (10, 14), (7, 6), (8, 0), (0, 14)])
def test_nobody_is_missed_who_logs_or_never_did(days: int, logged: int) -> None:
    assert said(MISSED, silent=days, logged=logged) is None


def test_a_silence_is_never_told_as_good_news() -> None:
    for found in (said(SILENT, silent=3, alarm_on=DAY), said(MISSED, silent=7)):
        text = words(found).lower()
        assert text
        assert not [word for word in ("well done", "all clear", "fine", "good") if word in text]
