"""`manage.py auditor`: asks each minute whether an alert could be lost, until told to end."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from alerts import jobs
from alerts.auditor import audit
from alerts.deadman import ping

logger = logging.getLogger(__name__)
EVERY_S = 20.0  # each minute is claimed once; a second auditor or a late start takes the rest


class Command(BaseCommand):
    """Run the auditor."""

    help = "Audit alerts each minute and call DEADMAN_URL while all is well, until SIGTERM."
    requires_system_checks: list[str] = []  # a bad key must not keep letters from leaving

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one audit, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        ended = threading.Event()
        if once:
            ended.set()
        else:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: ended.set())
        while True:
            try:
                self._look()
            except DatabaseError as error:  # no call to the watcher either: it will alarm
                logger.warning("the store could not be asked: %s", type(error).__name__)
                connection.close()
            close_old_connections()
            if ended.wait(EVERY_S):
                return

    def _look(self) -> None:
        found = audit(now=timezone.now())
        if found == 0 and settings.DEADMAN_URL:
            ping(settings.DEADMAN_URL)
        if found is not None:
            jobs.forget_old(now=timezone.now())
