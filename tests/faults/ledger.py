"""Holding the product to its word: what was accepted against what stands, and who was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.athletes import Logger
from tests.faults.copies import Copies, count_copies
from tests.faults.household import Household
from tests.faults.phones import Phone
from tests.push_service import Message

SPLIT = ("level", "hours", "ml", "finding", "value")
ONE_KILL_S = 35.0  # from raised to accepted, for each sender that died on the way
STANDING = """
from alerts import bounces
from alerts.models import Alert, Delivery
from tracker.models import Entry
first = Delivery.objects.filter(step=1, urgent=True).exclude(state="dead")
# One that was answered while a dead sender held it is dropped, and keeps that lease.
ends = {d: d.accepted_at or d.leased_until for d in first
        if d.state != "dropped" or d.leased_until}
print(json.dumps({
    "entries": {str(e.entry_id): dict(e.content) | {"athlete": e.athlete_id}
                for e in Entry.objects.all()},
    "alerts": {str(a.pk): {"athlete": a.athlete_id, "state": a.state, "urgent": a.urgency in
               ("emergency_now", "same_day"), "raised_at": a.raised_at.timestamp()}
               for a in Alert.objects.all()},
    "steps": [[d.athlete_id, d.due_at.timestamp(), end and end.timestamp(),
               d.attempts + (d.state == "dropped")] for d, end in ends.items()],
    "letters": [bounces.mark(pk) for pk in
                Delivery.objects.filter(channel="email").values_list("pk", flat=True)],
}))
"""
UNREST = """
from django.utils import timezone
from datetime import timedelta
from alerts.models import Delivery
from tracker.models import Day
late = timezone.now() - timedelta(seconds=1)
due = Delivery.objects.filter(state="due", due_at__lt=late).order_by("due_at")
told = [f"day {pk} of athlete {who} is not watched"
        for pk, who in Day.objects.filter(watched=False).values_list("pk", "athlete_id")[:3]]
told += [f"delivery {pk} step {step} is due, tried {tries} times, {answer}"
         for pk, step, tries, answer
         in due.values_list("pk", "step", "attempts", "last_answer")[:3]]
print(json.dumps(told))
"""


@dataclass(frozen=True, order=True)
class Wait:
    """One alert from raised to accepted by the push service, and what it waited for."""

    seconds: float
    died: int = 0  # senders that began and did not end, at most
    refused: int = 0  # answers of the push service that were no
    raised_at: float = 0.0  # seconds since 1970


@dataclass
class Verdict:
    """What was found; `wrong` is empty when every promise was kept."""

    entries: int = 0
    alerts: int = 0
    waits: list[Wait] = field(default_factory=list)
    copies: Copies = field(default_factory=Copies)
    wrong: list[str] = field(default_factory=list)


def unrest(home: Household, *, watched_too: bool = True) -> list[str]:
    """Return a line for some of what is not sent or not watched yet; [] = all is calm."""
    return [line for line in home.ask_rows(UNREST) if watched_too or line.startswith("delivery")]


def judge(
    home: Household,
    loggers: Sequence[Logger],
    phones: Sequence[Phone],
    letters: Sequence[tuple[str, str]],
) -> Verdict:
    """Compare promises, rows, and what push service, phones and mail server took.

    `letters` = pairs of addressee and whole text.
    """
    stands = home.ask_rows(STANDING)
    told = Verdict()
    for logger in loggers:
        _entries(logger, stands, told)
        _alerts(home, logger, stands, [to for to, _ in letters], told)
    told.copies = count_copies(home.push.messages, phones, letters, known=stands["letters"])
    told.wrong += told.copies.broken()
    told.wrong += [f"not understood: {why}" for why in home.push.refusals]
    return told


def _entries(logger: Logger, stands: dict[str, Any], told: Verdict) -> None:
    promise = logger.promise
    told.wrong += [f"{logger.name} was refused: {text}" for text in promise.refused]
    for key, sent in promise.entries.items():
        told.entries += 1
        held = stands["entries"].get(key)
        if held is None or held["athlete"] != logger.athlete.id:
            told.wrong.append(f"entry {key} was accepted and is not there")
        elif {name: held.get(name) for name in SPLIT} != {name: sent.get(name) for name in SPLIT}:
            told.wrong.append(f"entry {key} stands otherwise than accepted")


def _alerts(
    home: Household, logger: Logger, stands: dict[str, Any], letters: Sequence[str], told: Verdict
) -> None:
    """Each urgent alert stands; each was pushed (or written of), or answered before it was."""
    name = logger.athlete.name
    messages = [one for one in home.push.messages if one.device == name]
    own = {
        key: held
        for key, held in stands["alerts"].items()
        if held["athlete"] == logger.athlete.id and held["urgent"]
    }
    for key in logger.promise.alerts:
        if key not in own:
            told.wrong.append(f"alert {key} was told of and is not there")
    for key, held in own.items():
        told.alerts += 1
        heard = [one for one in messages if key in one.payload["alerts"]]
        if heard:
            tries = _tries(stands, held, heard[0].at)
            _wait(home, heard[0], key, held["raised_at"], tries, told)
        elif any(name in one for one in letters):  # no device, or none to be counted on
            continue
        elif held["state"] == "open":
            told.wrong.append(f"alert {key} is open and nobody was told")


def _tries(stands: dict[str, Any], held: dict[str, Any], heard_at: float) -> int:
    """Return the most tries of any first step that could have told of an alert until it was heard.

    One may hang on a dead sender while the step of a later alert tells of both.
    """
    return max(
        (
            tries
            for athlete, due_at, ended_at, tries in stands["steps"]
            if athlete == held["athlete"]
            and due_at <= heard_at
            and (ended_at is None or ended_at >= held["raised_at"])
        ),
        default=1,
    )


def _wait(
    home: Household, first: Message, key: str, raised_at: float, tries: int, told: Verdict
) -> None:
    """Note how long an alert waited for its first message, and hold it to what a kill may cost."""
    refused = sum(
        raised_at <= at <= first.at and name == first.device for at, name in home.push.refused
    )
    wait = Wait(max(0.0, first.at - raised_at), max(0, tries - 1 - refused), refused, raised_at)
    told.waits.append(wait)
    if not refused and wait.seconds > ONE_KILL_S * max(1, wait.died):
        told.wrong.append(f"alert {key} waited {wait.seconds:.1f} s")
