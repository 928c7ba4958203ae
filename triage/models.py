"""What was judged: the knowledge by version, one episode an ache, its assessments and outcomes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Urgency(models.TextChoices):
    SELF_CARE = "self_care", _("self-care")
    WITHIN_DAYS = "within_days", _("within days")
    SAME_DAY = "same_day", _("today")
    EMERGENCY_NOW = "emergency_now", _("emergency now")


class SeenOutcome(models.TextChoices):
    NOT_YET = "not_yet", _("not seen yet")
    SEEN_CLEARED = "seen_cleared", _("seen and cleared")
    SEEN_TREATED = "seen_treated", _("seen and treated")


LEVEL_OR_NONE = Q(urgency="") | Q(urgency__in=Urgency.values)


class KnowledgeCopy(models.Model):
    """The compiled knowledge of one version, kept so that an old verdict can be judged again."""

    version = models.CharField(max_length=64, primary_key=True)
    compiled = models.JSONField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"knowledge {self.version[:12]}"


class Episode(models.Model):
    """One ache of one person; its level never goes down by itself ("" = no level yet)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    urgency = models.CharField(max_length=16, choices=Urgency, blank=True)
    held_by = models.UUIDField(null=True, blank=True)  # uid of the assessment that set the level
    held_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["athlete"], condition=Q(closed_at__isnull=True),
                name="triage_episode_one_open",
            ),
            models.CheckConstraint(condition=LEVEL_OR_NONE, name="triage_episode_urgency"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"episode {self.pk}"


class Assessment(models.Model):
    """One set of answers and its verdict; never changed after it is written.

    `id` is ours, `uid` the caller's own and unique for that person only. `other_answers` are
    further readings of the same day that a daily screening judged as well.
    """

    class Origin(models.TextChoices):
        TRIAGE = "triage", _("a triage")
        DAILY = "daily", _("the daily log")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    uid = models.UUIDField()
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="assessments")
    origin = models.CharField(max_length=8, choices=Origin)
    day = models.DateField()
    taken_at = models.DateTimeField()
    received_at = models.DateTimeField()
    knowledge = models.ForeignKey(KnowledgeCopy, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    answers = models.JSONField()
    other_answers = models.JSONField(default=list)
    verdict = models.JSONField()  # as it was answered, without id and episode
    urgency = models.CharField(max_length=16, choices=Urgency, blank=True)
    held_from = models.UUIDField(null=True, blank=True)  # uid of the one that holds the level
    raised = models.JSONField(default=list)
    client = models.JSONField(default=dict)
    differs = models.BooleanField(default=False)  # the phone's verdict was another one

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["athlete", "uid"], name="triage_assessment_uid"),
            models.CheckConstraint(condition=LEVEL_OR_NONE, name="triage_assessment_urgency"),
            models.CheckConstraint(
                condition=Q(origin__in=["triage", "daily"]), name="triage_assessment_origin"
            ),
        ]
        indexes = [
            models.Index(fields=["athlete", "-received_at", "-id"]),
            models.Index(fields=["episode", "-taken_at"]),
            # What the auditor reads each minute: those of the last hour.
            models.Index(fields=["received_at"], name="triage_assessment_received"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class Outcome(models.Model):
    """What the person says came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="outcomes")
    outcome = models.CharField(max_length=16, choices=SeenOutcome)
    seen_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=SeenOutcome.values), name="triage_outcome_known"
            )
        ]

    def __str__(self) -> str:
        return f"outcome {self.pk}"
