"""Management commands in one process that stays: tests give many, and each start costs seconds.

Reads a line of JSON each, `[name, argument, ...]` or `["tables"]`; answers `{"ok", "out"}`.
"""

from __future__ import annotations

import io
import json
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout

import django
from django.core.management import call_command
from django.db import connections

from tests.tables import make_tables


def main() -> None:
    """Do what is asked until nobody asks any more."""
    django.setup()
    for line in sys.stdin:
        answer = run(json.loads(line))
        sys.__stdout__.write(json.dumps(answer) + "\n")
        sys.__stdout__.flush()


def run(arguments: list[str]) -> dict[str, object]:
    """Run one command and return whether it ended well and what it printed."""
    said, ok = io.StringIO(), True
    with redirect_stdout(said), redirect_stderr(said):
        try:
            make_tables() if arguments == ["tables"] else call_command(*arguments)
        except SystemExit as end:
            ok = not end.code
        except Exception:  # the test that asked shows it
            ok = False
            traceback.print_exc()
        finally:
            connections.close_all()
    return {"ok": ok, "out": said.getvalue()}


if __name__ == "__main__":
    main()
