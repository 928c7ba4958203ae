"""The bell: one Celery message after a commit. It makes things fast; losing it loses nothing.

A thread of its own publishes, so that no request waits for the queue, and merges what comes within
a moment. A process that dies first has lost bells only: the sweep and the relay see the rows.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time

from prometheus_client import Counter

logger = logging.getLogger(__name__)
BELLS_LOST = Counter("thighcare_bells_lost_total", "Messages that the queue would not take")
MERGE_S = 0.05  # how long a bell waits for others to go with it
PAUSE_S = 10.0  # how long a queue that failed is left alone
MOST_AT_ONCE = 500  # athletes in one message
_waiting: set[int] = set()
_some = threading.Condition()
_ringer: threading.Thread | None = None


def ring_later(athlete_id: int) -> None:
    """Have the bell rung for an athlete, in a moment and by another thread."""
    global _ringer
    with _some:
        _waiting.add(athlete_id)
        if _ringer is None or not _ringer.is_alive():  # the first bell, or the first after a fork
            _ringer = threading.Thread(target=_ring_forever, name="bell", daemon=True)
            _ringer.start()
        _some.notify()


def _ring_forever() -> None:
    while True:
        with _some:
            _some.wait_for(lambda: bool(_waiting))
        time.sleep(MERGE_S)
        if not ring_now():
            time.sleep(PAUSE_S)


def ring_now() -> bool:
    """Publish one message for all who wait; False when the queue would not take it."""
    from alerts.tasks import ring

    with _some:
        athlete_ids = sorted(_waiting)[:MOST_AT_ONCE]
        _waiting.difference_update(athlete_ids)
    if not athlete_ids:
        return True
    try:
        ring.apply_async((athlete_ids,), retry=False, ignore_result=True)
    except Exception:  # whatever the queue does, the entries are saved: a true boundary
        BELLS_LOST.inc()
        logger.warning("the queue took no bell; the sweep will see the days")
        return False
    return True


atexit.register(ring_now)
