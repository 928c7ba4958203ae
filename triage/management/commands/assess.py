"""Judge JSON Lines of answers, one assessment a line; needs no database and no setting."""

from __future__ import annotations

import codecs
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from kernel import strict_json
from kernel.errors import DomainError
from triage.engine.judge import judge
from triage.loader import current

FIELDS = {"id", "answers", "country"}


class Command(BaseCommand):
    help = 'Read {"id", "answers"} a line (a file, or - for standard input); write a verdict each.'
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            default="-",
            help="file of JSON Lines, UTF-8; - or nothing is standard input. A line may name a "
            '"country" of two letters, as in "GB", for the numbers to call',
        )

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        failed = False
        with _opened(file) as source:
            for raw in _filled(source):
                answer = assess_line(raw)
                failed = failed or "errors" in answer
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if failed:
            sys.exit(1)


def assess_line(raw: bytes) -> dict[str, Any]:
    """Return the assessment of one line, or {"id", "code", "detail", "errors"} naming the field."""
    line: Any = None
    try:
        line = strict_json.loads(raw)
        if not isinstance(line, dict):
            raise DomainError("A line must be an object.", code="not-an-object", pointer="")
        for name in sorted(set(line) - FIELDS):
            raise DomainError("There is no such field.", code="unknown-field", pointer=f"/{name}")
        if "answers" not in line:
            raise DomainError("The answers are missing.", code="missing", pointer="/answers")
        country = line.get("country")
        if country is not None and not isinstance(country, str):
            raise DomainError("Give a country code.", code="not-a-text", pointer="/country")
        verdict = judge(current(), line["answers"], country=country)
    except DomainError as error:
        return {
            "id": line.get("id") if isinstance(line, dict) else None,
            "code": error.code,
            "detail": error.detail,
            "errors": [each.as_dict() for each in error.errors],
        }
    return {"id": line.get("id"), "episode": None, "held_from": None} | verdict.as_dict()


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        source = open(file, "rb")  # noqa: SIM115  (closed below; what fails later is no matter of it)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no name of a file"
        raise CommandError(
            f"{file!r} cannot be read ({reason}). "
            "Give a file of JSON Lines, or - for standard input."
        ) from error
    with source:
        yield source


def _filled(source: IO[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(source):
        line = line if number else line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            yield line
