"""`manage.py work_on_imports`: one pass over the imports that wait."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tracker.importing.jobs import work_on_waiting


class Command(BaseCommand):
    """Go on with every import that waits."""

    help = "Go on with every import that waits; prints how many."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"imports {work_on_waiting()}")
