"""Everything that happens by the clock, in one list (UTC)."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

TIMETABLE: dict[str, dict[str, Any]] = {
    # The net under the bell: days whose watch message was lost.
    "sweep days without a watch mark": {"task": "alerts.tasks.sweep", "schedule": 60.0},
    # The net under the relay process: due deliveries.
    "deliver what is due": {"task": "alerts.tasks.deliver", "schedule": 30.0},
    # The net under imports: a lost message, a worker that died.
    "go on with imports": {"task": "tracker.tasks.work_on_imports", "schedule": 30.0},
    # Everyone's worsening pain, once the last athlete west of us has gone to bed.
    "scan everyone for worsening pain": {
        "task": "alerts.tasks.scan",
        "schedule": crontab(hour="11", minute="10"),
    },
    # The last week of every open episode, once Sunday is over everywhere.
    "read the week of open episodes": {
        "task": "alerts.tasks.look_for_drift",
        "schedule": crontab(day_of_week="mon", hour="12", minute="20"),
    },
}
