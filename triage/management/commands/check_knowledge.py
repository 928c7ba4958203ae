"""Load and lint every knowledge file, hold every case to it, and tell how hard its texts read."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.cases import read_cases
from triage.lint import lint
from triage.lint_problem import Problem
from triage.loader import FOLDER, load
from triage.readability import by_kind, grade
from triage.wording import Text, all_texts

HARDEST = 10


class Command(BaseCommand):
    help = "Load and lint the knowledge and its cases; exit 1 with file, key, reason. No database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=FOLDER,
            help="folder of knowledge files; the product's own unless told",
        )
        parser.add_argument("--json", action="store_true", help="one object on standard output")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder. Leave it out for the product's own.")
        problems = lint(folder, today=datetime.now(UTC).date())
        refused = any(not problem.warning for problem in problems)
        report = {} if refused else _report(folder)
        if options["json"]:
            found = {"ok": not refused, "problems": [asdict(each) for each in problems]}
            self.stdout.write(json.dumps(found | report, ensure_ascii=False, indent=1))
        else:
            self._tell(problems, report)
        if refused:
            raise CommandError("The knowledge cannot be used; the lines above say why.")

    def _tell(self, problems: list[Problem], report: dict[str, Any]) -> None:
        for problem in problems:
            self.stderr.write(str(problem))
        if not report:
            return
        counts = ", ".join(f"{number} {name}" for name, number in report["counts"].items())
        self.stdout.write(f"{counts}, version {report['version']}")
        self.stdout.write("\nReading level (Flesch-Kincaid grade)")
        self.stdout.write(f"{'kind':12}{'texts':>6}{'middle':>8}{'hardest':>9}")
        for each in report["reading"]:
            self.stdout.write(
                f"{each['kind']:12}{each['texts']:6}{each['middle']:8.1f}{each['hardest']:9.1f}"
            )
        self.stdout.write(f"\nThe {HARDEST} hardest instructions and self-care texts")
        for each in report["hardest"]:
            self.stdout.write(f"{each['grade']:5.1f}  {each['file']}: {each['key']}")


def _report(folder: Path) -> dict[str, Any]:
    knowledge = load(folder)
    texts = all_texts(folder)
    return {
        "version": knowledge.version,
        "counts": {
            "findings": len(knowledge.findings),
            "derived": len(knowledge.derived),
            "rules": len(knowledge.rules),
            "causes": len(knowledge.scoring.conditions),
            "cases": len(read_cases(folder)),
        },
        "reading": [asdict(each) for each in by_kind((each.kind, each.text) for each in texts)],
        "hardest": _hardest(texts),
    }


def _hardest(texts: list[Text]) -> list[dict[str, Any]]:
    """Return the hardest of the texts that tell somebody what to do."""
    told = [each for each in texts if each.kind in ("do_now", "level", "self_care", "question")]
    graded = [(grade(each.text) or 0.0, each) for each in told]
    graded.sort(key=lambda pair: -pair[0])
    return [
        {"file": each.file, "key": each.key, "grade": level} for level, each in graded[:HARDEST]
    ]
