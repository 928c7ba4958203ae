"""The bell: one Celery message after a commit. It makes things fast; losing it loses nothing."""

from __future__ import annotations

import logging
import time

from prometheus_client import Counter

logger = logging.getLogger(__name__)
BELLS_LOST = Counter("thighcare_bells_lost_total", "Messages that the queue would not take")


PAUSE_S = 10.0  # after a failure no request waits for the queue for so long
_quiet_until = 0.0


def ring_later(athlete_id: int) -> None:
    """Publish; a queue that is down is a metric and a log line, never an error of the request."""
    from alerts.tasks import ring

    global _quiet_until
    if time.monotonic() < _quiet_until:
        BELLS_LOST.inc()
        return
    try:
        ring.apply_async((athlete_id,), retry=False, ignore_result=True)
    except Exception:  # whatever the queue does, the entry is saved: a true boundary
        BELLS_LOST.inc()
        _quiet_until = time.monotonic() + PAUSE_S
        logger.warning("the queue took no bell; the sweep will see the day")
