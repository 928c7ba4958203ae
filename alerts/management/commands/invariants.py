"""`manage.py invariants`: one line for each row that is inconsistent."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alerts.invariants import broken


class Command(BaseCommand):
    """Ask the rows whether all is well."""

    help = "Exit 1 and a line each where an accepted entry, alert or delivery is inconsistent."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = list(broken(now=timezone.now()))
        for line in lines:
            self.stdout.write(line)
        if lines:
            sys.exit(1)
