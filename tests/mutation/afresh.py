"""Pytest plugin for mutmut: every run reads the knowledge anew, by the mutated code.

mutmut forks its workers from a process that has already run the tests. What those compiled when
they were imported would hide every mutant of the compiling code.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest


def pytest_sessionstart(session: Any) -> None:
    """Forget the compiled knowledge and every test module that holds it."""
    loader = sys.modules.get("triage.loader")
    if loader is not None:
        loader.current.cache_clear()
    for name in [each for each in sys.modules if each.startswith(("tests.core", "tests.know"))]:
        del sys.modules[name]


@pytest.fixture(autouse=True)
def _compiling_counts_for_every_test() -> None:
    """While mutmut notes which test runs what: compiling happens for each of them."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        from triage.loader import FOLDER, load

        load(FOLDER)
