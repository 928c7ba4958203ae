"""My days, my entries, my standing: folded, paged, and not sent twice."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.cast import Api, api_as, entry, today
from tracker.epoch import begin_new_epoch
from tracker.queries import board_rows
from tracker.windows import read_windows


def ago(days: int) -> Any:
    return today() - timedelta(days=days)


def test_logged_days_come_oldest_first_with_what_was_logged_only(ada_api: Api) -> None:
    ada_api.sync(
        entry("sitting", hours=5),
        entry("pain", level=3, day=ago(2)),
        entry("pain", level=6, day=ago(2), context="morning"),
    )
    body = ada_api.get("/days").json()
    assert body == {
        "results": [
            {
                "day": ago(2).isoformat(),
                "pain_worst": 6,
                "pain_mean": 4.5,
                "pain_morning": 6,
            },
            {"day": ago(0).isoformat(), "sitting_h": 5},
        ],
        "next": None,
    }


def test_days_may_be_bounded_on_both_sides(ada_api: Api) -> None:
    ada_api.sync(*[entry("pain", level=1, day=ago(n)) for n in range(6)])
    found = ada_api.get("/days", **{"from": ago(4).isoformat(), "to": ago(2).isoformat()})
    assert [day["day"] for day in found.json()["results"]] == [
        ago(n).isoformat() for n in (4, 3, 2)
    ]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"from": "2026-1-1"}, "/from"),
        ({"to": "2026-02-30"}, "/to"),
        ({"to": "9999-01-01"}, "/to"),
        ({"from": "٢٠٢٦-٠١-٠١"}, "/from"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "/from"),
        ({"from": "2024-01-01", "to": "2026-01-01"}, "/from"),
    ],
)
def test_a_day_no_calendar_has_is_refused_by_name(
    ada_api: Api, query: dict[str, str], pointer: str
) -> None:
    answer = ada_api.get("/days", **query)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_read_that_is_held_already_is_not_sent_again(ada_api: Api) -> None:
    ada_api.sync(entry("pain", level=1))
    for path in ("/days", "/entries", "/snapshot"):
        first = ada_api.get(path)
        assert first.headers["Cache-Control"] == "no-store"
        headers = ada_api.headers | {"If-None-Match": first.headers["ETag"]}
        assert ada_api.client.get(f"/api/v1{path}", headers=headers).status_code == 304
    ada_api.sync(entry("pain", level=9))
    assert ada_api.client.get("/api/v1/snapshot", headers=headers).status_code == 200


def test_a_read_of_thirty_days_takes_at_most_three_statements(ada_api: Api) -> None:
    ada_api.sync(*[entry("pain", level=1, day=ago(n)) for n in range(30)])
    for path in ("/days", "/snapshot", "/entries"):
        with CaptureQueriesContext(connection) as statements:
            assert ada_api.get(path).status_code == 200
        assert len(statements) <= 3, [query["sql"] for query in statements]


def test_entries_come_in_pages_newest_day_first(ada_api: Api) -> None:
    for back in range(0, 60, 20):
        ada_api.sync(
            *[entry("pain", level=1, day=ago(back + n % 20)) for n in range(80)],
        )
    seen: list[dict[str, Any]] = []
    answer = ada_api.get("/entries")
    while True:
        body = answer.json()
        assert len(body["results"]) <= 100
        seen += body["results"]
        if body["next"] is None:
            break
        answer = ada_api.client.get(body["next"], headers=ada_api.headers)
    assert len({one["id"] for one in seen}) == len(seen) == 240
    assert [one["day"] for one in seen] == sorted((one["day"] for one in seen), reverse=True)


def test_entries_can_be_asked_by_day_and_kind(ada_api: Api) -> None:
    ada_api.sync(
        entry("pain", level=1, day=ago(1)), entry("pain", level=2), entry("note", text="Hm.")
    )
    found = ada_api.get("/entries", day=today().isoformat(), kind="pain").json()["results"]
    assert [one["level"] for one in found] == [2]
    assert ada_api.get("/entries", kind="nonsense").status_code == 400


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwxXQ", "WzEsMl0", "W1siYSJdLHt9XQ", "%00"])
def test_a_cursor_of_somebody_elses_making_is_refused(ada_api: Api, cursor: str) -> None:
    assert ada_api.get("/entries", cursor=cursor).status_code == 400


def test_a_person_who_never_logged_has_a_standing_too(ada_api: Api) -> None:
    body = ada_api.get("/snapshot").json()
    assert body["as_of"] == today().isoformat()
    assert body["pain"]["trend"] == "unknown"
    assert body["sparkline"] == [None] * 56
    assert body["streak_days"] == 0
    assert body["load"] == {"acute": None, "chronic": None, "ratio": None}


def test_the_standing_tells_pain_load_and_streak(ada_api: Api) -> None:
    ada_api.sync(
        *[entry("pain", level=level, day=ago(back)) for back, level in enumerate([4, 2, 0])],
        entry("activity", sport="running", minutes=30, rpe=5),
        entry("hydration", ml=1500),
        entry("sitting", hours=6.5),
    )
    body = ada_api.get("/snapshot").json()
    assert (body["pain"]["today"], body["pain"]["mean_7d"]) == (4, 2.0)
    assert body["sparkline"][-4:] == [None, 0, 2, 4]
    assert body["load"]["acute"] == 150
    assert body["streak_days"] == 3
    assert (body["sitting"]["today_h"], body["hydration"]["today_ml"]) == (6.5, 1500)


def test_a_streak_goes_on_beyond_the_window(ada: User, ada_api: Api) -> None:
    ada_api.sync(*[entry("sitting", hours=1, day=ago(n)) for n in range(60)])
    assert ada_api.get("/snapshot").json()["streak_days"] == 60
    ada_api.sync(entry("sitting", hours=1, day=ago(60)))
    assert ada_api.get("/snapshot").json()["streak_days"] == 61


def test_the_board_row_says_what_the_standing_says(ada: User, ada_api: Api, eve: User) -> None:
    ada_api.sync(*[entry("pain", level=n % 5, day=ago(n)) for n in range(20)])
    api_as(eve).sync(entry("pain", level=9))
    with CaptureQueriesContext(connection) as statements:
        rows = board_rows(athlete_ids=[ada.pk, eve.pk], today=today())
    assert len(statements) == 2
    mine, row = ada_api.get("/snapshot").json(), rows[ada.pk]
    assert row.sparkline == mine["sparkline"]
    assert (row.pain_today, row.trend) == (mine["pain"]["today"], mine["pain"]["trend"])
    assert row.last_logged == today()
    assert row.adherence_28d == round(20 / 28, 2)


def test_everyones_pain_is_read_in_pieces(ada: User, ada_api: Api, eve: User) -> None:
    ada_api.sync(entry("pain", level=3))
    api_as(eve).sync(entry("pain", level=9, day=ago(1)))
    first = read_windows(after_id=0, limit=1, since=ago(10))
    second = read_windows(after_id=int(first.ids[-1]), limit=5, since=ago(10))
    assert [*first.ids, *second.ids] == sorted([ada.pk, eve.pk])
    assert first.pain.shape == (1, 56)
    assert {int(first.pain[0, -1]), int(second.pain[0, -1])} == {3, 9}
    assert len(read_windows(after_id=0, limit=5, since=ago(0)).ids) == 1


def test_a_restore_changes_the_epoch(ada_api: Api) -> None:
    before = ada_api.sync()["epoch"]
    assert ada_api.sync()["epoch"] == before
    assert begin_new_epoch() == ada_api.sync()["epoch"] != before


def test_an_operator_begins_the_new_epoch_after_a_restore(ada_api: Api) -> None:
    out = StringIO()
    call_command("new_epoch", stdout=out)
    assert ada_api.sync()["epoch"] == out.getvalue().strip()
