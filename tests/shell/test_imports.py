"""A file on its way in: nothing before the word, everything once, and back out again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from alerts.models import Alert
from alerts.services import scan, watch
from tests.cast import Api, api_as, entry, today
from tests.shell.bringing_in import bring_in, look, send, tell
from tracker.importing import jobs, services
from tracker.models import Entry, ImportPiece

TABLE = "day,pain,water\n2025-03-09,3,1500\n2025-03-10,12,\nnever,1,\n"


def sheet(days: dict[date, int]) -> str:
    return "day,pain\n" + "".join(f"{day},{level}\n" for day, level in sorted(days.items()))


def test_nothing_is_imported_before_it_is_confirmed(ada: User, ada_api: Api) -> None:
    held = send(ada_api, TABLE)

    assert held["state"] == "ready"
    assert (held["usable"], held["wrong"], held["kinds"]) == (2, 2, {"hydration": 1, "pain": 1})
    assert (held["first_day"], held["last_day"]) == ("2025-03-09", "2025-03-09")
    assert [one["kind"] for one in held["preview"]] == ["hydration", "pain"]
    assert not Entry.objects.filter(athlete=ada).exists()


def test_each_bad_row_is_told_with_line_column_and_remedy(ada_api: Api) -> None:
    errors = send(ada_api, TABLE)["errors"]

    assert [(one["line"], one["column"], one["code"]) for one in errors] == [
        (3, "pain", "out-of-range"), (4, "day", "bad-day"),
    ]  # fmt: skip
    assert errors[0]["detail"] == "Give a value from 0 to 10."


def test_confirmed_the_good_rows_are_in_and_the_file_is_gone(ada: User, ada_api: Api) -> None:
    done = bring_in(ada_api, TABLE)

    assert (done["state"], done["result"]["applied"]) == ("done", 2)
    assert done["progress"] == {"done": 2, "total": 2}
    days = ada_api.get("/days", **{"from": "2025-03-01", "to": "2025-03-31"}).json()["results"]
    assert days == [{"day": "2025-03-09", "pain_worst": 3, "pain_mean": 3, "hydration_ml": 1500}]
    assert not ImportPiece.objects.exists()


def test_the_same_file_twice_changes_nothing(ada: User, ada_api: Api) -> None:
    bring_in(ada_api, TABLE)
    before = list(Entry.objects.values())

    again = bring_in(ada_api, TABLE)

    assert again["result"] == {"applied": 0, "unchanged": 2, "updated": 0, "refused": 0}
    assert list(Entry.objects.values()) == before


def test_what_was_edited_or_deleted_by_hand_is_not_overruled(ada: User, ada_api: Api) -> None:
    when = today() - timedelta(days=30)
    text = sheet({when: 3, when + timedelta(days=1): 4})
    bring_in(ada_api, text)
    first, second = Entry.objects.order_by("day")
    ada_api.sync(
        entry("pain", day=when, level=5) | {"id": str(first.entry_id)},
        entry("pain", day=second.day, deleted=True) | {"id": str(second.entry_id)},
    )

    again = bring_in(ada_api, text)

    assert again["result"]["unchanged"] == 2
    assert Entry.objects.get(pk=first.pk).content == {"level": 5}
    assert Entry.objects.get(pk=second.pk).deleted


def test_undone_an_import_leaves_the_log_as_it_was(ada: User, ada_api: Api) -> None:
    ada_api.sync(entry("pain", level=1))
    before = ada_api.get("/entries").json()["results"]
    held = bring_in(ada_api, TABLE)

    done = tell(ada_api, held["id"], "undo")

    assert (done["state"], done["result"]["kept"]) == ("undone", 0)
    assert ada_api.get("/entries").json()["results"] == before
    assert Entry.objects.filter(athlete=ada, deleted=True).count() == 2


def test_undoing_keeps_what_was_corrected_by_hand(ada: User, ada_api: Api) -> None:
    when = today() - timedelta(days=30)
    held = bring_in(ada_api, sheet({when: 3, when + timedelta(days=1): 4}))
    corrected = Entry.objects.get(day=when)
    ada_api.sync(entry("pain", day=when, level=5) | {"id": str(corrected.entry_id)})

    done = tell(ada_api, held["id"], "undo")

    assert done["result"]["kept"] == 1
    (left,) = Entry.objects.filter(athlete=ada, deleted=False)
    assert left.content == {"level": 5}


def test_an_undone_import_can_be_brought_in_again(ada: User, ada_api: Api) -> None:
    held = bring_in(ada_api, TABLE)
    before = ada_api.get("/days", **{"from": "2025-03-01", "to": "2025-03-31"}).json()
    tell(ada_api, held["id"], "undo")

    again = bring_in(ada_api, TABLE)

    assert again["result"]["applied"] == 2
    assert ada_api.get("/days", **{"from": "2025-03-01", "to": "2025-03-31"}).json() == before


def test_choosing_anew_reads_the_file_anew(ada_api: Api) -> None:
    held = send(ada_api, "day,water,sport,minutes\n2025-03-09,20,run,30\n")
    (trouble,) = held["errors"]
    assert (trouble["code"], trouble["line"]) == ("effort-missing", 2)

    chosen = {
        "effort": 4,
        "columns": [{"column": 1, "field": "hydration.ml", "unit": "ml"}],
    }
    answer = ada_api.send("PATCH", f"/imports/{held['id']}", chosen).json()
    assert answer["state"] == "checking"
    jobs.work_on_waiting()

    now = look(ada_api, held["id"])
    assert (now["wrong"], now["usable"]) == (0, 2)
    assert now["doubts"] == [{"column": "water", "unit": "ml", "likely": "fl_oz"}]


def test_old_history_rings_nobody(ada: User, ada_api: Api) -> None:
    rise = {date(2025, 3, 1) + timedelta(days=n): 2 if n < 40 else 9 for n in range(60)}
    bring_in(ada_api, sheet(rise))
    signs = "day,symptom.finding,symptom.value\n" + "".join(
        f"{today() - timedelta(days=back)},saddle_numb,yes\n" for back in (300, 40, 8)
    )
    held = bring_in(ada_api, signs)

    watch(athlete_id=ada.pk, now=timezone.now())
    scan(now=timezone.now())

    assert held["result"]["applied"] == 3
    assert not Alert.objects.exists()


@pytest.mark.parametrize("ends_back", [3, 4, 7, 8])
def test_history_that_ends_some_days_ago_is_no_silence(
    ada: User, ada_api: Api, ends_back: int
) -> None:
    newest = today() - timedelta(days=ends_back)
    bring_in(ada_api, sheet({newest - timedelta(days=n): 8 if n < 6 else 2 for n in range(50)}))
    later = timezone.now().replace(hour=12)

    watch(athlete_id=ada.pk, now=timezone.now())
    for hours in (0, 1, 24):  # tonight, tonight again, and tomorrow
        scan(now=later + timedelta(hours=hours))

    silences = Alert.objects.filter(athlete=ada, rule__in=["TR-SILENT", "TR-MISSED"])
    assert not silences.exists()


def test_a_silence_after_the_import_is_told_once_it_is_one(ada: User, ada_api: Api) -> None:
    newest = today() - timedelta(days=3)
    bring_in(ada_api, sheet({newest - timedelta(days=n): 8 if n < 6 else 2 for n in range(50)}))
    watch(athlete_id=ada.pk, now=timezone.now())
    assert Alert.objects.filter(athlete=ada).exists(), "an alarm to be silent after"

    for days in range(5):
        scan(now=timezone.now().replace(hour=12) + timedelta(days=days))

    assert Alert.objects.filter(athlete=ada, rule="TR-SILENT").count() == 1


@pytest.mark.parametrize("back", [0, 1, 6])
def test_a_danger_sign_of_the_last_seven_days_speaks(ada: User, ada_api: Api, back: int) -> None:
    day = today() - timedelta(days=back)

    bring_in(ada_api, f"day,symptom.finding,symptom.value\n{day},saddle_numb,true\n")

    alert = Alert.objects.get(athlete=ada, rule__startswith="RF-CES")
    assert alert.day == day


def test_a_worsening_that_reaches_today_is_seen_once_all_of_it_is_in(
    ada: User, ada_api: Api
) -> None:
    rise = {today() - timedelta(days=n): 6 if n < 6 else 2 for n in range(50)}
    bring_in(ada_api, sheet(rise))

    watch(athlete_id=ada.pk, now=timezone.now())

    assert [alert.kind for alert in Alert.objects.filter(athlete=ada)] == ["worsening"]


def test_the_list_shows_ones_own_newest_first(ada: User, ada_api: Api, eve: User) -> None:
    first, second = send(ada_api, TABLE), send(ada_api, TABLE)

    listed = ada_api.get("/imports").json()["results"]

    assert [one["id"] for one in listed] == [second["id"], first["id"]]
    assert api_as(eve).get("/imports").json() == {"results": [], "next": None}


def test_more_open_imports_than_five_wait_their_turn(ada_api: Api) -> None:
    for _ in range(services.MOST_OPEN):
        send(ada_api, TABLE)

    answer = ada_api.post("/imports", {"text": TABLE})

    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-open")
