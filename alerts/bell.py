"""The bell: one Celery message after a commit. It makes things fast; losing it loses nothing.

A thread of its own publishes, so that no request waits for the queue, and merges what comes within
a moment. A process that dies first has lost bells only: the sweep and the relay see the rows.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import threading
import time

from django.db import DatabaseError, connection

from alerts.tally import BELLS_LOST, count

logger = logging.getLogger(__name__)
MERGE_S = 0.05  # how long a bell waits for others to go with it
PAUSE_S = 10.0  # how long a queue that failed is left alone
MOST_AT_ONCE = 500  # athletes in one message
_waiting: set[int] = set()  # days changed: to be watched
_urgent: set[int] = set()  # something urgent was raised: to be sent, in a lane of its own
_some = threading.Condition()
_ringer: threading.Thread | None = None


def ring_later(athlete_id: int, *, urgent: bool = False) -> None:
    """Have the bell rung for an athlete, in a moment and by another thread."""
    global _ringer
    with _some:
        (_urgent if urgent else _waiting).add(athlete_id)
        if _ringer is None or not _ringer.is_alive():  # the first bell, or the first after a fork
            _ringer = threading.Thread(target=_ring_forever, name="bell", daemon=True)
            _ringer.start()
        _some.notify()


def _ring_forever() -> None:
    while True:
        with _some:
            _some.wait_for(lambda: bool(_waiting or _urgent))
        time.sleep(MERGE_S)
        if not ring_now():
            _note_lost()
            time.sleep(PAUSE_S)


def ring_now() -> bool:
    """Publish one message a lane for all who wait; False when the queue would not take it."""
    from alerts.tasks import ring, send

    urgent, waiting = _take(_urgent), _take(_waiting)
    try:
        if urgent:
            send.apply_async((urgent,), retry=False, ignore_result=True)
        if waiting:
            ring.apply_async((waiting,), retry=False, ignore_result=True)
    except Exception:  # whatever the queue does, the entries are saved: a true boundary
        logger.warning("the queue took no bell; the sweep will see the days")
        return False
    return True


def _take(bells: set[int]) -> list[int]:
    with _some:
        athlete_ids = sorted(bells)[:MOST_AT_ONCE]
        bells.difference_update(athlete_ids)
    return athlete_ids


def _note_lost() -> None:
    """Count it where every process's count can be read; in the bell's own thread only."""
    with contextlib.suppress(DatabaseError):  # then there is more to see than a lost bell
        count(BELLS_LOST)
    connection.close()


atexit.register(ring_now)
