"""docs/settings.md names every setting that the code reads, and none besides."""

from __future__ import annotations

import re
from pathlib import Path

from tests.faults import compose_file
from tests.faults.deployed import LASTING

ROOT = Path(__file__).resolve().parents[2]
READERS = [
    "thighcare/env.py", "thighcare/env_places.py", "thighcare/settings.py",
    "accounts/allauth_settings.py",
]  # fmt: skip
READS = re.compile(r"(?:environ(?:\.get\(|\[)|environ, )\"([A-Z_]+)\"")
ELSEWHERE = {"GRANIAN_HOST", "GRANIAN_PORT"}  # read by granian itself


def read_by_the_code() -> set[str]:
    return {name for file in READERS for name in READS.findall((ROOT / file).read_text())}


def written_down() -> dict[str, tuple[str, str]]:
    """Return name -> default and meaning of each row."""
    text = (ROOT / "docs/settings.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", text, flags=re.MULTILINE)
    return {name: (default, meaning) for name, default, meaning in rows}


def test_every_setting_is_written_down_and_no_other() -> None:
    assert set(written_down()) == read_by_the_code()


def test_no_setting_is_read_outside_the_readers() -> None:
    strays = [
        str(file.relative_to(ROOT))
        for room in ("kernel", "accounts", "teams", "triage", "tracker", "alerts", "coach", "pwa")
        for file in (ROOT / room).rglob("*.py")
        if str(file.relative_to(ROOT)) not in READERS and "environ" in file.read_text()
    ]

    assert strays == []


def test_every_setting_has_a_default_and_a_remedy() -> None:
    for name, (default, meaning) in written_down().items():
        assert default.strip(), name
        assert len(meaning) > 40, name


def test_compose_sets_nothing_that_nobody_reads() -> None:
    for service in ("migrate", *LASTING):
        names = set(compose_file.services()[service]["environment"])

        assert names <= read_by_the_code() | ELSEWHERE


def test_every_setting_reaches_every_process_of_compose() -> None:
    of_the_image = {"VAR_DIR"}  # set in the Dockerfile: nothing of it outlives a container

    for service in ("migrate", *LASTING):
        passed = set(compose_file.services()[service]["environment"])

        assert set(written_down()) - of_the_image - passed == set(), service


def test_compose_passes_on_what_the_example_is_filled_with() -> None:
    values = {name: f"given-{name.lower()}" for name in compose_file.example_names()}

    got = " ".join(compose_file.environment_of("relay", values).values())

    assert [text for text in values.values() if text not in got] == []


def test_the_example_asks_for_exactly_what_compose_needs() -> None:
    asked = compose_file.variables(compose_file.COMPOSE.read_text())

    assert asked == set(compose_file.example_names())
