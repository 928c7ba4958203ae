"""`manage.py deliver_due`: one pass of the relay."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from alerts.relay import deliver_due


class Command(BaseCommand):
    """Send what is due, once."""

    help = "One pass of the relay; prints sent, retried and dead."
    requires_system_checks: list[str] = []  # a bad key must not keep letters from leaving

    def handle(self, *args: Any, **options: Any) -> None:
        done = deliver_due()
        self.stdout.write(f"sent {done.sent} retried {done.retried} dead {done.dead}")
