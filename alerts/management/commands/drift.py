"""`manage.py drift`: the weekly look at open episodes, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alerts.drift import look_at_everyone


class Command(BaseCommand):
    """Read the last whole week of every open episode."""

    help = "The weekly look at open episodes, now; prints athletes, alerts raised and seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        report = look_at_everyone(now=timezone.now())
        self.stdout.write(
            f"athletes {report.athletes} alerts {report.alerts} seconds {report.seconds:.3f}"
        )
