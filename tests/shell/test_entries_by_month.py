"""Entries by month: only the months asked for are touched, none is lost, old ones go away."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from alerts.tasks import make_months
from tests.cast import Api, entry, today
from tracker import partitions, personal_data
from tracker.exporting.services import all_entries
from tracker.invariants import broken
from tracker.models import Day, Entry, EntryPlace
from tracker.queries import board_rows, days_between
from tracker.services import record_entries

MONTH = re.compile(r"tracker_entry_(?:\d{4}_\d{2}|other)\b")


def log(ada: User, *sent: dict[str, Any]) -> list[str]:
    """Record entries of any day, however old."""
    outcome = record_entries(
        athlete=ada, entries=sent, cursor=None, now=datetime.now(UTC), allow_history=True
    )
    return [result.status for result in outcome.results]


def years(ada: User, *, months: int) -> None:
    """Log one pain in each of so many months, today's included."""
    log(ada, *(entry("pain", level=3, day=today() - timedelta(days=30 * n)) for n in range(months)))
    partitions.months_ahead(today=today())


def table(day: date) -> str:
    return f"tracker_entry_{day:%Y_%m}"


def touched(act: Callable[[], object]) -> tuple[set[str], int]:
    """Return the months that PostgreSQL would open for something, and how many statements it takes.

    A statement that reads or writes entries is explained just before it is run.
    """
    found: set[str] = set()
    count = 0

    def look(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if "tracker_entry" in sql:
            cursor = context["cursor"].cursor
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            found.update(MONTH.findall(json.dumps(cursor.fetchall())))
        return execute(sql, params, many, context)

    wrapped: AbstractContextManager[object] = connection.execute_wrapper(look)
    with wrapped:
        act()
    return found, count


def test_a_check_in_touches_its_month_and_no_other_however_long_the_history(
    ada: User, ada_api: Api
) -> None:
    years(ada, months=2)
    cursor = ada_api.sync()["cursor"]
    few = touched(lambda: ada_api.sync(entry("sitting", hours=3), cursor=cursor))
    years(ada, months=30)
    cursor = ada_api.sync()["cursor"]
    many = touched(lambda: ada_api.sync(entry("sitting", hours=3), cursor=cursor))
    assert few == many
    assert many[0] == {table(today())}


def test_another_phones_news_touch_the_months_they_are_of(ada: User, ada_api: Api) -> None:
    years(ada, months=30)
    cursor = ada_api.sync()["cursor"]
    while (answer := ada_api.sync(cursor=cursor))["more"]:
        cursor = answer["cursor"]
    back = today() - timedelta(days=40)
    ada_api.sync(entry("pain", level=5, day=back), cursor=answer["cursor"])
    months, _ = touched(lambda: ada_api.sync(cursor=answer["cursor"]))
    assert months == {table(back)}


def test_a_years_chart_and_a_board_read_no_entries_and_one_index(ada: User) -> None:
    # given few days, and then many years
    first = today() - timedelta(days=365)

    def look() -> None:
        days_between(athlete_id=ada.pk, first=first, last=today())
        board_rows(athlete_ids=[ada.pk], today=today())

    years(ada, months=2)
    few = touched(look)
    years(ada, months=60)
    # when both are read
    many = touched(look)
    # then they take what they took before
    assert few == many == (set(), 3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT day, folded FROM tracker_day WHERE athlete_id = %s AND day >= %s "
            "AND day <= %s ORDER BY day", [ada.pk, first, today()],
        )  # fmt: skip
        plan = str(cursor.fetchall())
    assert "tracker_day_once" in plan
    assert "Sort" not in plan


def test_the_next_page_of_entries_leaves_later_months_alone(ada: User, ada_api: Api) -> None:
    years(ada, months=12)
    log(ada, *(entry("sitting", hours=1, day=today() - timedelta(days=40)) for _ in range(100)))
    answer = ada_api.get("/entries").json()
    path = answer["next"].partition("/api/v1")[2]
    months, _ = touched(lambda: ada_api.get(path))
    last = date.fromisoformat(answer["results"][-1]["day"])
    assert not [name for name in months if name[-1].isdigit() and name > table(last)]
    assert table(last) in months


def test_days_without_a_month_wait_and_move_into_it_when_it_is_made(ada: User) -> None:
    log(ada, entry("pain", level=4, day=date(2019, 5, 31)), entry("pain", level=5))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tracker_entry_other")
        assert cursor.fetchone() == (1,)
    assert partitions.months_ahead(today=today()) == [date(2019, 5, 1)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tracker_entry_other")
        assert cursor.fetchone() == (0,)
    assert Entry.objects.filter(day=date(2019, 5, 31)).count() == 1
    assert partitions.months_ahead(today=today()) == []


def test_months_are_made_ahead_by_the_clock_once_a_day() -> None:
    soon = today().replace(day=1) + timedelta(days=93)  # in the third month from now
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table(soon)}")
    make_months()
    assert soon.replace(day=1) in partitions.attached_months()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table(soon)}")
    make_months()
    assert soon.replace(day=1) not in partitions.attached_months()


def test_old_months_are_set_apart_and_days_and_charts_stay(ada: User, capsys: Any) -> None:
    # given three years
    years(ada, months=36)
    logged = Day.objects.count()
    cut = today().replace(day=1, year=today().year - 2)
    # when what is older than two years is set apart
    call_command("partitions", "--detach-before", f"{cut:%Y-%m}")
    # then its entries are gone from the table, nothing else is, and nothing is called broken
    said = capsys.readouterr().out
    apart = partitions.months_apart()
    assert f"apart and not dropped: {' '.join(f'{one:%Y-%m}' for one in apart)}" in said
    assert max(apart) < cut
    assert not Entry.objects.filter(day__lt=cut).exists()
    assert not EntryPlace.objects.filter(day__lt=cut).exists()
    assert Entry.objects.filter(day__gte=cut).exists()
    assert Day.objects.count() == logged
    assert list(broken()) == []
    assert log(ada, entry("pain", level=2)) == ["applied"]


def test_an_export_holds_months_that_stand_apart_and_names_those_that_are_gone(
    ada: User, ada_api: Api
) -> None:
    years(ada, months=20)
    whole = all_entries(athlete_id=ada.pk)
    cut = today().replace(day=1, year=today().year - 1) - timedelta(days=60)
    partitions.detach_before(month=cut.replace(day=1), today=today())
    apart = partitions.months_apart()
    theirs = sorted({one["day"][:7] for one in whole} & {f"{month:%Y-%m}" for month in apart})
    assert theirs
    # when everything is exported, nothing is missing; once tables are dropped, it says what is
    told = ada_api.get("/exports").json()
    assert told["entries"] == whole == all_entries(athlete_id=ada.pk)
    assert "archived" not in told
    kept = personal_data.export(ada.pk)["entries"]
    assert sorted(str(row["entry_id"]) for row in kept) == sorted(one["id"] for one in whole)
    with connection.cursor() as cursor:
        for month in apart:
            cursor.execute(f"DROP TABLE {table(month)}")
    told = ada_api.get("/exports").json()
    assert told["archived"]["months"] == theirs
    assert "Ask whoever runs this ThighCare" in told["archived"]["note"]
    assert {one["day"][:7] for one in told["entries"]}.isdisjoint(theirs)


def test_an_entry_brought_in_again_for_a_month_apart_is_exported_once(
    ada: User, ada_api: Api
) -> None:
    years(ada, months=20)
    whole = all_entries(athlete_id=ada.pk)
    cut = today().replace(day=1, year=today().year - 1) - timedelta(days=60)
    partitions.detach_before(month=cut.replace(day=1), today=today())

    log(ada, whole[0])

    assert all_entries(athlete_id=ada.pk) == whole


def test_a_month_in_use_is_not_set_apart() -> None:
    with pytest.raises(CommandError, match="are in use"):
        call_command("partitions", "--detach-before", f"{today():%Y-%m}")
    assert partitions.months_apart() == []


def test_erasure_reaches_months_that_were_set_apart(ada: User, eve: User) -> None:
    years(ada, months=20)
    years(eve, months=20)
    cut = today().replace(day=1, year=today().year - 1) - timedelta(days=60)
    partitions.detach_before(month=cut.replace(day=1), today=today())
    personal_data.erase(ada.pk)
    with connection.cursor() as cursor:
        for month in partitions.months_apart():
            cursor.execute(f"SELECT DISTINCT athlete_id FROM {table(month)}")
            assert cursor.fetchall() in ([], [(eve.pk,)])
    assert not EntryPlace.objects.filter(athlete=ada).exists()


def test_the_migration_carries_every_entry_there_and_back(ada: User) -> None:
    # given entries of many months
    years(ada, months=8)
    before = list(Entry.objects.order_by("entry_id").values())
    steps = import_module("tracker.migrations.0004_entries_by_month")
    # when they go into one table and back into months
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(steps.MONTHS_TO_WHOLE)
        assert partitions.attached_months() == []
        whole = list(Entry.objects.order_by("entry_id").values())
        EntryPlace.objects.all().delete()
        cursor.execute(steps.WHOLE_TO_MONTHS)
    # then they are the same, have their places, and new ones get new keys
    assert whole == before == list(Entry.objects.order_by("entry_id").values())
    assert EntryPlace.objects.count() == len(before)
    assert log(ada, entry("pain", level=1)) == ["applied"]
