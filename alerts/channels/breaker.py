"""A circuit breaker per push service: one that keeps failing is left alone for a while.

Kept in memory of each process; losing it costs a few slow attempts and nothing else.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock

FAILURES = 5  # in a row
REST_S = 30.0


@dataclass
class _Host:
    failures: int = 0
    rests_until: float = 0.0


_hosts: dict[str, _Host] = {}
_lock = Lock()  # several hands of a relay count at once


def rest_left_s(host: str) -> float:
    """Return for how long a host is still to be left alone; 0 = it may be asked."""
    held = _hosts.get(host)
    return max(0.0, held.rests_until - time.monotonic()) if held else 0.0


def note(host: str, *, failed: bool) -> None:
    """Count a failure, or forget them all after an answer."""
    with _lock:
        if not failed:
            _hosts.pop(host, None)
            return
        held = _hosts.setdefault(host, _Host())
        held.failures += 1
        if held.failures >= FAILURES:
            held.rests_until = time.monotonic() + REST_S


def forget() -> None:
    """Forget everything; for tests."""
    _hosts.clear()
