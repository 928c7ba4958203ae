"""`manage.py backtest RULE --days 90`: what a rule would have raised, per athlete."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alerts.backtest import backtest, known
from kernel.errors import DomainError

MOST_DAYS = 3650


class Command(BaseCommand):
    """Try a rule on days gone by."""

    help = "What a rule would have raised, per athlete; raises nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "rule", metavar="RULE", help="a rule that notifies: " + ", ".join(known())
        )
        parser.add_argument(
            "--days", type=int, default=90, help=f"how far back, 1 to {MOST_DAYS}; 90"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= MOST_DAYS:
            raise CommandError(f"--days lies between 1 and {MOST_DAYS}.")
        counted: Counter[int] = Counter()
        try:
            found = backtest(
                rule_id=options["rule"], days=options["days"], today=timezone.now().date()
            )
            for one in found:
                counted[one.athlete_id] += not one.held
                held = " held back by the budget" if one.held else ""
                self.stdout.write(f"athlete {one.athlete_id} day {one.on.isoformat()}{held}")
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"athletes {len(+counted)} alerts {counted.total()}")
