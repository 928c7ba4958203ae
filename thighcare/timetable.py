"""Everything that happens by the clock, in one list (UTC)."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

TIMETABLE: dict[str, dict[str, Any]] = {
    # The net under the bell: days whose watch message was lost.
    "sweep days without a watch mark": {"task": "alerts.tasks.sweep", "schedule": 60.0},
    # The net under the relay process: due deliveries.
    "deliver what is due": {"task": "alerts.tasks.deliver", "schedule": 30.0},
    # Reminders of the daily log; short runs, again and again, so that nothing waits behind them.
    "plan and send reminders": {"task": "alerts.tasks.remind", "schedule": 20.0},
    # Everyone's pain, load and silence, once the last athlete west of us has gone to bed.
    "scan everyone": {
        "task": "alerts.tasks.scan",
        "schedule": crontab(hour="11", minute="10"),
    },
    # The last week of every open episode, once Sunday is over everywhere.
    "read the week of open episodes": {
        "task": "alerts.tasks.look_for_drift",
        "schedule": crontab(day_of_week="mon", hour="12", minute="20"),
    },
}
