"""`manage.py erase EMAIL`: the right to be forgotten."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.privacy import erase_person


class Command(BaseCommand):
    """Erase one person from every room."""

    help = "Erase EMAIL and everything kept of that person."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", help="address the person signs in with")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account {email}.")
        erase_person(user_id=user.pk)
        self.stdout.write("Erased.")
