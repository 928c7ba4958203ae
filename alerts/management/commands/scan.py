"""`manage.py scan`: the nightly scan, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alerts.services import scan


class Command(BaseCommand):
    """Look for worsening pain in everyone."""

    help = "The nightly scan over everyone, now; prints athletes, alerts raised and seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        report = scan(now=timezone.now())
        self.stdout.write(
            f"athletes {report.athletes} alerts {report.alerts} seconds {report.seconds:.3f}"
        )
