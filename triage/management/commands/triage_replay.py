"""Judge kept assessments again, each by the knowledge kept with it."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from triage.replay import differences, replay_all


class Command(BaseCommand):
    help = "Re-derive stored assessments from their stored knowledge; exit 1 if any differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=UUID, nargs="?", help="one assessment")
        parser.add_argument("--all", action="store_true", help="every assessment")
        parser.add_argument("--since", type=_day, help="with --all: received since this day, UTC")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"] == (options["id"] is not None):
            raise CommandError("Give the id of one assessment, or --all.")
        if options["since"] is not None and not options["all"]:
            raise CommandError("--since goes with --all.")
        if options["all"]:
            self._all(options["since"])
        else:
            self._one(options["id"])

    def _one(self, id: UUID) -> None:
        found = differences(id=id)
        if found is None:
            raise CommandError("There is no such assessment.")
        if found:
            raise CommandError(f"It differs in: {', '.join(found)}.")
        self.stdout.write("The same verdict.")

    def _all(self, since: datetime | None) -> None:
        """Tell each one that differs by id and key alone, then how many there were."""
        judged, differing, versions = 0, 0, set()
        for each in replay_all(since=since):
            judged += 1
            versions.add(each.version)
            if each.differs:
                differing += 1
                self.stdout.write(f"{each.id} {each.version[:12]}: {', '.join(each.differs)}")
        self.stdout.write(
            f"Assessments: {judged}. Versions of the knowledge: {len(versions)}. "
            f"Differing: {differing}."
        )
        if differing:
            raise CommandError("Some verdicts do not come out again; the lines above name them.")


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time.min, UTC)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day; write it like 2026-11-24") from None
