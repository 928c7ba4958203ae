"""Files of watches and phones: sessions on the right day, sleep by night, water in millilitres."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel.zones import Stay
from tests.fit_files import fit_file
from tracker.importing.choices import Choices
from tracker.importing.records import BadFile, Record, Trouble
from tracker.importing.sources import source_of

EVENING = datetime(2026, 3, 9, 22, 30, tzinfo=UTC)
TCX = """<?xml version="1.0"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">
<Activities><Activity Sport="Running"><Id>2026-03-09T23:30:00Z</Id>
<Lap StartTime="2026-03-09T23:30:00Z"><TotalTimeSeconds>1500</TotalTimeSeconds>
<DistanceMeters>5000</DistanceMeters><Track><Trackpoint><DistanceMeters>9</DistanceMeters>
</Trackpoint></Track></Lap>
<Lap StartTime="2026-03-10T00:00:00Z"><TotalTimeSeconds>300</TotalTimeSeconds>
<DistanceMeters>800</DistanceMeters></Lap></Activity></Activities></TrainingCenterDatabase>"""
GPX = """<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><metadata>
<time>2020-01-01T00:00:00Z</time></metadata><trk><type>cycling</type><trkseg>
<trkpt lat="52.0" lon="13.0"><time>2026-03-09T10:00:00Z</time></trkpt>
<trkpt lat="52.01" lon="13.0"><time>2026-03-09T10:05:00Z</time></trkpt></trkseg><trkseg>
<trkpt lat="53.0" lon="13.0"><time>2026-03-09T10:20:00Z</time></trkpt>
<trkpt lat="53.01" lon="13.0"><time>2026-03-09T10:30:00Z</time></trkpt></trkseg></trk></gpx>"""
HEALTH = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
]>
<HealthData locale="de_DE"><ExportDate value="2026-03-12 08:00:00 +0100"/>
{records}</HealthData>"""


def health(*records: str) -> bytes:
    return HEALTH.format(records="\n".join(records)).encode()


def record(kind: str, began: str, ended: str, **told: str) -> str:
    more = " ".join(f'{name}="{value}"' for name, value in told.items())
    return f'<Record type="{kind}" startDate="{began} +0100" endDate="{ended} +0100" {more}/>'


def sleep(began: str, ended: str, value: str = "AsleepCore") -> str:
    value = f"HKCategoryValueSleepAnalysis{value}"
    return record("HKCategoryTypeIdentifierSleepAnalysis", began, ended, value=value)


def water(at: str, value: str, unit: str) -> str:
    return record("HKQuantityTypeIdentifierDietaryWater", at, at, value=value, unit=unit)


def bring(
    raw: bytes | str, *, zone: str = "Europe/Berlin", effort: int | None = 5,
    stays: tuple[Stay, ...] = (),
) -> list[Any]:  # fmt: skip
    file = io.BytesIO(raw if isinstance(raw, bytes) else raw.encode())
    return list(source_of(file).read(file, Choices(time_zone=zone, effort=effort, stays=stays)))


def told(found: Any) -> tuple[Any, ...]:
    assert isinstance(found, Record), found
    return tuple(found.entry[name] for name in ("day", "sport", "minutes", "rpe"))


def test_a_fit_session_brings_its_own_effort_and_the_day_of_the_watch() -> None:
    raw = fit_file(began=EVENING, minutes=45, metres=9000, rpe=7, ahead=timedelta(hours=-5))

    (found,) = bring(raw)

    assert told(found) == ("2026-03-09", "running", 45, 7)
    assert found.entry["distance_m"] == 9000
    assert found.entry["at"] == "2026-03-09T22:30:00Z"


def test_without_the_watchs_clock_the_chosen_zone_says_which_day_it_was() -> None:
    raw = fit_file(began=EVENING, minutes=45)

    assert told(bring(raw, zone="Asia/Tokyo")[0]) == ("2026-03-10", "running", 45, 5)
    assert told(bring(raw, zone="UTC")[0]) == ("2026-03-09", "running", 45, 5)


TRIP = (
    Stay("Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC)),
    Stay("Pacific/Auckland", datetime(2026, 3, 9, 12, tzinfo=UTC)),
    Stay("Europe/Berlin", datetime(2026, 3, 20, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("raw", "day", "after_the_trip"),
    [
        (fit_file(began=EVENING, minutes=45), "2026-03-10", "2026-03-09"),
        (TCX, "2026-03-10", "2026-03-10"),
        (GPX.replace("-09T10:", "-09T20:"), "2026-03-10", "2026-03-09"),
        (GPX, "2026-03-09", "2026-03-09"),
        (GPX.replace("-09T10:", "-21T20:"), "2026-03-21", "2026-03-21"),
    ],
    ids=["fit", "tcx", "gpx", "before they left", "back again"],
)
def test_a_session_on_a_trip_has_the_day_it_was_there(
    raw: bytes | str, day: str, after_the_trip: str
) -> None:
    assert bring(raw, stays=TRIP)[0].entry["day"] == day
    assert bring(raw, zone="Europe/Berlin")[0].entry["day"] == after_the_trip


def test_a_session_without_effort_is_not_given_one() -> None:
    (found,) = bring(fit_file(began=EVENING, minutes=45), effort=None)

    assert isinstance(found, Trouble)
    assert found.code == "effort-missing"


def test_the_laps_of_a_tcx_activity_are_added_up_and_its_points_are_not() -> None:
    (found,) = bring(TCX)

    assert told(found) == ("2026-03-10", "running", 30, 5)
    assert found.entry["distance_m"] == 5800


def test_a_gpx_track_is_as_long_as_its_segments_and_no_longer() -> None:
    (found,) = bring(GPX)

    assert told(found) == ("2026-03-09", "cycling", 30, 5)
    assert 2200 < found.entry["distance_m"] < 2250


def test_a_track_without_times_says_so() -> None:
    (found,) = bring('<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>')

    assert isinstance(found, Trouble)
    assert found.code == "no-start"


@pytest.mark.parametrize("packing", ["gzip", "zip"])
def test_a_packed_activity_is_unpacked(packing: str) -> None:
    raw = fit_file(began=EVENING, minutes=45)
    packed = io.BytesIO()
    if packing == "gzip":
        packed.write(gzip.compress(raw))
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("morning.fit", raw)

    assert told(bring(packed.getvalue(), zone="UTC")[0])[0] == "2026-03-09"


def test_water_comes_in_any_unit_and_at_the_clock_on_the_wall() -> None:
    found = bring(health(
        water("2026-03-09 23:30:00", "250", "mL"), water("2026-03-10 08:00:00", "0.5", "L"),
        water("2026-03-10 09:00:00", "8", "fl_oz_us"),
    ), zone="Asia/Tokyo")  # fmt: skip

    assert [(one.entry["day"], one.entry["ml"]) for one in found] == [
        ("2026-03-09", 250), ("2026-03-10", 500), ("2026-03-10", 237),
    ]  # fmt: skip


def test_sleep_is_put_together_by_the_day_of_waking_and_counted_once() -> None:
    found = bring(health(
        sleep("2026-03-08 22:30:00", "2026-03-09 02:00:00", "AsleepCore"),
        sleep("2026-03-08 22:00:00", "2026-03-09 07:00:00", "InBed"),
        sleep("2026-03-09 02:00:00", "2026-03-09 03:00:00", "Awake"),
        sleep("2026-03-09 03:00:00", "2026-03-09 06:30:00", "AsleepREM"),
        sleep("2026-03-08 23:00:00", "2026-03-09 01:00:00", "Asleep"),  # the phone's own count
        sleep("2026-03-09 14:00:00", "2026-03-09 14:30:00", "AsleepUnspecified"),
    ))  # fmt: skip

    assert [(one.entry["day"], one.entry["sleep_h"]) for one in found] == [("2026-03-09", 7.5)]


def test_a_workout_brings_minutes_and_distance_from_either_place() -> None:
    old = (
        '<Workout workoutActivityType="HKWorkoutActivityTypeTraditionalStrengthTraining" '
        'duration="0.75" durationUnit="hr" startDate="2026-03-09 18:00:00 +0100"/>'
    )
    new = (
        '<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="32.5" '
        'durationUnit="min" startDate="2026-03-10 18:00:00 +0100"><WorkoutStatistics '
        'type="HKQuantityTypeIdentifierDistanceWalkingRunning" sum="6.1" unit="km"/></Workout>'
    )

    first, second = bring(health(old, new))

    assert told(first) == ("2026-03-09", "traditional_strength_training", 45, 5)
    assert "distance_m" not in first.entry
    assert told(second) == ("2026-03-10", "running", 32.5, 5)
    assert second.entry["distance_m"] == 6100


def test_what_is_not_water_sleep_or_workout_stays_out() -> None:
    steps = record("HKQuantityTypeIdentifierStepCount", "2026-03-09 08:00:00",
                   "2026-03-09 08:10:00", value="900", unit="count")  # fmt: skip

    assert bring(health(steps)) == []


def test_the_zip_of_an_export_is_known_in_any_language() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>" * 99)
        archive.writestr(
            "apple_health_export/Exportieren.xml",
            health(water("2026-03-10 08:00:00", "250", "mL")),
        )

    assert bring(packed.getvalue())[0].entry["ml"] == 250


A_GLASS = health(water("2026-03-09 08:00:00", "300", "mL")).decode()
BEFORE = ("\n", "  \r\n\t", "\ufeff\n \n", " \n" * 1_500)


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("text", [TCX, GPX, A_GLASS])
def test_empty_lines_before_the_first_tag_are_passed_over(text: str, before: str) -> None:
    plain = [one.entry for one in bring(text.encode()) if isinstance(one, Record)]

    found = bring((before + text).encode())

    assert plain
    assert [one.entry for one in found if isinstance(one, Record)] == plain
    assert min(one.line for one in found) > before.count("\n")


def test_the_line_of_a_damage_counts_the_empty_ones_before() -> None:
    with pytest.raises(BadFile) as refused:
        bring(b"\n\n<gpx>\n<trk></gpx>")

    assert "line 4" in refused.value.detail
