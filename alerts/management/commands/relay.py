"""`manage.py relay`: sends what is due, every second, until it is told to end."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from alerts.hands import Hands


class Command(BaseCommand):
    """Run the relay."""

    help = "Send due deliveries every second, until SIGTERM or Ctrl-C."
    requires_system_checks: list[str] = []  # a bad key must not keep letters from leaving

    def handle(self, *args: Any, **options: Any) -> None:
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        heartbeat = settings.VAR_DIR / "relay-heartbeat"  # its age tells a monitor of a stuck relay
        Hands(ended=ended, is_well=heartbeat.touch).work()
