"""Go through an interview in a terminal: forward, back, and a pause in a file."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kernel import strict_json
from kernel.errors import DomainError
from triage.engine.answers import problem_with
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge
from triage.engine.verdict import Flag, Verdict
from triage.interview import next_screen, settled
from triage.text_mode.ask import GoBack, Hear, Say, Typed, ask

SHOWN_AT_ONCE = ("emergency_now", "same_day")


class BadPause(Exception):
    """A pause file that this program did not write."""


@dataclass
class Session:
    """What was said so far, screen by screen, so that one can go back."""

    knowledge: Knowledge
    country: str | None
    said: list[Typed] = field(default_factory=list)

    @property
    def answers(self) -> dict[str, Any]:
        """Return all answers as the person gave them."""
        return {name: value for each in self.said for name, value in each.answers.items()}

    @property
    def skipped(self) -> set[str]:
        """Return what was left empty."""
        return {name for each in self.said for name in each.skipped}

    def verdict(self) -> Verdict:
        """Judge what was said so far."""
        given = settled(self.knowledge, self.answers)
        return judge(self.knowledge, given, country=self.country)

    def run(self, *, say: Say, hear: Hear, kept: Callable[[], None] = lambda: None) -> Verdict:
        """Ask until the interview ends; what calls for help is told at once.

        `kept` is called after each screen.
        :raises triage.text_mode.ask.Pause: where the person wants to stop here.
        """
        told = self._tell(set(), say) if self.said else set()
        while True:
            screen = next_screen(self.knowledge, self.answers, self.skipped)
            if screen is None:
                return self.verdict()
            try:
                self.said.append(ask(self.knowledge, screen, say=say, hear=hear))
            except GoBack:
                if not self.said:
                    say(_("This is the first screen."))
                else:
                    self.said.pop()
                    kept()
                continue
            told |= self._tell(told, say)
            kept()

    def _tell(self, told: set[str], say: Say) -> set[str]:
        new = [flag for flag in self.verdict().raised
               if flag.urgency in SHOWN_AT_ONCE and flag.rule not in told]  # fmt: skip
        if new:
            self._alarm(new[0], say)
        return {flag.rule for flag in new}

    def _alarm(self, flag: Flag, say: Say) -> None:
        title = self.knowledge.compiled["levels"]["titles"][flag.urgency]
        say("")
        say(f"!! {title}")
        say(flag.do_now)
        say(_("You can go on answering; what was found stands."))


def keep(session: Session, file: Path) -> None:
    """Write a pause to a file that only its owner may read; what stood there stays until then.

    :raises OSError: where it cannot be written.
    """
    made, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mode 600
    try:
        with os.fdopen(made, "w", encoding="utf-8") as half:
            half.write(as_pause(session))
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def as_pause(session: Session) -> str:
    """Return what a pause file holds."""
    said = [{"answers": dict(each.answers), "skipped": list(each.skipped)} for each in session.said]
    return json.dumps({"said": said}, indent=1) + "\n"


def resume(knowledge: Knowledge, country: str | None, file: Path) -> Session:
    """Take up a pause; answers that this knowledge does not know are asked again.

    :raises BadPause: where the file is not a pause.
    """
    try:
        raw = strict_json.loads(file.read_bytes())
        said = [Typed(_known(knowledge, each["answers"]), tuple(map(str, each["skipped"])))
                for each in raw["said"]]  # fmt: skip
    except (DomainError, KeyError, TypeError, AttributeError):
        raise BadPause(_("{file} is not a pause of an interview.").format(file=file)) from None
    return Session(knowledge, country, said)


def _known(knowledge: Knowledge, answers: Mapping[str, Any]) -> dict[str, Any]:
    findings = knowledge.findings
    return {
        name: value
        for name, value in answers.items()
        if name in findings and problem_with(findings[name], value) is None
    }
