"""Lint every instrument: exit 1 with file, key, reason."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.instrument_files import FOLDER, load
from tracker.instrument_lint import lint


class Command(BaseCommand):
    help = "Load and lint the instruments; exit 1 with file, key, reason. No database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=FOLDER,
            help="folder of instrument files; the product's own unless told",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder. Leave it out for the product's own.")
        problems = lint(folder, today=datetime.now(UTC).date())
        for problem in problems:
            self.stderr.write(str(problem))
        if any(not problem.warning for problem in problems):
            raise CommandError("An instrument cannot be used; the lines above say why.")
        found = load(folder)
        self.stdout.write(f"{len(found.by_id)} instruments, version {found.version}")
