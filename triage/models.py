"""What was judged: the knowledge by version, one episode an ache, its assessments and outcomes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from triage.told_models import Outcome as Outcome
from triage.told_models import SeenOutcome as SeenOutcome
from triage.told_models import ToldCause as ToldCause

PERSON = settings.AUTH_USER_MODEL


class Urgency(models.TextChoices):
    SELF_CARE = "self_care", _("self-care")
    WITHIN_DAYS = "within_days", _("within days")
    SAME_DAY = "same_day", _("today")
    EMERGENCY_NOW = "emergency_now", _("emergency now")


class Side(models.TextChoices):
    LEFT = "left", _("left")
    RIGHT = "right", _("right")
    BOTH = "both", _("both")
    CHANGES = "changes", _("it changes")


class Closed(models.TextChoices):
    """How an episode ended: the person was seen, or says that the ache is over."""

    SEEN_CLEARED = "seen_cleared", _("seen and cleared")
    SEEN_TREATED = "seen_treated", _("seen and treated")
    SETTLED = "settled", _("settled")


class Recheck(models.TextChoices):
    """Why a person is asked to check again."""

    ANSWERS_CHANGED = "answers_changed", _("answers changed")
    CHECK_IS_OLD = "check_is_old", _("the check is old")


LEVEL_OR_NONE = Q(urgency="") | Q(urgency__in=Urgency.values)


class KnowledgeCopy(models.Model):
    """The compiled knowledge of one version, kept so that an old verdict can be judged again."""

    version = models.CharField(max_length=64, primary_key=True)
    compiled = models.JSONField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"knowledge {self.version[:12]}"


class Episode(models.Model):
    """One ache of one person; its level never goes down by itself ("" = no level in force).

    `side`, `started_on` and `came_back` are as last told, empty where never told.
    `recheck_since` asks for a new complete triage; `recheck_because` names the findings behind it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    urgency = models.CharField(max_length=16, choices=Urgency, blank=True)
    held_by = models.UUIDField(null=True, blank=True)  # uid of the assessment that set the level
    held_since = models.DateTimeField(null=True, blank=True)  # since when it is in force
    side = models.CharField(max_length=8, choices=Side, blank=True)
    started_on = models.DateField(null=True, blank=True)
    closed_as = models.CharField(max_length=16, choices=Closed, blank=True)
    recurrence_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    came_back = models.BooleanField(null=True, blank=True)
    recheck_since = models.DateTimeField(null=True, blank=True)
    recheck_reason = models.CharField(max_length=16, choices=Recheck, blank=True)
    recheck_because = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["athlete"], condition=Q(closed_at__isnull=True),
                name="triage_episode_one_open",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_as="")
                | Q(closed_at__isnull=False, closed_as__in=Closed.values),
                name="triage_episode_closed_as",
            ),
            models.CheckConstraint(
                condition=Q(recheck_since__isnull=True, recheck_reason="")
                | Q(recheck_since__isnull=False, recheck_reason__in=Recheck.values),
                name="triage_episode_recheck",
            ),
            models.CheckConstraint(condition=LEVEL_OR_NONE, name="triage_episode_urgency"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["athlete", "-opened_at"], name="triage_episode_newest")]

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


class DriftReading(models.Model):
    """What one week of the daily log makes of an episode, judged on top of its latest triage.

    `week` is the Monday, `base` the uid of that triage, `logged` what the log answered since.
    `ranking` and `scores` are empty where causes are withheld. `up` are the directions in which the
    picture has moved and not fallen back, `told` those first seen with this reading.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="drift_readings")
    week = models.DateField()
    base = models.UUIDField()
    logged = models.JSONField()
    ranking = models.JSONField(default=list)
    scores = models.JSONField(default=dict)
    urgency = models.CharField(max_length=16, choices=Urgency, blank=True)
    knowledge = models.ForeignKey(KnowledgeCopy, on_delete=models.PROTECT, related_name="+")
    up = models.JSONField(default=list)
    told = models.JSONField(default=list)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "week"], name="triage_drift_once_a_week"),
            models.CheckConstraint(condition=LEVEL_OR_NONE, name="triage_drift_urgency"),
        ]

    def __str__(self) -> str:
        return f"drift reading {self.pk}"


class Interview(models.Model):
    """A triage on the way: what was shown and answered, as the person said it.

    `shown` holds {"id", "findings"} a screen in order; `raised` the [rule, level] pairs that have
    been recorded already; `assessment` is the uid of the one it ended in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    knowledge_version = models.CharField(max_length=64)
    answers = models.JSONField(default=dict)
    skipped = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    raised = models.JSONField(default=list)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    assessment = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["athlete"], condition=Q(ended_at__isnull=True),
                name="triage_interview_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, assessment__isnull=True)
                | Q(ended_at__isnull=False, assessment__isnull=False),
                name="triage_interview_ends_in_one",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"interview {self.pk}"
