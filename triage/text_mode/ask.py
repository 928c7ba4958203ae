"""Show one screen as text and read what is typed to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from triage.engine.answers import problem_with
from triage.engine.knowledge import Finding, Knowledge
from triage.interview.reply import TICKED
from triage.interview.screen import Screen
from triage.text_mode.clinician import choices_in_words

Say = Callable[[str], None]
Hear = Callable[[str], str]
YES, NO = {"y", "yes"}, {"n", "no"}
UNSURE = {"u", "unsure", "not sure"}
Read = TypeVar("Read")
_TICK = re.compile(r"(u?)([0-9]{1,3})")
_PLACE = re.compile(r"[0-9]{1,3}")
_WHOLE = re.compile(r"[0-9]{1,15}")  # longer is no answer, and slow to read


class GoBack(Exception):
    """The person typed b."""


class Pause(Exception):
    """The person typed q, or the input has ended."""


class NotUnderstood(Exception):
    """What was typed is no answer; the words say what is."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was said to one screen."""

    answers: Mapping[str, Any]
    skipped: tuple[str, ...]


def ask(knowledge: Knowledge, screen: Screen, *, say: Say, hear: Hear) -> Typed:
    """Ask one screen until it is answered.

    :raises GoBack: where the person wants the screen before.
    :raises Pause: where they want to stop here.
    """
    raws = {raw["id"]: raw for raw in knowledge.compiled["findings"]}
    say("")
    more = screen.left - 1
    words = _("{title} (about {more} more)") if more else _("{title} (perhaps the last one)")
    say(words.format(title=screen.part_title, more=more))
    say(f"## {screen.title}")
    if screen.lead:
        say(screen.lead)
    yes_no = [name for name in screen.findings if knowledge.findings[name].type == "bool3"]
    others = [name for name in screen.findings if name not in yes_no]
    answers: dict[str, Any] = {}
    if screen.kind in TICKED and yes_no:
        answers |= _ticks(yes_no, raws, say, hear)
    else:
        answers |= {name: _said(raws[name], say, hear) for name in yes_no}
    must = {each.id for each in knowledge.mandatory}
    for name in others:
        value = _field(knowledge.findings[name], raws[name], name in must, say, hear)
        if value is not None:
            answers[name] = value
    return Typed(answers, tuple(name for name in others if name not in answers))


def _ticks(
    names: list[str], raws: Mapping[str, Mapping[str, Any]], say: Say, hear: Hear
) -> dict[str, Any]:
    for number, name in enumerate(names, 1):
        say(f"  {number}. {raws[name]['question']}")
    hint = _("Numbers of all that apply; u and a number where not sure (u2); Enter for none.")
    return _one(hint, lambda typed: _ticked(names, typed), say, hear)


def _ticked(names: list[str], typed: str) -> dict[str, Any]:
    if typed in UNSURE:
        return dict.fromkeys(names, "unsure")
    answers: dict[str, Any] = dict.fromkeys(names, False)
    words = [] if typed in NO else typed.replace(",", " ").split()
    for word in words:
        match = _TICK.fullmatch(word)
        if match is None or not 1 <= int(match[2]) <= len(names):
            last = len(names)
            raise NotUnderstood(
                ngettext(
                    "Type 1, or u1 where not sure, or Enter for none.",
                    "Type numbers from 1 to {last}, as in: 1 u3. Enter for none.",
                    last,
                ).format(last=last)
            )
        answers[names[int(match[2]) - 1]] = "unsure" if match[1] else True
    return answers


def _said(raw: Mapping[str, Any], say: Say, hear: Hear) -> bool | str:
    """Ask one yes/no question; one that may be skipped is unsure then, never no."""
    if not raw.get("may_skip"):
        return _one(raw["question"], _yes_no, say, hear)
    hint = raw["question"] + "\n" + _("Enter to skip it.")
    return _one(hint, lambda typed: _yes_no(typed) if typed else "unsure", say, hear)


def _yes_no(typed: str) -> bool | str:
    if typed in YES:
        return True
    if typed in NO:
        return False
    if typed in UNSURE:
        return "unsure"
    raise NotUnderstood(_("Type y for yes, n for no or u for not sure."))


def _field(finding: Finding, raw: Mapping[str, Any], must: bool, say: Say, hear: Hear) -> Any:
    """Return a number or a choice, None where it is left empty."""

    def read(typed: str) -> Any:
        if not typed and not must:
            return None
        if finding.type == "enum":
            return _chosen(choices_in_words(raw), typed)
        value = _number(typed)
        if problem := problem_with(finding, value):
            raise NotUnderstood(problem[1])
        return value

    hint = raw["question"]
    if finding.type == "enum":
        words = choices_in_words(raw).values()
        hint += "\n" + "\n".join(f"  {number}. {word}" for number, word in enumerate(words, 1))
    else:
        hint += " " + _("({low:g} to {high:g})").format(low=finding.low, high=finding.high)
    return _one(hint if must else f"{hint}\n" + _("Enter to leave it out."), read, say, hear)


def _chosen(choices: Mapping[str, str], typed: str) -> str:
    """Return the choice of a number, of its words as shown, or of its id."""
    ids = list(choices)
    if _PLACE.fullmatch(typed) and 1 <= int(typed) <= len(ids):
        return ids[int(typed) - 1]
    for name, words in choices.items():
        if typed in (words.lower(), name, name.replace("_", " ")):
            return name
    raise NotUnderstood(_("Type a number from 1 to {last}.").format(last=len(ids)))


def _number(typed: str) -> int | float | str:
    if _WHOLE.fullmatch(typed):
        return int(typed)
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return typed


def _one(hint: str, read: Callable[[str], Read], say: Say, hear: Hear) -> Read:
    say(hint)
    while True:
        typed = hear("> ").strip().lower()
        if typed in ("b", "back"):
            raise GoBack
        if typed in ("q", "quit", "pause"):
            raise Pause
        try:
            return read(typed)
        except NotUnderstood as refused:
            say(str(refused))
