"""The report of the faults: worst first, what was skipped says why, what did not run is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.report import outcomes_in, verdict_of
from tests.faults.table import Fault

XML = """<testsuites><testsuite>
<testcase classname="tests.faults.test_a" name="test_one[sqlite]"/>
<testcase classname="tests.faults.test_a" name="test_one[postgres]">
  <skipped message="PostgreSQL is not installed"/></testcase>
<testcase classname="tests.faults.test_a" name="test_two"><failure message="x"/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("names", "word", "lines"),
    [
        (("test_one",), "skipped", 1),
        (("test_one", "test_two"), "FAILED", 2),
        (("test_three",), "not run", 1),
        (("test_two", "test_three"), "FAILED", 2),
    ],
)
def test_the_worst_of_its_tests_is_said_of_a_fault(
    tmp_path: Path, names: tuple[str, ...], word: str, lines: int
) -> None:
    (tmp_path / "out.xml").write_text(XML)
    fault = Fault("x", "y", tuple(("tests/faults/test_a.py", name) for name in names))

    said, told = verdict_of(fault, outcomes_in(tmp_path / "out.xml"))

    assert (said, len(told)) == (word, lines)


def test_what_was_skipped_says_why(tmp_path: Path) -> None:
    (tmp_path / "out.xml").write_text(XML)

    outcomes = outcomes_in(tmp_path / "out.xml")

    assert outcomes["tests/faults/test_a.py", "test_one"] == [
        "ok", "skipped: PostgreSQL is not installed",
    ]  # fmt: skip
