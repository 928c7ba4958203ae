"""Readings of instruments as answered, and how each person wants to be asked for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class EnteredBy(models.TextChoices):
    ATHLETE = "athlete", _("the athlete")
    TOLD = "told", _("the athlete, as told by a clinician")
    PHYSIO = "physio", _("a physio of a team")


class Reading(models.Model):
    """One instrument answered once, in its latest edit; a deleted one stays as a tombstone.

    A newer reading of the same window counts; the edits of this one are its `versions`.
    """

    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+", db_index=False)
    uid = models.UUIDField()  # made by the client; unique per athlete
    instrument = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    score = models.FloatField()  # on the instrument's own scale
    day = models.DateField()
    zone = models.CharField(max_length=64)  # in which the day is counted
    window_on = models.DateField(null=True)  # first day of the window; null = outside of any
    late = models.BooleanField(default=False)
    taken_at = models.DateTimeField()  # the client's clock, never ahead of receipt
    received_at = models.DateTimeField()
    entered_by = models.CharField(max_length=8, choices=EnteredBy)
    entered_by_user = models.ForeignKey(
        PERSON, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    said_by = models.CharField(max_length=80, blank=True)  # the clinician whose figure it is
    edited_at = models.DateTimeField()  # the client's clock, never ahead of receipt
    edited_at_raw = models.DateTimeField()  # the furthest client's clock of any version
    deleted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["athlete", "uid"], name="tracker_reading_once"),
            models.CheckConstraint(
                condition=models.Q(entered_by__in=EnteredBy.values),
                name="tracker_reading_entered_by",
            ),
            models.CheckConstraint(
                condition=models.Q(entered_by=EnteredBy.ATHLETE, said_by="")
                | (~models.Q(entered_by=EnteredBy.ATHLETE) & ~models.Q(said_by="")),
                name="tracker_reading_said_by",
            ),
        ]
        indexes = [
            models.Index(fields=["athlete", "day", "id"], name="tracker_reading_day"),
            models.Index(
                fields=["athlete", "instrument", "window_on"], name="tracker_reading_window"
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class ReadingVersion(models.Model):
    """One version of a reading that was ever edited, whether it came to stand or not."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="versions")
    mark = models.BinaryField(max_length=8)  # tells it from the reading's other versions
    version = models.PositiveSmallIntegerField()  # of the instrument
    answers = models.JSONField()
    score = models.FloatField()
    said_by = models.CharField(max_length=80, blank=True)
    deleted = models.BooleanField(default=False)
    edited_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "mark"], name="tracker_reading_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.pk} of reading {self.reading_id}"


class InstrumentSchedule(models.Model):
    """How one person is asked one instrument, on their own clock; no row = never asked."""

    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+", db_index=False)
    instrument = models.CharField(max_length=24)
    every_days = models.PositiveSmallIntegerField()
    starts_on = models.DateField()  # its weekday is the weekday of all windows
    opens = models.TimeField()
    closes = models.TimeField(null=True)  # null = at the end of the last open day
    open_days = models.PositiveSmallIntegerField()
    late_hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["athlete", "instrument"], name="tracker_schedule_once"),
            models.CheckConstraint(
                condition=models.Q(open_days__gte=1, open_days__lte=models.F("every_days")),
                name="tracker_schedule_open_days",
            ),
        ]

    def __str__(self) -> str:
        return f"schedule {self.pk}"
