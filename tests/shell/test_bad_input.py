"""What must be refused is refused as the contract says, the field named, nothing half-written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import AthleteProfile, User
from tests.cast import Api, entry, today
from tracker.models import Day, Entry

PAIN = '{"id": "01936f3a-7c1e-7b3a-9a53-0d3f8e6a1c01", "kind": "pain", "level": 3, '


def body(entry_text: str) -> bytes:
    return b'{"cursor": null, "entries": [' + entry_text.encode("utf-8", "surrogatepass") + b"]}"


BODIES = {
    "empty": b"",
    "malformed": b'{"entries": [',
    "two documents": b'{"entries": []} {}',
    "not UTF-8": b'{"entries": ["\xff"]}',
    "deep": b"[" * 100_000,
    "deep and closed": b'{"entries": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    "seventeen levels": b'{"entries": ' + b"[" * 16 + b"]" * 16 + b"}",
    "duplicate keys": body(PAIN + '"level": 9}'),
    "duplicate top keys": b'{"entries": [], "entries": []}',
    "NaN": body(PAIN + '"x": NaN}'),
    "Infinity": body(PAIN + '"x": -Infinity}'),
    "1e999": body(PAIN + '"x": 1e999}'),
    "10^30": body(PAIN + '"x": 1000000000000000000000000000000}'),
    "many digits": body(PAIN + '"x": ' + "9" * 20_000 + "}"),
    "NUL escaped": body('{"kind": "note", "text": "a\\u0000b"}'),
    "NUL in a key": body('{"ki\\u0000nd": "note"}'),
    "NUL raw": b'{"entries": ["a\x00b"]}',
    "lone surrogate": body('{"kind": "note", "text": "a\\ud800"}'),
    "lone surrogate in a key": body('{"\\udc00": 1}'),
    "raw surrogate": body('{"kind": "note", "text": "\ud800"}'),
    "a list": b"[]",
    "a string": b'"entries"',
    "null": b"null",
    "entries missing": b"{}",
    "entries an object": b'{"entries": {}}',
    "entries null": b'{"entries": null}',
    "an unknown field": b'{"entries": [], "athlete": 2}',
    "a cursor of a wrong type": b'{"entries": [], "cursor": 5}',
    "a cursor not ours": b'{"entries": [], "cursor": "abc"}',
    "a cursor of other digits": '{"entries": [], "cursor": "\u0665"}'.encode(),
    "a cursor without end": b'{"entries": [], "cursor": "' + b"9" * 400 + b'"}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_is_refused_whole(ada_api: Api, name: str) -> None:
    answer = ada_api.post("/sync", raw=BODIES[name])
    assert answer.status_code == 400, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"]
    assert problem["detail"]
    assert isinstance(problem["errors"][0]["pointer"], str)
    assert not Entry.objects.exists()


def test_a_bad_text_is_named_by_its_place(ada_api: Api) -> None:
    answer = ada_api.post("/sync", raw=BODIES["NUL escaped"])
    assert answer.json()["errors"][0]["pointer"] == "/entries/0/text"


def test_too_much_is_refused_with_the_limit_named(ada_api: Api) -> None:
    many = ada_api.post("/sync", {"entries": [entry("pain", level=1) for _ in range(201)]})
    assert (many.status_code, "200" in many.json()["detail"]) == (413, True)
    large = ada_api.post("/sync", raw=b'{"entries": ["' + b"a" * 300_000 + b'"]}')
    assert (large.status_code, "256 kB" in large.json()["detail"]) == (413, True)
    assert not Entry.objects.exists()


def test_two_hundred_entries_are_taken(ada_api: Api) -> None:
    answer = ada_api.sync(*[entry("hydration", ml=n) for n in range(200)])
    assert {result["status"] for result in answer["results"]} == {"applied"}


def test_only_json_is_spoken_here(ada_api: Api) -> None:
    answer = ada_api.client.post(
        "/api/v1/sync", "a=b", content_type="text/plain", headers=ada_api.headers
    )
    assert answer.status_code == 415


ENTRIES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a level true": ({"level": True}, "/level", "not-a-number"),
    "a level in quotes": ({"level": "1_000"}, "/level", "not-a-number"),
    "a level in Arabic digits": ({"level": "\u0663"}, "/level", "not-a-number"),
    "a level null": ({"level": None}, "/level", "not-a-number"),
    "a level too high": ({"level": 11}, "/level", "out-of-range"),
    "a level of half": ({"level": 2.5}, "/level", "not-whole"),
    "a level beyond the database": ({"level": 2**53}, "/level", "out-of-range"),
    "an unknown field": ({"mood": 3}, "/mood", "unknown-field"),
    "an unknown kind": ({"kind": "mood"}, "/kind", "unknown-kind"),
    "a kind of a wrong type": ({"kind": ["pain"]}, "/kind", "unknown-kind"),
    "no id": ({"id": None}, "/id", "bad-id"),
    "an id that is none": ({"id": "1"}, "/id", "bad-id"),
    "an id in braces": ({"id": "{01936f3a7c1e7b3a9a530d3f8e6a1c01}--"}, "/id", "bad-id"),
    "an id with other digits": (
        {"id": "\u0660\u0661936f3a-7c1e-7b3a-9a53-0d3f8e6a1c01"},
        "/id",
        "bad-id",
    ),
    "the 30th of February": ({"day": "2026-02-30"}, "/day", "bad-day"),
    "a day without zeros": ({"day": "2026-1-1"}, "/day", "bad-day"),
    "a day in other digits": (
        {"day": "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661"},
        "/day",
        "bad-day",
    ),
    "a day in year 1": ({"day": "0001-01-01"}, "/day", "bad-day"),
    "a day in year 9999": ({"day": "9999-12-31"}, "/day", "bad-day"),
    "a day as a number": ({"day": 20260309}, "/day", "bad-day"),
    "an edit without its offset": (
        {"edited_at": "2026-03-09T07:15:00"},
        "/edited_at",
        "bad-instant",
    ),
    "an edit in year 9999": ({"edited_at": "9999-12-31T23:59:59Z"}, "/edited_at", "bad-day"),
    "an edit at hour 25": ({"edited_at": "2026-03-09T25:15:00Z"}, "/edited_at", "bad-instant"),
    "an edit as a number": ({"edited_at": 1_700_000_000}, "/edited_at", "bad-instant"),
    "a time that is none": ({"at": "noon"}, "/at", "bad-instant"),
    "a delete that is 1": ({"deleted": 1}, "/deleted", "not-a-boolean"),
    "a delete in quotes": ({"deleted": "true"}, "/deleted", "not-a-boolean"),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_bad_entry_is_named_and_its_neighbours_are_kept(ada_api: Api, name: str) -> None:
    fields, pointer, code = ENTRIES[name]
    bad = entry("pain", level=3) | fields
    answer = ada_api.sync(entry("sitting", hours=1), bad, entry("hydration", ml=1))
    assert [result["status"] for result in answer["results"]] == ["applied", "invalid", "applied"]
    found = answer["results"][1]["problem"]["errors"]
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in found]
    assert all(error["detail"] for error in found)
    assert set(Day.objects.get().folded) == {"sitting_h", "hydration_ml"}


@pytest.mark.parametrize("sent", [None, 5, "entry", [], True])
def test_what_is_no_entry_is_invalid_in_its_place(ada_api: Api, sent: Any) -> None:
    answer = ada_api.post("/sync", {"entries": [sent, entry("pain", level=1)]}).json()
    assert [result["status"] for result in answer["results"]] == ["invalid", "applied"]
    assert answer["results"][0]["problem"]["code"] == "not-an-object"


@pytest.mark.parametrize(
    "zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Santiago"]
)
def test_a_day_may_be_sixty_days_back_and_no_further_ahead_than_any_place(
    ada: User, ada_api: Api, zone: str
) -> None:
    AthleteProfile.objects.filter(user=ada).update(time_zone=zone)
    from kernel.calendar import day_in_zone, latest_day_anywhere

    now = datetime.now(UTC)
    here, latest = day_in_zone(now, zone), latest_day_anywhere(now)
    days = [
        here - timedelta(days=60),
        here - timedelta(days=61),
        latest,
        latest + timedelta(days=1),
    ]
    answer = ada_api.sync(*[entry("pain", level=1, day=day) for day in days])
    assert [result["status"] for result in answer["results"]] == [
        "applied",
        "invalid",
        "applied",
        "invalid",
    ]
    codes = [result["problem"]["code"] for result in answer["results"] if "problem" in result]
    assert codes == ["day-too-old", "day-ahead"]


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f697\U0001f3fd",
        "\u202eevil",
        "e\u0301 and \u00e9",
        "\u200f",
        "<b>",
        "'; --",
        "\\",
        " ",
    ],
)
def test_any_other_text_comes_back_as_it_was_sent(ada_api: Api, text: str) -> None:
    ada_api.sync(entry("note", text=text))
    assert ada_api.get("/entries").json()["results"][0]["text"] == text


def test_whole_floats_and_minus_zero_are_plain_numbers(ada_api: Api) -> None:
    raw = json.dumps({"entries": [entry("pain", level=5.0), entry("pain", level=-0.0)]}).encode()
    answer = ada_api.post("/sync", raw=raw)
    levels = [repr(one["level"]) for one in answer.json()["entries"]]
    assert levels == ["5", "0"]


def test_today_is_the_athletes_own(ada: User, ada_api: Api) -> None:
    AthleteProfile.objects.filter(user=ada).update(time_zone="Pacific/Kiritimati")
    ada_api.sync(entry("pain", level=6, day=today()))
    as_of = ada_api.get("/snapshot").json()["as_of"]
    assert as_of in {today().isoformat(), (today() + timedelta(days=1)).isoformat()}


WHOLE_NUMBERS = {
    "/readings": ("POST", {"instrument": "fash", "answers": {}}, "version"),
    "/reminders": ("PATCH", {}, "hour"),
    "/reminders/snooze": ("POST", {}, "minutes"),
    "/tokens": ("POST", {"name": "x", "scopes": ["read"]}, "days"),
}


@pytest.mark.parametrize("path", WHOLE_NUMBERS)
@pytest.mark.parametrize("sent", [[], {}, [5], {"a": 5}, "5", True, 1.5])
def test_what_is_no_whole_number_is_named(ada_api: Api, path: str, sent: Any) -> None:
    method, rest, field = WHOLE_NUMBERS[path]

    answer = ada_api.send(method, path, rest | {field: sent})

    assert answer.status_code == 400, answer.content
    assert f"/{field}" in [error["pointer"] for error in answer.json()["errors"]]
