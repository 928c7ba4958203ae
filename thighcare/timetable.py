"""Everything that happens by the clock, in one list (UTC). Two beats may read it at once.

A message lost is offered again, one doubled finds its period claimed (`alerts.jobs`); one that
waits longer than until the next is thrown away, so a stopped worker comes back to no backlog.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # a beat that was away begins with everything at once


def _every(seconds: float, task: str, *, room: str = "alerts") -> dict[str, Any]:
    return {
        "task": f"{room}.tasks.{task}",
        "schedule": seconds,
        "last_run_at": LONG_AGO,
        "options": {"expires": seconds},
    }


TIMETABLE: dict[str, dict[str, Any]] = {
    # The net under the bell: days whose watch message was lost.
    "sweep days without a watch mark": _every(60.0, "sweep"),
    # The net under the relay process: due deliveries.
    "deliver what is due": _every(30.0, "deliver"),
    # Reminders of the daily log; short runs, again and again, so that nothing waits behind them.
    "plan and send reminders": _every(20.0, "remind"),
    # The net under imports: a lost message, a worker that died.
    "go on with imports": _every(30.0, "work_on_imports", room="tracker"),
    # Everyone's pain, load and silence: offered often, claimed once a night (`alerts.nightly`).
    "scan everyone": _every(120.0, "scan"),
    # The last week of every open episode: offered often, claimed once a week (`alerts.weekly`).
    "read the week of open episodes": _every(300.0, "look_for_drift"),
    # Tables of the months ahead (`tracker.partitions`): offered often, claimed once a day.
    "make the months ahead": _every(600.0, "make_months"),
}
