"""`manage.py bounce < LETTER`: takes a returned letter and marks the address it came back from."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alerts.bounces import take_bounce

LONGEST_BYTES = 1024 * 1024  # a report quotes headers; more is not read


class Command(BaseCommand):
    """Mark an address that letters do not reach."""

    help = "Read a bounce (RFC 3464) from standard input; prints how many addresses it marked."
    requires_system_checks: list[str] = []  # a bad key must not keep letters from leaving

    def handle(self, *args: Any, **options: Any) -> None:
        marked = take_bounce(raw=sys.stdin.buffer.read(LONGEST_BYTES), now=timezone.now())
        self.stdout.write(f"marked {marked}")
