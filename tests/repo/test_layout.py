"""The repository keeps its own rules: a line on top, short files, no registry, no machine."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 250
PROSE_AND_DATA = {"", ".lock", ".csv", ".json", ".png", ".svg", ".md", ".yaml", ".txt", ".jsonl"}
# Longer on purpose; each with its reason.
LONGER = {
    "triage/knowledge/placeholders.toml": "a table: placeholder to findings",
    "triage/knowledge/screens.toml": "a table: finding to screen, in asking order",
    "triage/knowledge/sources.toml": "a table: sources by key",
    "triage/knowledge/derived.toml": "a table: derived findings by id",
    "benchmarks/sync.py": "one command, run from one file",
    "tests/shell/test_phones_converge.py": "one model: phones, network and server in one view",
    "tests/knowledge/test_knowledge_linter.py": "a table: each kind of broken file",
    "tests/core/test_interview_parts.py": "one promise of each part of the interview",
    "tests/shell/test_interviews.py": "the promises of one door, read together",
    "tests/shell/test_sync.py": "the promises of one door, read together",
    "tests/shell/test_relay_ladder.py": "one ladder, step by step",
    "tests/phone/test_result.py": "the promises of one page, read together",
    "tests/phone/test_bring_in.py": "the promises of one screen, on one product of its own",
}
VENDORED = "pwa/static/pwa/vendor/"
LEFT_ALONE = ("/migrations/", VENDORED, "triage/knowledge/findings/", "triage/knowledge/red_flags/")
# Written in pieces, so that this file does not contain what it looks for.
REGISTRIES = re.compile(
    r"(?i)\b(?:py" + r"pi\.org|files\.python" + r"hosted|regis" + r"try\.npmjs|--(?:extra-)?index"
    r"-url|(?:docker|ghcr|quay)\." + r"io\b)"
)
MACHINE = re.compile(r"(?<![\w.<{])/(?:ro" + r"ot|ho" + r"me|wo" + r"rk|Us" + r"ers|m" + r"nt)/\w")


@cache
def committed() -> tuple[str, ...]:
    """Return every file that is, or by `git add` would be, in the repository."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("not a git checkout: nothing says which files belong to it")
    return tuple(name for name in sorted(set(done.stdout.split("\n"))) if (ROOT / name).is_file())


def texts() -> list[tuple[str, str]]:
    """Return name and text of every file that is text."""
    found = []
    for name in committed():
        raw = (ROOT / name).read_bytes()
        if b"\0" not in raw:
            found.append((name, raw.decode()))
    return found


def test_every_python_module_begins_with_what_it_is_for() -> None:
    silent = [
        name
        for name, text in texts()
        if name.endswith(".py") and "/migrations/" not in name
        and text.strip() and not ast.get_docstring(ast.parse(text))
    ]  # fmt: skip

    assert silent == []


def test_no_file_names_a_registry() -> None:
    named = [f"{name}: {found[0]}" for name, text in texts() if (found := REGISTRIES.search(text))]

    assert named == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    named = [
        f"{name}: {text[found.start() : found.start() + 40]!r}"
        for name, text in texts()
        if not name.startswith(VENDORED) and (found := MACHINE.search(text))
    ]

    assert named == []


def test_files_are_short_enough_to_read_in_one_go() -> None:
    too_long = [
        f"{name}: {lines} lines"
        for name, text in texts()
        if Path(name).suffix not in PROSE_AND_DATA and name not in LONGER
        and not any(part in f"/{name}" or name.startswith(part) for part in LEFT_ALONE)
        and (lines := text.count("\n")) > MOST_LINES
    ]  # fmt: skip

    assert too_long == []


def test_what_may_be_longer_is_there() -> None:
    assert [name for name in LONGER if not (ROOT / name).is_file()] == []


def test_no_secret_and_no_data_is_committed() -> None:
    kept = [
        name
        for name in committed()
        if name.startswith("var/") or name.endswith((".env", ".sqlite3", ".pem", "vapid-private"))
    ]

    assert kept == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_part_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    parts = [line for line in text.splitlines() if "==" in line and line[0] not in "# "]

    assert len(parts) > 20
    assert [line.split()[0] for line in parts if "--hash=sha256:" not in line] == []
