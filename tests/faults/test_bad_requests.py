"""What nobody should send, to a real web server: refused by name, nothing kept, still alive."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.faults import rows
from tests.faults.household import Athlete, Household
from tests.faults.lasting import newcomer, send_raw
from tests.faults.test_kill_points import entry
from tests.shell.test_bad_input import BODIES, ENTRIES

pytestmark = pytest.mark.processes
SYNC = "/api/v1/sync"
ASSESS = "/api/v1/triage/assessments"
TABLES = ("tracker_entry", "tracker_day", "triage_assessment", "alerts_alert", "alerts_delivery")
MORE_BODIES = {
    "a value that is no number": b'{"answers": {"pain_now": NaN}}',
    "a year of a million": b'{"entries": [], "cursor": "1000000-01-01"}',
    "only white space": b" \t\n" * 1000,
    "a byte order mark": b'\xef\xbb\xbf{"entries": [5]}',
    "UTF-16": '{"entries": []}'.encode("utf-16"),
    "compressed": b"\x1f\x8b\x08\x00" + b"\x00" * 64,
    "no closing of 100,000": b'{"entries": [' + b"[1," * 30_000,
}
TOO_LARGE = {
    "50 MB": b'{"entries": ["' + b"a" * 50_000_000 + b'"]}',
    "10,000 entries": json.dumps({"entries": [{}] * 10_000}).encode(),
    "10,000 whole entries": json.dumps({"entries": [entry("pain", level=3)] * 10_000}).encode(),
    "256 kB and one more": b'{"entries": ["' + b"a" * 256_000 + b'"]}',
}


@pytest.fixture(scope="module")
def ada(lasting_home: Household) -> Athlete:
    return newcomer(lasting_home)


@contextmanager
def unharmed(home: Household) -> Iterator[None]:
    """The same processes live on, nothing was written, nothing ended in an error."""
    before = {table: rows.count(home, table) for table in TABLES}
    members, said = home.members("web"), len(home.log.read_text())
    yield
    assert home.members("web") == members
    assert {table: rows.count(home, table) for table in TABLES} == before
    assert "Traceback" not in home.log.read_text()[said:]
    assert home.manage("invariants") == ""


def test_bodies_that_are_no_batch_are_refused_and_nothing_is_kept(
    lasting_home: Household, ada: Athlete
) -> None:
    with unharmed(lasting_home):
        told = {
            (path, name): send_raw(lasting_home, ada, path, body)
            for path in (SYNC, ASSESS)
            for name, body in (BODIES | MORE_BODIES).items()
        }

        assert {key: status for key, (status, _) in told.items() if status != 400} == {}
        for key, (_, text) in told.items():
            problem = json.loads(text)
            assert problem["code"], key
            assert problem["detail"], key


def test_too_much_is_refused_before_it_is_held(lasting_home: Household, ada: Athlete) -> None:
    with unharmed(lasting_home):
        held_kb = memory_kb(lasting_home, "VmRSS")
        told = {name: send_raw(lasting_home, ada, SYNC, body) for name, body in TOO_LARGE.items()}

        assert {name: status for name, (status, _) in told.items()} == dict.fromkeys(told, 413)
        assert {json.loads(text)["code"] for _, text in told.values()} == {
            "body-too-large", "too-many-entries",
        }  # fmt: skip
        assert memory_kb(lasting_home, "VmHWM") - held_kb < 30_000


def memory_kb(home: Household, name: str) -> int:
    """Return a figure of the largest web process."""
    found = []
    for pid in home.members("web"):
        with open(f"/proc/{pid}/status") as file:
            found += [int(line.split()[1]) for line in file if line.startswith(name)]
    return max(found)


def test_entries_that_cannot_be_are_named_and_not_kept(
    lasting_home: Household, ada: Athlete
) -> None:
    with unharmed(lasting_home):
        batch = [entry("pain", level=3) | fields for fields, _, _ in ENTRIES.values()]

        status, answer = lasting_home.sync(ada, *batch)

        assert status == 200
        for name, result in zip(ENTRIES, answer["results"], strict=True):
            _, pointer, code = ENTRIES[name]
            assert result["status"] == "invalid", name
            errors = [(one["pointer"], one["code"]) for one in result["problem"]["errors"]]
            assert (pointer, code) in errors, name


def test_a_length_that_is_none_is_refused(lasting_home: Household, ada: Athlete) -> None:
    with unharmed(lasting_home):
        told = {
            length: send_raw(lasting_home, ada, SYNC, b"{}", headers={"Content-Length": length})[0]
            for length in ("abc", "-1", "1e3", "9" * 30, "5, 5", "\u00b2")
        }

        assert told == dict.fromkeys(told, 400)


def test_a_length_that_is_a_lie_keeps_nobody_waiting(lasting_home: Household, ada: Athlete) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", lasting_home.port, timeout=30)
    connection.putrequest("POST", SYNC)
    connection.putheader("Authorization", f"Bearer {ada.token}")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", "1000")
    connection.endheaders(b'{"entries": [')  # and not a byte more
    began = time.monotonic()

    status, answer = lasting_home.sync(ada, entry("pain", level=2))

    connection.close()
    assert (status, answer["results"][0]["status"]) == (200, "applied")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("path", [SYNC, ASSESS])
def test_a_body_in_pieces_is_read_or_refused(
    lasting_home: Household, ada: Athlete, path: str
) -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b"a" * 1_000_000 for _ in range(50))

    told: dict[str, Any] = {"Authorization": f"Bearer {ada.token}"}
    with unharmed(lasting_home):
        connection = http.client.HTTPConnection("127.0.0.1", lasting_home.port, timeout=30)
        try:
            connection.request(
                "POST", path, pieces(), told | {"Content-Type": "application/json"},
                encode_chunked=True,
            )  # fmt: skip
            assert 400 <= connection.getresponse().status < 500
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up: also a refusal
        finally:
            connection.close()
