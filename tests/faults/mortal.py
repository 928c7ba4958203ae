"""Death at a named point: an app for tests only, which makes a process kill itself with SIGKILL.

`MORTAL="after-send=3"` dies when that point is passed for the third time; several are separated by
commas. `MORTAL_TICKET` lets each point kill once: whoever is started again in its place lives.
The product knows nothing of it: `tests.faults.mortal_settings` adds this app.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import AppConfig

# point -> module, function, whether to die before or after it ran
POINTS = {
    "before-commit": ("tracker.store", "write_snapshot", "after"),
    "after-commit": ("pwa.api", "record_entries", "after"),
    "before-publish": ("alerts.receivers", "ring_later", "before"),
    "in-bell": ("alerts.bell", "ring_now", "before"),
    "after-lease": ("alerts.channels.web_push", "_begin", "before"),
    "after-post": ("alerts.channels.web_push", "_post", "after"),  # taken, and nothing written
    "after-send": ("alerts.channels.web_push", "_end", "after"),
    "after-letter": ("alerts.channels.email", "_hand_over", "after"),
    "mid-watch": ("alerts.services", "mark_watched", "before"),
    "mid-scan": ("alerts.jobs", "keep", "after"),
    "before-done": ("alerts.jobs", "finish", "before"),
}
DEATHS = "deaths.txt"  # in VAR_DIR: one line each


class Mortal(AppConfig):
    """Arms the points that MORTAL names."""

    name = "tests.faults.mortal"
    label = "mortal"

    def ready(self) -> None:
        for point, passage in armed(os.environ.get("MORTAL", "")).items():
            arm(point, passage)


def armed(text: str) -> dict[str, int]:
    """Return point -> the passage at which to die."""
    pairs = (part.split("=") for part in text.split(",") if part)
    return {point: int(passage) for point, passage in pairs}


def arm(point: str, passage: int) -> None:
    """Put death into a function of the product; a point that is not there is an error."""
    module_name, name, when = POINTS[point]
    module = importlib.import_module(module_name)
    act: Callable[..., Any] = getattr(module, name)
    passages = itertools.count(1)

    @functools.wraps(act)
    def mortal(*args: Any, **kwargs: Any) -> Any:
        dies = next(passages) == passage and not is_used(point)
        if dies and when == "before":
            die(point)
        told = act(*args, **kwargs)
        if dies:
            die(point)
        return told

    setattr(module, name, mortal)


def ticket_of(point: str) -> str:
    """Return what a death at this point is known by."""
    return f"{point} {os.environ.get('MORTAL_TICKET', '-')}"


def is_used(point: str) -> bool:
    """Say whether somebody died of this ticket already."""
    deaths = Path(os.environ["VAR_DIR"], DEATHS)
    lines = deaths.read_text().splitlines() if deaths.exists() else []
    return ticket_of(point) in (line.rpartition(" ")[0] for line in lines)


def die(point: str) -> None:
    """Leave one line (point, ticket, when) and be gone, as by a power cut."""
    with Path(os.environ["VAR_DIR"], DEATHS).open("a") as deaths:
        deaths.write(f"{ticket_of(point)} {time.time():.3f}\n")
    os.kill(os.getpid(), signal.SIGKILL)
