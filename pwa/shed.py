"""How many were turned away: noted in memory, where it costs nothing, and written to rows later.

A thread of its own writes, so that the hour of many requests is not made harder by counting them. A
process that is killed forgets what it noted in the last seconds.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import Counter

from django.db import DatabaseError, connection

from alerts import tally

logger = logging.getLogger(__name__)
WRITE_EVERY_S = 5.0
LINE_IS_LONG = "line_is_long"  # the reason: too many wait already
Key = tuple[str, str]
_noted: Counter[Key] = Counter()
_some = threading.Condition()
_writer: threading.Thread | None = None


def note(*, reason: str, kind: str) -> None:
    """Note one request turned away."""
    global _writer
    with _some:
        _noted[reason, kind] += 1
        if _writer is None or not _writer.is_alive():  # the first, or the first after a fork
            _writer = threading.Thread(target=_write_forever, name="shed", daemon=True)
            _writer.start()
        _some.notify()


def write_now() -> bool:
    """Write what was noted; False, and nothing is forgotten, where the store cannot be asked."""
    with _some:
        taken = dict(_noted)
        _noted.clear()
    while taken:
        (reason, kind), n = taken.popitem()
        try:
            tally.count(tally.SHED, reason, kind, n=n)
        except DatabaseError as error:
            logger.warning("requests turned away could not be counted: %s", type(error).__name__)
            with _some:
                _noted.update(taken | {(reason, kind): n})
            return False
    return True


def _write_forever() -> None:
    while True:
        with _some:
            _some.wait_for(lambda: bool(_noted))
        time.sleep(WRITE_EVERY_S)
        write_now()
        connection.close()


atexit.register(write_now)
