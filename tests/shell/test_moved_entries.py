"""An entry that moves to another day, far away or back, stands on one day only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection

from accounts.models import User
from alerts.tasks import make_months
from tests.cast import entry, today
from tracker import partitions
from tracker.invariants import broken
from tracker.models import Day, Entry
from tracker.services import record_entries


def log(ada: User, *sent: dict[str, Any]) -> list[str]:
    """Record entries of any day, however old."""
    outcome = record_entries(
        athlete=ada, entries=sent, cursor=None, now=datetime.now(UTC), allow_history=True
    )
    return [result.status for result in outcome.results]


def test_an_entry_that_moves_over_years_stands_once_and_moves_back(ada: User) -> None:
    # given an entry of today
    first = entry("pain", level=4)
    log(ada, first)
    old = (today() - timedelta(days=900)).isoformat()
    at = datetime.now(UTC) - timedelta(seconds=30)
    # when edits move it away and back
    log(ada, first | {"edited_at": at.isoformat()})
    for second, day in enumerate([old, today().isoformat(), old], start=1):
        moved = first | {"day": day, "edited_at": datetime.now(UTC).isoformat(), "level": second}
        assert log(ada, moved) == ["applied"]
    # then it stands on one day, nothing is left where it was, and the same again changes nothing
    assert [row.day.isoformat() for row in Entry.objects.all()] == [old]
    assert {day.day.isoformat(): day.folded for day in Day.objects.all()} == {
        today().isoformat(): {},
        old: {"pain_worst": 3, "pain_mean": 3.0},
    }
    assert log(ada, moved) == ["unchanged"]
    assert list(broken()) == []


def test_an_old_edit_of_a_moved_entry_is_stale_on_the_day_it_left(ada: User) -> None:
    first = entry("pain", level=4, edited_at="2026-01-01T00:00:00Z")
    log(ada, first)
    log(ada, first | {"day": "2025-02-01", "edited_at": "2026-01-03T00:00:00Z"})
    between = first | {"level": 9, "edited_at": "2026-01-02T00:00:00Z"}
    assert log(ada, between) == ["stale"]
    assert Entry.objects.get().content == {"level": 4}


def test_where_entries_lie_in_one_table_there_are_no_months_to_make(capsys: Any) -> None:
    call_command("partitions", "--ahead", "2")
    make_months()
    said = capsys.readouterr().out
    assert ("nothing to do" in said) is (connection.vendor == "sqlite")
    assert bool(partitions.attached_months()) is (connection.vendor == "postgresql")
    assert partitions.months_apart() == []
