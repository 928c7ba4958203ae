"""`manage.py export EMAIL DIR`: everything kept of one person, and files to bring back in."""

from __future__ import annotations

import argparse
import json
import os
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
        parser.add_argument("email", help="address the person signs in with")
        parser.add_argument(
            "directory", type=Path, help="folder to write into; made if it is not there"
        )

    def handle(self, *args: Any, email: str, directory: Path, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account {email}.")
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            for room, rows in export_person(user_id=user.pk).items():
                text = json.dumps(rows, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
                _write(directory / f"{room}.json", f"{text}\n".encode())
                self.stdout.write(f"{room}: {sum(map(len, rows.values()))} rows")
            for name, content in export_files(user_id=user.pk):
                _write(directory / name, content)
                self.stdout.write(f"{name}: {len(content)} bytes")
        except OSError as error:
            raise CommandError(
                f"Nothing can be written into {directory} ({error.strerror}). "
                "Give a folder of your own, or one that is not there yet."
            ) from error


def _write(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, whatever stood there before."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
