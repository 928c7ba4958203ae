"""`make check`: linters, types, import contracts, migration and schema drift, knowledge."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "docs" / "openapi.yaml"
PYTHON = sys.executable
PUBLIC_URL = "https://thighcare.example.org"  # as deployed: it names the cookies

CHECKS: list[tuple[str, list[str]]] = [
    ("ruff: lint", ["ruff", "check", "."]),
    ("ruff: format", ["ruff", "format", "--check", "."]),
    ("import contracts", ["lint-imports"]),
    ("types", ["mypy", "."]),
    (
        "migrations match the models",
        [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    ),
    ("knowledge", [PYTHON, "manage.py", "check_knowledge"]),
    ("instruments", [PYTHON, "manage.py", "check_instruments"]),
    ("deployment settings", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
    ("OpenAPI document", [PYTHON, "-m", "tests.repo.checks", "schema"]),
]


def schema(*, write: bool) -> int:
    """Compare docs/openapi.yaml with what the views say; `--write` brings it up to date."""
    with tempfile.NamedTemporaryFile(suffix=".yaml") as made:
        command = [
            PYTHON,
            "manage.py",
            "spectacular",
            "--validate",
            "--fail-on-warn",
            "--file",
            made.name,
        ]
        if code := subprocess.call(command, cwd=ROOT, env=os.environ | {"PUBLIC_URL": PUBLIC_URL}):
            return code
        fresh = Path(made.name).read_text()
    if write:
        SCHEMA.write_text(fresh)
        return 0
    if SCHEMA.exists() and SCHEMA.read_text() == fresh:
        return 0
    print(
        "docs/openapi.yaml is behind the code. Run: "
        ".venv/bin/python -m tests.repo.checks schema --write"
    )
    return 1


def main(arguments: list[str]) -> int:
    """Run every check, tell each one's time, and return 1 if any failed."""
    if arguments[:1] == ["schema"]:
        return schema(write="--write" in arguments)
    failed = []
    with tempfile.TemporaryDirectory(prefix="thighcare-check-") as folder:
        environ = os.environ | {
            "VAR_DIR": folder,
            "PATH": str(Path(PYTHON).parent) + os.pathsep + os.environ.get("PATH", ""),
            "PUBLIC_URL": PUBLIC_URL,
        }
        for name, command in CHECKS:
            began = time.monotonic()
            code = subprocess.call(command, cwd=ROOT, env=environ)
            print(
                f"{'ok    ' if code == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)",
                flush=True,
            )
            if code:
                failed.append(name)
    if failed:
        print("Failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
