"""`manage.py interview`: a triage in the terminal; needs no database unless it is saved."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from triage.engine.verdict import Verdict
from triage.interview import settled
from triage.loader import current
from triage.services import record_assessment
from triage.text_mode.ask import Pause
from triage.text_mode.page import result_page
from triage.text_mode.session import BadPause, Session, as_pause, keep, resume

KEYS = "b = one screen back, u = not sure, q = pause"


class Command(BaseCommand):
    help = "Ask a triage screen by screen and print what to do."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--country", type=country_code, help="for the numbers to call: GB, NZ")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print the verdict as JSON"
        )
        parser.add_argument("--save", metavar="EMAIL", help="keep it as this person's assessment")
        parser.add_argument("--pause", metavar="FILE", type=Path, help="where a pause is kept")

    def handle(
        self,
        *args: Any,
        country: str | None,
        as_json: bool,
        save: str | None,
        pause: Path | None,
        **options: Any,
    ) -> None:
        person = _person(save) if save else None
        country = country or (person.profile.country if person else None)
        session = Session(current(), country)
        if pause is not None and pause.exists():
            session = _resumed(session, pause)
        self.aside = self.stderr if as_json else self.stdout  # JSON stands alone
        try:
            self._say(_(KEYS))
            self._kept(
                session, pause
            )  # a file that cannot be written is found out before it counts
            verdict = session.run(
                say=self._say, hear=self._hear, kept=lambda: self._kept(session, pause)
            )
        except Pause:
            self._paused(session, pause)
            return
        if as_json:
            answers = settled(session.knowledge, session.answers)
            facts = {"answers": answers} | verdict.as_dict()
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(self._page(session, verdict))
        if person is not None:
            self._save(person, session)
        if pause is not None:
            pause.unlink(missing_ok=True)

    def _page(self, session: Session, verdict: Verdict) -> str:
        answers = settled(session.knowledge, session.answers)
        return result_page(session.knowledge, verdict, answers)

    def _say(self, text: str) -> None:
        self.aside.write(text, style_func=str)

    def _hear(self, prompt: str) -> str:
        self.aside.write(prompt, ending="", style_func=str)
        self.aside.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            raise Pause from None
        if not line:
            raise Pause
        return line

    def _paused(self, session: Session, pause: Path | None) -> None:
        if pause is None:
            raise CommandError(
                _("Stopped before the end; nothing was kept. With --pause FILE it can go on.")
            )
        self._kept(session, pause)
        self._say(_("Paused; the same command goes on from here."))

    def _kept(self, session: Session, pause: Path | None) -> None:
        """Keep what was said so far; where that cannot be, show it: no answer is lost."""
        if pause is None:
            return
        try:
            keep(session, pause)
        except OSError as refused:
            if session.said:
                self._say(_("What you answered so far, to be put into a pause file:"))
                self._say(as_pause(session))
            reason = _("{file} cannot be written: {reason}.")
            raise CommandError(reason.format(file=pause, reason=refused.strerror)) from None

    def _save(self, person: User, session: Session) -> None:
        now = datetime.now(UTC)
        answers = settled(session.knowledge, session.answers)
        made, _new = record_assessment(athlete_id=person.pk, answers=answers, taken_at=now, now=now)
        self._say(_("Kept as assessment {id}.").format(id=made["id"]))


def country_code(text: str) -> str:
    """Return a country as two capital letters.

    :raises ArgumentTypeError: where it is none.
    """
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise ArgumentTypeError("give a country as two letters, as in GB")
    return text.upper()


def _person(email: str) -> User:
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise CommandError(f"There is no account {email}.")
    return found


def _resumed(session: Session, pause: Path) -> Session:
    try:
        return resume(session.knowledge, session.country, pause)
    except BadPause as refused:
        raise CommandError(str(refused)) from None
    except OSError as refused:
        reason = _("{file} cannot be read: {reason}.")
        raise CommandError(reason.format(file=pause, reason=refused.strerror)) from None
