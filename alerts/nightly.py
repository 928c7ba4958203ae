"""The nightly scan as a job: claimed once a night, resumed where a killed one stopped."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from alerts import jobs, services

JOB = "scan"
BEGINS_AT = time(11, 10)  # UTC: the last athlete west of us has gone to bed


def scan_tonight(*, now: datetime, chunk: int = services.CHUNK) -> services.ScanReport | None:
    """Judge everyone once a night; None when tonight's scan is done or another process has it.

    Offered often, so that a scan whose beat or worker died is made good within minutes.
    """
    run = jobs.claim(job=JOB, period=jobs.day_of(now, begins_at=BEGINS_AT), now=now)
    if run is None:
        return None
    report = services.scan(now=now, chunk=chunk, after=run.cursor, on_chunk=jobs.keeper(run))
    jobs.finish(run=run, now=timezone.now())
    return report
