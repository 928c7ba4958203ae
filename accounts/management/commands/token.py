"""`manage.py token EMAIL`: a bearer token, and nothing else on the line."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.tokens import issue_token
from kernel.errors import DomainError


class Command(BaseCommand):
    """Make a token for a person and print it."""

    help = "Print a bearer token for EMAIL and nothing else."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", help="address the person signs in with")
        parser.add_argument("--scopes", default="read,write", help="read, write, or read,write")
        parser.add_argument("--days", type=int, default=90, help="how long it works; 90")

    def handle(self, *args: Any, email: str, scopes: str, days: int, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account {email}. Sign up first, or run seed_demo.")
        try:
            _, secret = issue_token(
                by=user,
                name="command line",
                scopes=scopes.split(","),
                now=timezone.now(),
                lasts=timedelta(days=days),
            )
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(secret)
