"""My data on the phone: a file chosen, understood, looked at, let in, and taken back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product, running
from tests.phone.test_screens import faults, settle
from tests.phone.test_stopwatch import entry, today

pytestmark = pytest.mark.browser

SMALL = {"width": 360, "height": 640}
TABLE = (
    "Datum;Schmerz;Wasser;Sport;Dauer (min);Bemerkung mit einem wirklich langen Namen\n"
    "09.03.2025;3;1500;Running;45;fine\n10.03.2025;12;1,5;;;\n11.03.2025;2;2000;;;\nnie;1;;;;\n"
)


@pytest.fixture(scope="module")
def data_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of this module's own: other tests count on an empty log."""
    with running(tmp_path_factory.mktemp("data")) as product:
        product.add_people(ada="Ada Lind")
        yield product


def picture(page: Any, name: str) -> None:
    """Keep a picture where somebody asked to look at them."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(Path(folder, f"{name}.png")), full_page=True)


def fits(page: Any) -> bool:
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return bool(page.evaluate(wide) == 0)


def choose_file(page: Any, name: str, content: str) -> None:
    page.get_by_label("Choose a file").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )


def test_a_table_is_mapped_previewed_let_in_and_taken_back(
    data_product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(data_product.address, size=SMALL)
    sign_in(page, "ada")
    settle(page, "/me/data")
    assert (faults(page), fits(page)) == ([], True)
    picture(page, "data")

    choose_file(page, "diary.csv", TABLE)
    page.get_by_role("heading", name="Reading the file").wait_for()
    data_product.manage("work_on_imports")
    page.get_by_role("heading", name="What the columns are").wait_for()
    assert page.get_by_label("Days are written").input_value() == "dmy"
    assert page.get_by_label("Schmerz", exact=True).input_value() == "pain.level"
    page.get_by_text("4 rows cannot be brought in").click()
    page.get_by_text("Line 3 · Schmerz").wait_for()
    assert (faults(page), fits(page)) == ([], True)
    picture(page, "mapping")

    page.get_by_label("Effort where the file tells none").select_option("6")
    page.get_by_role("heading", name="Reading the file").wait_for()
    data_product.manage("work_on_imports")
    page.get_by_text("3 rows cannot be brought in").wait_for()
    days = "/days?from=2025-03-01&to=2025-03-31"
    assert data_product.ask("ada", "GET", days)["results"] == []

    page.get_by_role("button", name="Bring in").click()
    page.get_by_role("heading", name="Bringing it in").wait_for()
    data_product.manage("work_on_imports")
    page.get_by_role("heading", name="Done").wait_for()
    assert (faults(page), fits(page)) == ([], True)
    picture(page, "done")
    logged = data_product.ask("ada", "GET", days)["results"]
    assert [(day["day"], day.get("pain_worst"), day.get("load_au")) for day in logged] == [
        ("2025-03-09", 3, 270), ("2025-03-11", 2, None),
    ]  # fmt: skip

    page.get_by_role("button", name="Take this import back").click()
    page.get_by_role("heading", name="Taking it back").wait_for()
    data_product.manage("work_on_imports")
    page.get_by_text("Your log is as it was.").wait_for()
    assert data_product.ask("ada", "GET", days)["results"] == []
    page.get_by_role("button", name="Close").click()
    page.get_by_role("heading", name="Earlier files").wait_for()
    assert page.errors == []


GPX = """<?xml version="1.0"?><gpx><trk><type>running</type><trkseg>
<trkpt lat="52.0" lon="13.0"><time>2025-03-09T23:30:00Z</time></trkpt>
<trkpt lat="52.01" lon="13.0"><time>2025-03-10T00:10:00Z</time></trkpt></trkseg></trk></gpx>"""
CONTROLS = {
    "columns": "column-0", "date_order": "date_order", "decimal": "decimal", "effort": "effort",
    "time_zone": "time_zone",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("diary.csv", "Datum;Dauer (h);Sport\n09.03.2025;1,5;run\nnie;1;run\n"),
        ("run.gpx", GPX),
        ("pain.csv", "id;kind;day;at;edited_at;deleted;level\nx;pain;09.03.2025;;;FALSCH;3\n"),
    ],
)
def test_there_is_a_control_for_each_thing_that_is_asked(
    data_product: Product, open_phone: Callable[..., Any], name: str, content: str
) -> None:
    page = open_phone(data_product.address, size=SMALL)
    sign_in(page, "ada")
    settle(page, "/me/data")

    choose_file(page, name, content)
    page.get_by_role("heading", name="Reading the file").wait_for()
    data_product.manage("work_on_imports")
    page.get_by_role("heading", name="What would come in").wait_for()
    (job,) = [one for one in data_product.ask("ada", "GET", "/imports")["results"]
              if one["state"] == "ready"]  # fmt: skip

    assert job["asks"]
    for asked in job["asks"]:
        assert page.locator(f"#{CONTROLS[asked]}").is_enabled(), asked
    assert page.locator("main select").evaluate_all(
        "all => all.every(one => document.querySelector(`label[for='${one.id}']`))"
    )
    assert (faults(page), fits(page)) == ([], True)
    picture(page, f"asked-{name}")
    page.get_by_role("button", name="Do not bring it in").click()
    page.get_by_role("heading", name="Bring in data").wait_for()
    assert page.errors == []


def test_zone_and_decimal_sign_are_chosen_on_the_phone_and_let_go_again(
    data_product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(data_product.address, size=SMALL)
    sign_in(page, "ada")
    settle(page, "/me/data")
    choose_file(
        page, "run.csv", "day;time;duration;sport;rpe\n2025-03-09;07:15;45;run;3\nnie;;;;\n"
    )

    def read_again() -> dict[str, Any]:
        page.get_by_role("heading", name="Reading the file").wait_for()
        data_product.manage("work_on_imports")
        page.get_by_role("heading", name="What would come in").wait_for()
        jobs = data_product.ask("ada", "GET", "/imports")["results"]
        (job,) = [one for one in jobs if one["state"] == "ready"]
        return dict(job)

    job = read_again()
    page.get_by_text("1 row cannot be brought in").wait_for()
    page.get_by_role("button", name="Bring in 1 entry").wait_for()
    before = job["choices"]
    page.get_by_label("Time zone of the file").select_option("America/Lima")
    chosen = read_again()
    page.get_by_label("Numbers are written").select_option(",")
    commas = read_again()
    page.get_by_label("Time zone of the file").select_option("")
    again = read_again()

    assert before["as_lived"]
    assert (chosen["choices"]["time_zone"], chosen["choices"]["as_lived"]) == (
        "America/Lima",
        False,
    )
    assert commas["choices"]["decimal"] == ","
    assert again["choices"] == before | {"decimal": ","}
    page.get_by_role("button", name="Do not bring it in").click()
    page.get_by_role("heading", name="Bring in data").wait_for()
    assert page.errors == []


def test_a_file_that_is_nothing_is_told_on_the_spot(
    data_product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(data_product.address, size=SMALL)
    sign_in(page, "ada")
    settle(page, "/me/data")

    choose_file(page, "page.csv", "<html>nothing</html>")

    told = page.get_by_role("alert")
    told.wait_for()
    assert "Choose a CSV table" in told.inner_text()
    assert page.get_by_label("Choose a file").is_enabled()


def test_everything_can_be_taken_along(
    data_product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(data_product.address, size=SMALL)
    sign_in(page, "ada")
    settle(page, "/me")
    page.get_by_role("link", name="My data: bring in, take along").click()

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download everything").click()

    taken = json.loads(Path(waiting.value.path()).read_text())
    assert waiting.value.suggested_filename == "thighcare-export.json"
    assert (taken["format"], taken["version"]) == ("thighcare-export", 1)


def test_forms_that_are_asked_again_are_told(
    data_product: Product, open_phone: Callable[..., Any]
) -> None:
    data_product.add_people(mila="Mila", mina="Mina")
    data_product.ask("mila", "PUT", "/schedules/nrs", {})
    data_product.ask(
        "mila", "POST", "/sync", {"cursor": None, "entries": [entry("pain", today(), level=3)]}
    )
    taken = json.dumps(data_product.ask("mila", "GET", "/exports"))
    page = open_phone(data_product.address, size=SMALL)
    sign_in(page, "mina")
    settle(page, "/me/data")

    choose_file(page, "thighcare-export.json", taken)
    page.get_by_role("heading", name="Reading the file").wait_for()
    data_product.manage("work_on_imports")
    page.get_by_role("button", name="Bring in").click()
    page.get_by_role("heading", name="Bringing it in").wait_for()
    data_product.manage("work_on_imports")

    page.get_by_text("Forms you are asked for again, as before: 1.").wait_for()
    (asked,) = data_product.ask("mina", "GET", "/schedules")["results"]
    assert asked["instrument"] == "nrs"


def test_one_episode_can_be_taken_along_alone(
    data_product: Product, open_phone: Callable[..., Any]
) -> None:
    made = data_product.ask(
        "ada", "POST", "/triage/assessments", {"answers": {"side": "left", "symptom_days": 3}}
    )
    page = open_phone(data_product.address, size=SMALL)
    sign_in(page, "ada")
    settle(page, "/me/data")
    page.get_by_label("Which days?").select_option(made["episode"])
    assert (faults(page), fits(page)) == ([], True)

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download this episode").click()
    taken = json.loads(Path(waiting.value.path()).read_text())
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download tables (CSV)").click()

    assert taken["only"]["episode"] == made["episode"]
    assert set(taken["rooms"]) == {"tracker", "triage"}
    assert waiting.value.suggested_filename.startswith("thighcare-tables-since-")
