"""Where somebody lived when: moving adds to the history, and what was logged never moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import User, ZoneSpell
from accounts.zones import history_of
from tests.cast import Api, api_as, entry, person
from tests.shell.bringing_in import look, send
from tracker.importing.jobs import work_on_waiting

MORNING = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def live_in(api: Api, zone: str) -> Any:
    answer = api.send("PATCH", "/me", {"profile": {"time_zone": zone}})
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def kiri() -> User:
    """An athlete of Auckland."""
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        return person("Kiri", time_zone="Pacific/Auckland")


@pytest.fixture
def kiri_api(kiri: User) -> Api:
    with time_machine.travel(MORNING, tick=False):
        return api_as(kiri)


def zones_of(api: Api) -> list[tuple[str, str]]:
    return [(one["zone"], one["first_day"]) for one in api.get("/me/zones").json()["results"]]


def test_who_never_moved_has_no_history_and_a_zone_all_the_same(kiri: User, kiri_api: Api) -> None:
    with time_machine.travel(MORNING, tick=False):
        assert zones_of(kiri_api) == []

    assert history_of(user_id=kiri.pk).on(date(2019, 1, 1)) == "Pacific/Auckland"


def test_the_first_move_keeps_where_they_lived_before(kiri_api: Api) -> None:
    with time_machine.travel(MORNING, tick=False):
        live_in(kiri_api, "America/Los_Angeles")

        assert zones_of(kiri_api) == [
            ("America/Los_Angeles", "2026-03-09"),
            ("Pacific/Auckland", "2026-01-01"),
        ]


def test_a_file_of_the_trip_is_read_with_the_zones_of_the_trip(kiri: User) -> None:
    track = (
        '<gpx><trk><trkseg><trkpt lat="1" lon="2"><time>{at}:00Z</time></trkpt>'
        '<trkpt lat="1.01" lon="2"><time>{at}:50Z</time></trkpt></trkseg></trk></gpx>'
    )
    there, home = "2026-03-10T05:00", "2026-03-20T05:00"
    with time_machine.travel(MORNING, tick=False):
        live_in(api_as(kiri), "America/Los_Angeles")
    with time_machine.travel(MORNING + timedelta(days=5), tick=False):
        live_in(api_as(kiri), "Pacific/Auckland")
    with time_machine.travel(MORNING + timedelta(days=20), tick=False):
        api = api_as(kiri)
        held = send(api, track.format(at=there), name="there.gpx")
        api.send("PATCH", f"/imports/{held['id']}", {"effort": 5})
        work_on_waiting()
        found = look(api, held["id"])
        assert (found["first_day"], found["choices"]["time_zone"]) == (
            "2026-03-09", "Pacific/Auckland"
        )  # fmt: skip
        assert "stays" not in found["choices"]

        api.send("PATCH", f"/imports/{held['id']}", {"time_zone": "Pacific/Auckland"})
        work_on_waiting()
        assert look(api, held["id"])["first_day"] == "2026-03-10", "what is chosen holds for all"

        at_home = send(api, track.format(at=home), name="home.gpx")
        api.send("PATCH", f"/imports/{at_home['id']}", {"effort": 5})
        work_on_waiting()
        assert look(api, at_home["id"])["first_day"] == "2026-03-20"


def test_the_same_zone_again_and_another_change_add_nothing(kiri: User, kiri_api: Api) -> None:
    with time_machine.travel(MORNING, tick=False):
        live_in(kiri_api, "Pacific/Auckland")
        kiri_api.send("PATCH", "/me", {"display_name": "Kiri T."})

    assert not ZoneSpell.objects.filter(user=kiri).exists()


def test_a_zone_that_is_none_begins_no_spell(kiri: User, kiri_api: Api) -> None:
    with time_machine.travel(MORNING, tick=False):
        answer = kiri_api.send("PATCH", "/me", {"profile": {"time_zone": "Mars/Olympus"}})

    assert answer.json()["errors"][0]["pointer"] == "/profile/time_zone"
    assert not ZoneSpell.objects.filter(user=kiri).exists()


@pytest.mark.parametrize("to", ["America/Los_Angeles", "Pacific/Kiritimati", "Europe/Berlin"])
def test_entries_stay_on_their_day_when_the_zone_changes(kiri_api: Api, to: str) -> None:
    with time_machine.travel(MORNING, tick=False):
        kiri_api.sync(entry("pain", level=4, day=date(2026, 3, 9)))
        before = kiri_api.get("/days", **{"from": "2026-03-01", "to": "2026-03-12"}).json()

        live_in(kiri_api, to)

        assert kiri_api.get("/days", **{"from": "2026-03-01", "to": "2026-03-12"}).json() == before
        assert kiri_api.get("/entries").json()["results"][0]["day"] == "2026-03-09"


def test_a_flight_over_the_date_line_lives_a_day_twice_and_loses_nothing(
    kiri: User, kiri_api: Api
) -> None:
    with time_machine.travel(MORNING, tick=False):  # the 9th in Auckland, 22:00
        kiri_api.sync(entry("pain", level=2, day=date(2026, 3, 9)))
        live_in(kiri_api, "America/Los_Angeles")  # where the 9th has just begun, 02:00
    with time_machine.travel(MORNING + timedelta(hours=18), tick=False):
        kiri_api.sync(entry("pain", level=6, day=date(2026, 3, 9)))

        days = kiri_api.get("/days", **{"from": "2026-03-08", "to": "2026-03-11"}).json()
    assert [(day["day"], day["pain_worst"]) for day in days["results"]] == [("2026-03-09", 6)]
    history = history_of(user_id=kiri.pk)
    assert history.on(date(2026, 3, 8)) == "Pacific/Auckland"
    assert history.on(date(2026, 3, 9)) == "America/Los_Angeles"


def test_a_flight_the_other_way_skips_a_day_and_invents_none(kiri: User, kiri_api: Api) -> None:
    with time_machine.travel(MORNING, tick=False):
        live_in(kiri_api, "America/Los_Angeles")
        kiri_api.sync(entry("pain", level=3, day=date(2026, 3, 9)))
    with time_machine.travel(MORNING + timedelta(hours=26), tick=False):
        later = api_as(kiri)
        live_in(later, "Pacific/Kiritimati")  # from the small hours of the 10th into the 11th
        later.sync(entry("pain", level=5, day=date(2026, 3, 11)))

        days = later.get("/days").json()["results"]

    assert [day["day"] for day in days] == ["2026-03-09", "2026-03-11"]
    history = history_of(user_id=kiri.pk)
    assert history.on(date(2026, 3, 10)) == "America/Los_Angeles"
    assert history.on(date(2026, 3, 11)) == "Pacific/Kiritimati"


def test_an_instant_keeps_the_day_it_had(kiri: User, kiri_api: Api) -> None:
    with time_machine.travel(MORNING, tick=False):
        live_in(kiri_api, "America/Los_Angeles")

    history = history_of(user_id=kiri.pk)
    assert history.day_of(MORNING - timedelta(hours=1)) == date(2026, 3, 9)  # in Auckland, evening
    assert history.day_of(MORNING + timedelta(hours=23)) == date(2026, 3, 10)


def test_a_clock_set_back_keeps_the_order_of_the_spells(kiri: User, kiri_api: Api) -> None:
    with time_machine.travel(MORNING, tick=False):
        live_in(kiri_api, "Europe/Berlin")
    with time_machine.travel(MORNING - timedelta(minutes=5), tick=False):
        live_in(kiri_api, "Asia/Tokyo")

        assert next(zone for zone, _ in zones_of(kiri_api)) == "Asia/Tokyo"
    assert history_of(user_id=kiri.pk).stays[-1].zone == "Asia/Tokyo"


def test_somebody_elses_history_is_not_mine(kiri_api: Api, ada: User) -> None:
    with time_machine.travel(MORNING, tick=False):
        live_in(kiri_api, "Europe/Berlin")

        assert zones_of(api_as(ada)) == []


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0"])
def test_a_cursor_not_ours_is_named(kiri_api: Api, cursor: str) -> None:
    with time_machine.travel(MORNING, tick=False):
        answer = kiri_api.get("/me/zones", cursor=cursor)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


def test_a_long_life_of_travel_comes_in_pages(kiri: User, kiri_api: Api) -> None:
    ZoneSpell.objects.bulk_create(
        ZoneSpell(user=kiri, zone="UTC", from_at=MORNING + timedelta(days=n)) for n in range(130)
    )
    with time_machine.travel(MORNING, tick=False):
        first = kiri_api.get("/me/zones").json()
        rest = kiri_api.client.get(first["next"], headers=kiri_api.headers).json()

    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (100, 30, None)
    assert first["results"][0]["from_at"] > rest["results"][-1]["from_at"]
