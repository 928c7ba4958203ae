"""Odd days against a real web server whose clock is set: no day lost, none invented, none doubled.

Past dates only: what the clocks did is history, and no later law changes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.lasting import at_time, newcomers
from tests.faults.test_kill_points import entry, urgent_of

pytestmark = pytest.mark.processes
QUESTION = "SELECT due_at FROM alerts_delivery WHERE athlete_id = ? AND step = 6"


@dataclass(frozen=True)
class Turn:
    """An instant at which one day ends somewhere, and the days before and after it."""

    zone: str
    at: datetime
    before: date
    after: date


def turn(zone: str, at: str, before: str, after: str) -> Turn:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Turn(zone, moment, date.fromisoformat(before), date.fromisoformat(after))


TURNS = {
    "no midnight in Santiago": turn(
        "America/Santiago", "2024-09-08T04:00", "2024-09-07", "2024-09-08"
    ),
    "no midnight in Cairo": turn("Africa/Cairo", "2024-04-25T22:00", "2024-04-25", "2024-04-26"),
    "no midnight in Beirut": turn("Asia/Beirut", "2024-03-30T22:00", "2024-03-30", "2024-03-31"),
    "a missing day in Apia": turn("Pacific/Apia", "2011-12-30T10:00", "2011-12-29", "2011-12-31"),
    "a day of 23 hours": turn("Europe/Berlin", "2024-03-30T23:00", "2024-03-30", "2024-03-31"),
    "the day after it": turn("Europe/Berlin", "2024-03-31T22:00", "2024-03-31", "2024-04-01"),
    "a day of 25 hours": turn("America/New_York", "2024-11-03T04:00", "2024-11-02", "2024-11-03"),
    "the day after that": turn("America/New_York", "2024-11-04T05:00", "2024-11-03", "2024-11-04"),
    "a half hour of summer": turn(
        "Australia/Lord_Howe", "2024-10-05T13:30", "2024-10-05", "2024-10-06"
    ),
}


FLIGHT = ("Pacific/Auckland", datetime(2024, 5, 9, 9, 0, tzinfo=UTC))  # there the 9th, 21:00
YEARS = timedelta(days=3650)
OFF = {"ahead": YEARS, "behind": -YEARS}


@pytest.fixture(scope="module")
def people(lasting_home: Household) -> dict[str, Athlete]:
    """Somebody for each of these stories."""
    wanted = {name: (one.zone, one.at) for name, one in TURNS.items()}
    wanted |= {"flight": FLIGHT} | {name: ("UTC", datetime.now(UTC)) for name in OFF}
    return dict(zip(wanted, newcomers(lasting_home, *wanted.values()), strict=True))


def logged(kind: str, day: date, now: datetime, **fields: Any) -> dict[str, Any]:
    """Return an entry of a phone whose clock is right."""
    return entry(kind, **fields) | {"day": day.isoformat(), "edited_at": now.isoformat()}


def ask(home: Household, who: Athlete, path: str) -> Any:
    status, answer = home.ask("GET", f"/api/v1/{path}", token=who.token)
    assert status == 200, answer
    return answer


@pytest.mark.parametrize("name", TURNS)
def test_the_day_turns_where_it_turns_there(
    lasting_home: Household, people: dict[str, Athlete], name: str
) -> None:
    case, ada = TURNS[name], people[name]
    early, late = case.at - timedelta(seconds=30), case.at + timedelta(seconds=1)
    flag = logged("symptom", case.before, early, finding="saddle_numb", value=True)

    with at_time(lasting_home, early):
        first = lasting_home.sync_until_kept(ada, logged("pain", case.before, early, level=3), flag)
        assert ask(lasting_home, ada, "snapshot")["as_of"] == case.before.isoformat()
    with at_time(lasting_home, late):
        second = lasting_home.sync_until_kept(
            ada,
            logged("pain", case.after, late, level=5),
            logged("sitting", case.after, late, hours=2),
        )
        snapshot = ask(lasting_home, ada, "snapshot")
        span = f"days?from={case.before - timedelta(days=3)}&to={case.after + timedelta(days=3)}"
        days = ask(lasting_home, ada, span)["results"]

    assert {one["status"] for one in first["results"] + second["results"]} == {"applied"}
    assert snapshot["as_of"] == case.after.isoformat()
    assert [(one["day"], one["pain_worst"]) for one in days] == [
        (case.before.isoformat(), 3), (case.after.isoformat(), 5),
    ]  # fmt: skip
    assert len(urgent_of(first)) == 1
    assert urgent_of(first) <= urgent_of(second)  # by now the question may stand beside it
    assert_asked_at_nine(lasting_home, ada, case)


def assert_asked_at_nine(home: Household, ada: Athlete, case: Turn) -> None:
    """The question of the morning after comes when the clock there says nine."""
    ((due,),) = rows.ask(home, QUESTION, ada.id)
    there = rows.moment(due).astimezone(ZoneInfo(case.zone))
    assert there.time() == time(9)
    assert there.date() == case.before + timedelta(days=1) or there.date() == case.after


def test_a_flight_over_the_date_line_keeps_every_day(
    lasting_home: Household, people: dict[str, Athlete]
) -> None:
    kiri, landing = people["flight"], FLIGHT[1]
    may = [date(2024, 5, day) for day in (9, 9, 11)]
    told = []
    for zone, day, hours in (
        (None, may[0], 0),
        ("America/Los_Angeles", may[1], 18),  # the 9th begins once more
        ("Pacific/Kiritimati", may[2], 30),  # and the 10th is over in a moment
    ):
        now = landing + timedelta(hours=hours)
        with at_time(lasting_home, now):
            if zone:
                body = {"profile": {"time_zone": zone}}
                assert lasting_home.ask("PATCH", "/api/v1/me", body, token=kiri.token)[0] == 200
            sent = logged("pain", day, now, level=hours // 6 + 1)
            told.append(lasting_home.sync_until_kept(kiri, sent)["results"][0]["status"])
            days = ask(lasting_home, kiri, "days")["results"]

    assert told == ["applied"] * 3
    kept = [(one["day"], one["pain_worst"]) for one in days]
    assert kept == [("2024-05-09", 4), ("2024-05-11", 6)]


@pytest.mark.parametrize("way", OFF)
def test_a_phone_whose_clock_is_ten_years_off_is_heard_and_holds_nobody_up(
    lasting_home: Household, people: dict[str, Athlete], way: str
) -> None:
    ada, ahead = people[way], OFF[way]
    now = datetime.now(UTC)
    strange, pain = now + ahead, logged("pain", now.date(), now + ahead, level=3)
    flag = logged("symptom", now.date(), strange, finding="saddle_numb", value=True)
    elsewhen = logged("pain", strange.date(), strange, level=9)

    answer = lasting_home.sync_until_kept(ada, pain, flag, elsewhen)

    assert [one["status"] for one in answer["results"]] == ["applied", "applied", "invalid"]
    code = "day-ahead" if ahead > timedelta(0) else "day-too-old"
    assert answer["results"][2]["problem"]["code"] == code
    assert len(urgent_of(answer)) == 1
    ((due,),) = rows.ask(
        lasting_home,
        "SELECT min(due_at) FROM alerts_delivery WHERE athlete_id = ? AND step = 1", ada.id,
    )  # fmt: skip
    assert abs(rows.moment(due) - now) < timedelta(minutes=5)
    # a right clock, who read what stands, is believed from then on
    body = {
        "cursor": answer["cursor"],
        "entries": [pain | {"edited_at": datetime.now(UTC).isoformat(), "level": 6}],
    }
    _, later = lasting_home.ask("POST", "/api/v1/sync", body, token=ada.token)
    assert later["results"][0]["status"] == "applied"
    assert ask(lasting_home, ada, "days")["results"][0]["pain_worst"] == 6


def test_after_all_these_days_the_rows_are_consistent(lasting_home: Household) -> None:
    late = "SELECT count(*) FROM alerts_delivery WHERE state = 'due' AND due_at < ?"

    wait_until(
        "the relay",
        lambda: rows.ask(lasting_home, late, datetime.now(UTC).isoformat(sep=" "))[0][0] == 0,
    )
    assert lasting_home.manage("invariants") == ""
