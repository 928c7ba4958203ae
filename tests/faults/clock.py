"""A web process whose clock the tests set: it reads `clock.txt` in VAR_DIR before each request.

The product knows nothing of it: `tests.faults.clock_settings` adds this middleware.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import time_machine
from django.http import HttpRequest, HttpResponseBase

FILE = "clock.txt"
_lock = threading.Lock()
_travel: time_machine.travel | None = None
_told = ""


class Clock:
    """Middleware, before all others: from the next request on it is the time that was told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._file = Path(os.environ["VAR_DIR"], FILE)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the clock if it was told anew, and go on; it runs from there."""
        text = self._file.read_text() if self._file.exists() else ""
        with _lock:
            if text != _told:
                _set(text)
        return self._get_response(request)


def _set(text: str) -> None:
    global _travel, _told
    if _travel is not None:
        _travel.stop()
    _travel = time_machine.travel(datetime.fromisoformat(text), tick=True) if text else None
    if _travel is not None:
        _travel.start()
    _told = text


def tell(folder: Path, when: datetime | None) -> None:
    """Set the clock of the web processes of a VAR_DIR; None = as it truly is."""
    made = folder / (FILE + ".new")
    made.write_text(when.isoformat() if when else "")
    made.replace(folder / FILE)
