"""`manage.py partitions`: months of entries made ahead, old ones set apart."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from kernel.errors import DomainError
from tracker import partitions


class Command(BaseCommand):
    """Make months ahead; with --detach-before, set older ones apart."""

    help = "Months of entries on PostgreSQL: makes those ahead, sets old ones apart for archiving."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ahead", type=_count, default=partitions.AHEAD, help="0 to 24 months")
        parser.add_argument("--detach-before", type=_month, help="for example 2024-01")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            self.stdout.write("SQLite keeps entries in one table: nothing to do.")
            return
        today = datetime.now(UTC).date()
        try:
            made = partitions.months_ahead(today=today, ahead=options["ahead"])
            self.stdout.write(f"made: {_named(made)}")
            if month := options["detach_before"]:
                apart = partitions.detach_before(month=month, today=today)
                self.stdout.write(f"set apart: {_named(apart)}")
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(
                "The table is in use and was not waited for. Nothing is half done; try again."
            ) from error
        self.stdout.write(f"apart and not dropped: {_named(partitions.months_apart())}")


def _named(months: list[date]) -> str:
    return " ".join(f"{month:%Y-%m}" for month in months) or "none"


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 24:
        raise ArgumentTypeError("give a number of months, 0 to 24")
    return int(text)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ArgumentTypeError("give a month as 2024-01") from error
