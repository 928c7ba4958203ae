"""`manage.py relay`: sends what is due, every second, until it is told to end."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from alerts.relay import deliver_due

logger = logging.getLogger(__name__)
EVERY_S = 1.0
PAUSE_S = 3.0  # after the database could not be asked


class Command(BaseCommand):
    """Run the relay."""

    help = "Send due deliveries every second, until SIGTERM or Ctrl-C."
    requires_system_checks: list[str] = []  # a bad key must not keep letters from leaving

    def handle(self, *args: Any, **options: Any) -> None:
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        heartbeat = settings.VAR_DIR / "relay-heartbeat"  # its age tells a monitor of a stuck relay
        pause_s = 0.0
        while not ended.wait(pause_s):
            pause_s = EVERY_S
            try:
                deliver_due(is_ending=ended.is_set)
                heartbeat.touch()
            except DatabaseError as error:  # a restart of the database: the rows wait
                logger.warning("the store could not be asked: %s", type(error).__name__)
                connection.close()
                pause_s = PAUSE_S
            close_old_connections()
