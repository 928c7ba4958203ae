"""The weekly reading of open episodes as a job: claimed once a week, resumed where one stopped."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from alerts import drift, jobs

JOB = "drift"
BEGINS_AT = time(12, 20)  # UTC on Monday: Sunday is over everywhere


def read_the_week(*, now: datetime) -> drift.DriftReport | None:
    """Read the week of everyone once; None when it is done or another process has it."""
    run = jobs.claim(job=JOB, period=jobs.week_of(now, begins_at=BEGINS_AT), now=now)
    if run is None:
        return None
    report = drift.look_at_everyone(now=now, after=run.cursor, on_chunk=jobs.keeper(run))
    jobs.finish(run=run, now=timezone.now())
    return report
