"""docs/faults.md and the tests say the same: every test it names is there, every test is named."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.faults.table import Fault, faults

ROOT = Path(__file__).resolve().parents[2]
# They look at the tools of these tests, or at what no fault is needed for.
OF_THE_TOOLS = {
    "test_a_planted_canary_is_found", "test_what_is_neutral_is_not_a_leak",
    "test_the_ear_on_the_whole_suite_hears_a_canary", "test_the_ledger_sees_a_lost_entry",
    "test_every_point_is_where_mortal_looks_for_it", "test_without_being_named_nobody_is_mortal",
    "test_the_auditor_runs_and_health_is_green", "test_the_worker_alone_sends_too",
    "test_the_document_names_doors_of_every_sort", "test_the_runbook_restores_as_it_is_tried_here",
    "test_a_killed_import_goes_on_where_it_was_on_postgresql",
}  # fmt: skip
TOOLS = {"tests/faults/test_campaign.py"}  # beside its one fault: the ledger and the report


def names_in(path: Path) -> set[str]:
    """Return the names of a file's tests."""
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name[:40])
def test_every_test_that_is_named_for_a_fault_exists(fault: Fault) -> None:
    assert fault.must_hold
    assert fault.tests
    assert [f"{path}::{name}" for path, name in fault.tests
            if not (ROOT / path).is_file() or name not in names_in(ROOT / path)] == []  # fmt: skip


def test_every_test_of_a_fault_is_named() -> None:
    named = {name for fault in faults() for _, name in fault.tests}
    files = sorted((ROOT / "tests/faults").glob("test_*.py"))

    silent = {
        f"{file.name}::{name}"
        for file in files
        if str(file.relative_to(ROOT)) not in TOOLS
        for name in names_in(file) - named - OF_THE_TOOLS
    }

    assert silent == set()


def test_every_row_of_the_document_is_read() -> None:
    text = (ROOT / "docs/faults.md").read_text()

    assert len(faults()) == len(re.findall(r"^\| ", text, flags=re.MULTILINE)) - 1
    assert len(faults()) > 30
    assert sum(len(fault.tests) for fault in faults()) == text.count("::test_")
