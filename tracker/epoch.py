"""The server's epoch: it changes when the server was restored, so that phones send again."""

from __future__ import annotations

import functools
import uuid

from tracker.models import ServerEpoch


@functools.cache
def server_epoch() -> str:
    """Return the epoch; read once a process, since a restore restarts every process."""
    found, _ = ServerEpoch.objects.get_or_create(pk=1, defaults={"epoch": uuid.uuid4()})
    return str(found.epoch)


def begin_new_epoch() -> str:
    """Start a new epoch after a restore and return it."""
    found = uuid.uuid4()
    ServerEpoch.objects.update_or_create(pk=1, defaults={"epoch": found})
    server_epoch.cache_clear()
    return str(found)
