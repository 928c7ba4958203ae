"""Judge a kept assessment again, by the knowledge kept with it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from triage.replay import differences


class Command(BaseCommand):
    help = "Re-derive a stored assessment from its stored knowledge; exit 1 if it differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=UUID)

    def handle(self, *args: Any, id: UUID, **options: Any) -> None:
        found = differences(id=id)
        if found is None:
            raise CommandError("There is no such assessment.")
        if found:
            raise CommandError(f"It differs in: {', '.join(found)}.")
        self.stdout.write("The same verdict.")
