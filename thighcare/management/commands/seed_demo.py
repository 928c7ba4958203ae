"""`manage.py seed_demo`: a demo team from real pain diaries; prints its logins. Safe to repeat."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from thighcare.demo.team import seed_team

MOST_ATHLETES, MOST_DAYS = 500, 1000


class Command(BaseCommand):
    """Makes the demo team."""

    help = "Make a demo team from real pain diaries and print its logins. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask how many athletes and days, and for the seed of everything made up."""
        most = f"1 to {MOST_ATHLETES}; %(default)s unless told"
        parser.add_argument("--athletes", type=int, default=8, help=f"how many, {most}")
        most = f"1 to {MOST_DAYS}; %(default)s unless told"
        parser.add_argument("--days", type=int, default=90, help=f"length of each diary, {most}")
        seed = "any whole number: the same one makes the same team; %(default)s unless told"
        parser.add_argument("--seed", type=int, default=1, help=seed)

    def handle(self, *args: Any, athletes: int, days: int, seed: int, **options: Any) -> None:
        """Make it and print who can sign in.

        :raises CommandError: when a number is out of range.
        """
        if not 1 <= athletes <= MOST_ATHLETES:
            raise CommandError(f"--athletes must lie between 1 and {MOST_ATHLETES}.")
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days must lie between 1 and {MOST_DAYS}.")
        say = self.stdout.write if options["verbosity"] > 1 else lambda line: None
        logins = seed_team(athletes=athletes, days=days, seed=seed, now=timezone.now(), say=say)
        self.stdout.write("The demo team can sign in (e-mail, password):")
        for login in logins:
            self.stdout.write(f"  {login.email:<24} {login.password}   {login.note}")
