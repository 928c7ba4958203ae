"""Load and lint every knowledge file."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.lint import lint
from triage.loader import FOLDER, load


class Command(BaseCommand):
    help = "Load and lint every knowledge file; exit 1 with file, key and reason. No database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        problems = lint(folder, today=datetime.now(UTC).date())
        for problem in problems:
            self.stderr.write(str(problem))
        if any(not problem.warning for problem in problems):
            raise CommandError("The knowledge cannot be used; the lines above say why.")
        knowledge = load(folder)
        self.stdout.write(
            f"{len(knowledge.findings)} findings, {len(knowledge.derived)} derived, "
            f"{len(knowledge.rules)} rules, {len(knowledge.scoring.conditions)} causes, "
            f"version {knowledge.version}"
        )
