"""`manage.py export EMAIL DIR`: everything kept of one person, and files to bring back in."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from accounts.privacy import export_files, export_person


class Command(BaseCommand):
    """Write one file a room, then those that an import takes."""

    help = "Write everything kept of EMAIL into DIR: JSON by room, and files to bring back in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, email: str, directory: Path, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account {email}.")
        directory.mkdir(parents=True, exist_ok=True)
        for room, rows in export_person(user_id=user.pk).items():
            text = json.dumps(rows, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
            (directory / f"{room}.json").write_text(text + "\n")
            self.stdout.write(f"{room}: {sum(map(len, rows.values()))} rows")
        for name, content in export_files(user_id=user.pk):
            (directory / name).write_bytes(content)
            self.stdout.write(f"{name}: {len(content)} bytes")
