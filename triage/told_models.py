"""What the person told of an episode: having been seen, and what a clinician said it is."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class SeenOutcome(models.TextChoices):
    NOT_YET = "not_yet", _("not seen yet")
    SEEN_CLEARED = "seen_cleared", _("seen and cleared")
    SEEN_TREATED = "seen_treated", _("seen and treated")


class Outcome(models.Model):
    """What the person says came of it.

    `id` is ours, `uid` the caller's own and unique for that person only; None = sent without one.
    `told_at` is when they said it, which may be long before it was received; None = not kept then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    uid = models.UUIDField(null=True)
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey("triage.Episode", on_delete=models.CASCADE, related_name="outcomes")
    outcome = models.CharField(max_length=16, choices=SeenOutcome)
    seen_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=SeenOutcome.values), name="triage_outcome_known"
            ),
            models.UniqueConstraint(fields=["athlete", "uid"], name="triage_outcome_uid"),
        ]

    def __str__(self) -> str:
        return f"outcome {self.pk}"

    @property
    def wire_id(self) -> uuid.UUID:
        """Return the id its teller knows it by."""
        return self.uid or self.pk


class ToldCause(models.Model):
    """What a clinician said it is, as the person tells it; no part of any judgement.

    `uid` is the phone's own. `condition` is an id of the knowledge, "" = something else, which
    `note` then says. The newest of an episode does not replace those before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    uid = models.UUIDField()
    athlete = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(
        "triage.Episode", on_delete=models.CASCADE, related_name="told_causes"
    )
    condition = models.CharField(max_length=64, blank=True)
    said_by = models.CharField(max_length=120)
    said_on = models.DateField()
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "uid"], name="triage_told_cause_uid"),
            models.CheckConstraint(
                condition=~Q(condition="", note="") & ~Q(said_by=""),
                name="triage_told_cause_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"told cause {self.pk}"
