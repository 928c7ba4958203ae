"""What the channels keep: receipts of pushes, addresses that bounce, and clubs' own systems."""

from __future__ import annotations

import secrets

from django.db import models


def make_token() -> str:
    """Return a receipt token: random, so it tells nothing."""
    return secrets.token_urlsafe(16)


class Receipt(models.Model):
    """One push to one device: its token counts once per event and proves that the device shows."""

    token = models.CharField(max_length=32, unique=True, default=make_token)
    device = models.ForeignKey(
        "alerts.PushSubscription", on_delete=models.CASCADE, related_name="receipts"
    )
    # None: a test that the person asked for
    delivery = models.ForeignKey(
        "alerts.Delivery", on_delete=models.CASCADE, null=True, related_name="receipts"
    )
    sent_at = models.DateTimeField()
    # sendings begun of which nobody wrote what became: whoever sent did not live to tell
    unheard = models.PositiveSmallIntegerField(default=0, db_default=0)
    accepted_at = models.DateTimeField(null=True)
    displayed_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "device"], name="alerts_receipt_once"),
        ]
        indexes = [models.Index(fields=["device", "-sent_at"], name="alerts_receipt_latest")]

    def __str__(self) -> str:
        return f"receipt {self.pk}"


class BouncedAddress(models.Model):
    """An address that letters do not reach; kept as a keyed hash, so no address is stored here."""

    digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    answer = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"bounced address {self.pk}"


class Webhook(models.Model):
    """A club's own system that listens: it hears ids, signed with its secret, nothing else."""

    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    last_accepted_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["team"], name="alerts_webhook_living", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"webhook {self.pk}"
