"""The result page as text: one action first, then what to say, the causes, the safety net."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

from django.utils.translation import gettext as _

from triage.engine.causes import Cause, Said
from triage.engine.knowledge import Knowledge
from triage.engine.verdict import Verdict
from triage.text_mode.clinician import clinician_lines

WIDTH = 78
NO_FLAG = (
    "None of your answers calls for help right now. That is not an all-clear: "
    "read below when to get help."
)


def result_page(knowledge: Knowledge, verdict: Verdict, answers: Mapping[str, Any]) -> str:
    """Return the page of a verdict on these answers, its lines no wider than a terminal."""
    lines = [fill(line, WIDTH, subsequent_indent=_indent(line)) if line else ""
             for line in _lines(knowledge, verdict, answers)]  # fmt: skip
    return "\n".join(lines)


def _indent(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" -")))


def _lines(knowledge: Knowledge, verdict: Verdict, answers: Mapping[str, Any]) -> Iterator[str]:
    levels = knowledge.compiled["levels"]
    yield "=" * WIDTH
    if verdict.urgency is not None:
        yield levels["titles"][verdict.urgency].upper()
    yield ""
    yield from _action(verdict)
    if verdict.missing_mandatory:
        yield _("{n} questions that matter are still open.").format(
            n=len(verdict.missing_mandatory)
        )
    if told := clinician_lines(knowledge, verdict, answers):
        yield ""
        yield _("For a clinician, from your own answers")
        yield from (f"  {heading}: {words}" for heading, words in told)
    labels = {raw["id"]: raw["label"]
              for raw in (*knowledge.compiled["findings"], *knowledge.compiled["derived"])
              if "label" in raw}  # fmt: skip
    if verdict.causes:
        yield ""
        yield _("What your answers point to")
        for cause in verdict.causes:
            yield from _cause(cause, labels, knowledge)
    if verdict.unclear:
        yield ""
        yield verdict.unclear
    yield ""
    yield _("When to get help")
    yield verdict.safety_net
    yield ""
    yield levels["disclaimer"]


def _action(verdict: Verdict) -> Iterator[str]:
    if not verdict.raised:
        yield _(NO_FLAG)
        return
    first, *others = verdict.raised
    yield first.do_now
    yield ""
    yield _("What to tell them:")
    yield f"  {first.tell_clinician}"
    for flag in others:
        if flag.urgency == first.urgency:
            yield f"  {flag.tell_clinician}"
    lower = [flag for flag in others if flag.urgency != first.urgency]
    if lower:
        yield ""
        yield _("Also:")
        yield from (f"- {flag.do_now}" for flag in lower)


def _cause(cause: Cause, labels: dict[str, str], knowledge: Knowledge) -> Iterator[str]:
    fits = _("fits well") if cause.fit == "fits_well" else _("fits partly")
    yield ""
    yield f"* {cause.title}: {fits}"
    for words, found in ((_("For it:"), cause.speaks_for), (_("Against it:"), cause.against)):
        if found:
            yield f"  {words}"
            yield from (f"  - {_said(each, labels, knowledge)}" for each in found)
    if cause.missing:
        missing = ", ".join(labels.get(name, name) for name in cause.missing)
        yield "  " + _("Not answered or not sure: {findings}.").format(findings=missing)
    yield f"  {cause.self_care}"


def _said(said: Said, labels: dict[str, str], knowledge: Knowledge) -> str:
    """Say what an answer was; what follows from answers (an age of 50) nobody said yes to."""
    if said.finding in knowledge.trees:
        words = _("From your answers: {label}") if said.value else _("Does not hold: {label}")
    else:
        words = _("You said yes to: {label}") if said.value else _("You said no to: {label}")
    return words.format(label=labels.get(said.finding, said.finding))
