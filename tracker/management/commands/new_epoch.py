"""`manage.py new_epoch`: say, after a restore, that phones must send their last 14 days again."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.epoch import begin_new_epoch


class Command(BaseCommand):
    """Run once after restoring a backup, before the web processes start."""

    help = "Start a new epoch after a restore: every phone then sends its last 14 days again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the new epoch."""
        self.stdout.write(begin_new_epoch())
