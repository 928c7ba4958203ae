"""What is kept of an import: the file in pieces until it is done, its state, what came of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    CHECKING = "checking", _("being read through")
    READY = "ready", _("waits to be confirmed")
    IMPORTING = "importing", _("being brought in")
    DONE = "done", _("brought in")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    FAILED = "failed", _("could not be read")


WORKING = (ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING)
OPEN = (ImportState.CHECKING, ImportState.READY, ImportState.IMPORTING)


class Import(models.Model):
    """One file on its way in; its row is the progress, whoever works on it and however often.

    `done` counts records of old history that are safe; a worker that dies goes on from there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    source = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ImportState)
    choices = models.JSONField(default=dict)
    chosen = models.PositiveIntegerField(default=0)  # how often something was chosen
    table = models.JSONField(default=dict)  # header and first rows, of a spreadsheet
    report = models.JSONField(default=dict)  # what the last reading through found
    problem = models.JSONField(default=dict)  # why it failed
    result = models.JSONField(default=dict)  # applied, unchanged, updated, refused; kept by undo
    size = models.BigIntegerField()  # bytes
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)  # since the last progress
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()  # an unconfirmed file is thrown away

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="tracker_import_state"
            )
        ]
        indexes = [
            models.Index(fields=["athlete", "-created_at", "-id"], name="tracker_import_newest"),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=["checking", "importing", "undoing"]),
                name="tracker_import_working",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportPiece(models.Model):
    """A part of the file, in order; gone once the import is done, failed or given up."""

    held_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["held_by", "number"], name="tracker_import_piece_once")
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of import {self.held_by_id}"


class ImportedEntry(models.Model):
    """An entry that an import made, and the edit by which it did: so that it can be taken back."""

    made_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="entries")
    entry_id = models.UUIDField()
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["made_by", "entry_id"], name="tracker_imported_entry_once"
            )
        ]

    def __str__(self) -> str:
        return f"entry of import {self.made_by_id}"
