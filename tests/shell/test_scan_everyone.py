"""The nightly scan, the backtest and the invariants, over many athletes."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from alerts import services
from alerts.models import Alert, Delivery
from tests import cast
from tests.cast import Api, entry
from tests.shell.test_watch_and_sweep import CALM, RISEN, log
from tracker.models import WorseningSpell


def run(command: str, *arguments: str) -> list[str]:
    told = io.StringIO()
    call_command(command, *arguments, stdout=told)
    return told.getvalue().splitlines()


@pytest.fixture
def worsening(ada: User, eve: User, pat: User) -> list[User]:
    """Two of three get worse."""
    log(cast.api_as(ada), RISEN)
    log(cast.api_as(eve), CALM)
    log(cast.api_as(pat), RISEN)
    return [ada, pat]


def test_the_scan_finds_whoever_gets_worse_and_nobody_else(worsening: list[User]) -> None:
    report = services.scan(now=datetime.now(UTC))
    assert (report.athletes, report.alerts) == (3, 2)
    told = set(Alert.objects.values_list("athlete_id", flat=True))
    assert told == {user.pk for user in worsening}


@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
def test_the_size_of_a_chunk_makes_no_difference(worsening: list[User], chunk: int) -> None:
    report = services.scan(now=datetime.now(UTC), chunk=chunk)
    assert (report.athletes, report.alerts) == (3, 2)


def test_the_scan_says_what_the_watch_would_have_said(worsening: list[User]) -> None:
    services.scan(now=datetime.now(UTC))
    scanned = set(Alert.objects.values_list("athlete_id", "rule", "day", "message"))
    Alert.objects.all().delete()
    for user in worsening:
        WorseningSpell.objects.filter(athlete=user).delete()
        services.watch(athlete_id=user.pk, now=datetime.now(UTC))
    assert set(Alert.objects.values_list("athlete_id", "rule", "day", "message")) == scanned


def test_a_second_scan_raises_nothing(worsening: list[User]) -> None:
    services.scan(now=datetime.now(UTC))
    assert services.scan(now=datetime.now(UTC)).alerts == 0
    assert Delivery.objects.count() == 2


def test_who_is_quiet_costs_no_statement(
    ada_api: Api, eve: User, pat: User, django_assert_max_num_queries: object
) -> None:
    for api in (ada_api, cast.api_as(eve), cast.api_as(pat)):
        log(api, CALM)
    with django_assert_max_num_queries(5):
        services.scan(now=datetime.now(UTC))


def test_the_command_prints_what_the_scan_did(worsening: list[User]) -> None:
    (line,) = run("scan")
    words = line.split()
    assert words[:4] == ["athletes", "3", "alerts", "2"]
    assert float(words[5]) >= 0


def test_the_backtest_tells_and_raises_nothing(worsening: list[User]) -> None:
    *found, last = run("backtest", "TR-PAIN-UP", "--days", "90")
    assert last == "athletes 2 alerts 2"
    assert {int(line.split()[1]) for line in found} == {user.pk for user in worsening}
    assert not Alert.objects.exists()


def test_the_backtest_looks_no_further_back_than_it_is_told(ada_api: Api) -> None:
    log(ada_api, [*CALM[:20], 6, 6, 6, 6, 6, 6, 6, 6, 6, 6])
    assert run("backtest", "TR-PAIN-UP", "--days", "30")[-1] == "athletes 1 alerts 1"
    assert run("backtest", "TR-PAIN-UP", "--days", "2")[-1] == "athletes 0 alerts 0"


@pytest.mark.parametrize("arguments", [("NO-RULE",), ("TR-PAIN-UP", "--days", "0")])
def test_the_backtest_says_what_it_cannot_do(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run("backtest", *arguments)


def test_all_is_well_after_a_day(worsening: list[User], ada_api: Api) -> None:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    services.scan(now=datetime.now(UTC))
    assert run("invariants") == []


@pytest.mark.parametrize("broken", ["unsent", "untimed", "untaken", "late"])
def test_an_inconsistent_row_is_named(ada_api: Api, broken: str) -> None:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    if broken == "unsent":
        Delivery.objects.all().delete()
    elif broken == "untimed":
        Alert.objects.update(state="resolved", acknowledged_at=datetime.now(UTC), outcome="read")
    elif broken == "untaken":
        Delivery.objects.filter(step=1).update(state="done")
    else:
        Delivery.objects.update(due_at=datetime.now(UTC) - timedelta(minutes=20))
    told = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("invariants", stdout=told)
    assert ended.value.code == 1
    assert told.getvalue()
