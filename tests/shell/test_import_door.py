"""The door of imports: whatever comes in, a clear answer and never a 500."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from tests.cast import Api
from tests.shell.bringing_in import bring_in, send
from tracker.importing import reading_through, services
from tracker.importing.jobs import work_on_waiting
from tracker.importing.sources import all_sources
from tracker.models import Import

TABLE = "day,pain\n2025-03-09,3\n"


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({}, "no-file", "/file"),
        ({"file": "x"}, "no-file", "/file"),
        ({"text": 3}, "no-file", "/file"),
        ({"text": TABLE, "when": 1}, "unknown-field", "/when"),
        ([], "no-file", ""),
        ("text", "no-file", ""),
    ],
)
def test_a_body_without_a_file_is_told(ada_api: Api, body: Any, code: str, pointer: str) -> None:
    answer = ada_api.post("/imports", body)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (400, code)
    assert told["errors"][0]["pointer"] == pointer


def test_an_empty_file_and_an_unknown_one_are_told(ada_api: Api) -> None:
    assert ada_api.post("/imports", {"text": ""}).json()["code"] == "empty-file"
    assert ada_api.post("/imports", {"text": "<html></html>"}).json()["code"] == "unknown-file"
    assert not Import.objects.exists()


def test_a_body_too_large_is_refused_by_its_announced_length_alone(ada_api: Api) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    answer = ada_api.client.generic(
        "POST", "/api/v1/imports", b"", content_type="multipart/form-data; boundary=x",
        headers=ada_api.headers, CONTENT_LENGTH=str(services.MOST_BYTES * 2),
        **{"wsgi.input": Unread()},
    )  # fmt: skip

    assert (answer.status_code, answer.json()["code"]) == (413, "file-too-large")


def test_a_file_larger_than_its_kind_may_be_is_refused(
    ada_api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = all_sources()["spreadsheet"]
    large = TABLE + "x" * source.most_bytes
    form = {"file": SimpleUploadedFile("a.csv", large.encode())}

    answer = ada_api.client.post("/api/v1/imports", form, headers=ada_api.headers)

    assert answer.json()["code"] == "file-too-large"
    assert "50 MB" in answer.json()["detail"]


def test_too_many_rows_of_a_file_or_a_day_fail_in_words(
    ada_api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_day = "day,pain\n" + "2025-03-09,3\n" * (reading_through.MOST_A_DAY + 1)
    assert send(ada_api, one_day)["problem"]["code"] == "too-many-a-day"

    monkeypatch.setattr(reading_through, "MOST_RECORDS", 3)
    many = "day,pain\n" + "".join(f"2025-03-0{n},3\n" for n in range(1, 6))
    assert send(ada_api, many)["problem"]["code"] == "too-many-records"


def test_a_form_without_the_right_content_type_is_not_taken(ada_api: Api) -> None:
    answer = ada_api.client.generic(
        "POST", "/api/v1/imports", TABLE, content_type="text/csv", headers=ada_api.headers
    )

    assert answer.status_code == 415


def test_words_that_come_too_early_or_too_late_are_refused(ada: User, ada_api: Api) -> None:
    held = ada_api.post("/imports", {"text": TABLE}).json()
    path = f"/imports/{held['id']}"
    early = [ada_api.post(f"{path}/confirm"), ada_api.post(f"{path}/undo")]
    assert [answer.status_code for answer in early] == [409, 409]

    work_on_waiting()
    ada_api.post(f"{path}/confirm")
    work_on_waiting()
    late = [ada_api.send("PATCH", path, {"effort": 3}), ada_api.send("DELETE", path)]
    assert [answer.status_code for answer in late] == [409, 409]
    assert ada_api.post(f"{path}/confirm").json()["state"] == "done"


def test_a_file_without_a_usable_row_cannot_be_confirmed(ada_api: Api) -> None:
    held = send(ada_api, "day,pain\nnever,3\n")

    answer = ada_api.post(f"/imports/{held['id']}/confirm")

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-usable")


def test_a_given_up_import_is_gone(ada_api: Api) -> None:
    held = send(ada_api, TABLE)

    assert ada_api.send("DELETE", f"/imports/{held['id']}").status_code == 204
    assert ada_api.get(f"/imports/{held['id']}").status_code == 404


@pytest.mark.parametrize("sent", [[], 3, None, {"columns": [[]]}, {"effort": 1e300}])
def test_a_choice_of_any_shape_is_answered(ada_api: Api, sent: Any) -> None:
    held = send(ada_api, TABLE)

    answer = ada_api.send("PATCH", f"/imports/{held['id']}", raw=json.dumps(sent).encode())

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-choice")


def test_text_that_no_database_takes_is_a_row_error(ada_api: Api) -> None:
    held = send(ada_api, "day,notes\n2025-03-09,a\x00b\n2025-03-10,fine\n")

    assert (held["usable"], held["wrong"]) == (1, 1)
    assert held["errors"][0]["line"] == 2


def test_a_day_that_has_not_begun_anywhere_stays_out(ada_api: Api) -> None:
    held = bring_in(ada_api, "day,pain\n2099-01-01,3\n2025-03-09,3\n")

    assert held["errors"][0]["code"] == "day-ahead"
    assert held["result"]["applied"] == 1
