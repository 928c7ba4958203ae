"""What ran by the clock and how often something failed: rows about jobs, never about people."""

from __future__ import annotations

from django.db import models


class JobRun(models.Model):
    """One run of one job for one period; whoever writes the row first has claimed it.

    `cursor` is how far the run has come (the last athlete's id), so that a killed one goes on from
    there. `seen` and `made` count what it looked at and what came of it.
    """

    job = models.CharField(max_length=24)
    period = models.CharField(max_length=24)
    claimed_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0.0)  # of work, without the time between two attempts
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "period"], name="alerts_jobrun_once"),
        ]
        indexes = [models.Index(fields=["job", "done_at"], name="alerts_jobrun_last")]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"


class Tally(models.Model):
    """How often something happened, over all processes and restarts."""

    name = models.CharField(max_length=40, primary_key=True)
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.count}"
