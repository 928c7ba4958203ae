"""Holding the product to its word: what was accepted against what stands, and who was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.athletes import Logger
from tests.faults.household import Household

SPLIT = ("level", "hours", "ml", "finding", "value")
STANDING = """
from alerts.models import Alert
from tracker.models import Entry
print(json.dumps({
    "entries": {str(e.entry_id): dict(e.content) | {"athlete": e.athlete_id}
                for e in Entry.objects.all()},
    "alerts": {str(a.pk): {"athlete": a.athlete_id, "state": a.state, "urgent": a.urgency in
               ("emergency_now", "same_day"), "raised_at": a.raised_at.timestamp()}
               for a in Alert.objects.all()},
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


@dataclass
class Verdict:
    """What was found; `wrong` is empty when every promise was kept."""

    entries: int = 0
    alerts: int = 0
    pushes: int = 0
    letters: int = 0
    waits_s: list[float] = field(default_factory=list)  # raised to accepted by the push service
    resent: int = 0  # messages beyond the first, of one step on one device
    most_of_one_step: int = 0
    wrong: list[str] = field(default_factory=list)


def unrest(home: Household, *, watched_too: bool = True) -> list[str]:
    """Return a line for some of what is not sent or not watched yet; [] = all is calm."""
    return [line for line in home.ask_rows(UNREST) if watched_too or line.startswith("delivery")]


def judge(home: Household, loggers: Sequence[Logger], letters: Sequence[str]) -> Verdict:
    """Compare promises, rows, and what push service and mail server took."""
    stands = home.ask_rows(STANDING)
    told = Verdict(letters=len(letters), pushes=len(home.push.messages))
    for logger in loggers:
        _entries(logger, stands, told)
        _alerts(home, logger, stands, letters, told)
    _duplicates(home, told)
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
        heard = [one.at for one in messages if key in one.payload["alerts"]]
        if heard:
            told.waits_s.append(max(0.0, min(heard) - held["raised_at"]))
        elif logger.athlete.device is None and any(name in one for one in letters):
            continue
        elif held["state"] == "open":
            told.wrong.append(f"alert {key} is open and nobody was told")


def _duplicates(home: Household, told: Verdict) -> None:
    """A token belongs to one delivery: one step for one person, on each of their devices once."""
    counted = Counter((one.device, one.payload["token"]) for one in home.push.messages)
    told.resent = sum(counted.values()) - len(counted)
    told.most_of_one_step = max(counted.values(), default=0)
    told.wrong += [
        f"device {device} got one step {times} times"
        for (device, _), times in counted.items()
        if times > 2
    ]
