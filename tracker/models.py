"""Facts as logged, days as folded, one rolling window a person, and spells of worsening pain."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tracker.snapshot import EMPTY_BYTES, EMPTY_WORDS

ATHLETE = settings.AUTH_USER_MODEL


class Entry(models.Model):
    """One fact an athlete logged, in its latest edit; a deleted one stays as a tombstone."""

    athlete = models.ForeignKey(
        ATHLETE, on_delete=models.CASCADE, related_name="+", db_index=False
    )  # the unique constraint begins with it
    entry_id = models.UUIDField()  # made by the client; unique per athlete
    kind = models.CharField(max_length=16)
    day = models.DateField()
    at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField()  # the client's clock, never ahead of receipt
    edited_at_raw = models.DateTimeField()  # the furthest client's clock of any version
    deleted = models.BooleanField(default=False)
    content = models.JSONField()  # the fields of the kind
    digest = models.BinaryField(max_length=16)  # of the content: breaks ties
    seen = models.BinaryField()  # 8 bytes for each version ever received
    revision = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["athlete", "entry_id"], name="tracker_entry_once"),
        ]
        indexes = [
            models.Index(fields=["athlete", "day", "kind"], name="tracker_entry_day"),
            models.Index(fields=["athlete", "revision"], name="tracker_entry_revision"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class EntryPlace(models.Model):
    """Where an entry stands: its day, and the revision by which phones ask for what is new.

    PostgreSQL only (ADR 0080): entries lie in one table a month there, and without a day all of
    these would have to be asked. On SQLite nothing is written here.
    """

    athlete = models.ForeignKey(
        ATHLETE, on_delete=models.CASCADE, related_name="+", db_index=False
    )  # the unique constraint begins with it
    entry_id = models.UUIDField()
    day = models.DateField()
    revision = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["athlete", "entry_id"], name="tracker_place_once"),
        ]
        indexes = [models.Index(fields=["athlete", "revision"], name="tracker_place_revision")]

    def __str__(self) -> str:
        return f"place {self.pk}"


class Day(models.Model):
    """One logged day, folded from its entries; `watched` is false until the rules have seen it."""

    athlete = models.ForeignKey(
        ATHLETE, on_delete=models.CASCADE, related_name="+", db_index=False
    )  # the unique constraint begins with it
    day = models.DateField()
    folded = models.JSONField()
    revision = models.BigIntegerField()
    watched = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["athlete", "day"], name="tracker_day_once")]
        indexes = [
            models.Index(
                fields=["changed_at"],
                name="tracker_day_unwatched",
                condition=models.Q(watched=False),
            )
        ]

    def __str__(self) -> str:
        return f"day {self.pk}"


class Snapshot(models.Model):
    """The last 56 days of one athlete as bytes, oldest first; its row is the athlete's lock."""

    athlete = models.OneToOneField(
        ATHLETE, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    revision = models.BigIntegerField(default=0)
    ends_on = models.DateField(null=True)  # the newest logged day
    pain = models.BinaryField(default=EMPTY_BYTES)  # 0-10 a day, 255 = not logged
    logged = models.BinaryField(default=bytes(56))  # 1 = something was logged
    load_au = models.BinaryField(default=EMPTY_WORDS)  # uint16 little-endian, 65535 = not logged
    sitting = models.BinaryField(default=EMPTY_BYTES)  # tenths of an hour, 255 = not logged
    hydration = models.BinaryField(default=EMPTY_BYTES)  # 50 ml, 255 = not logged

    class Meta:
        indexes = [models.Index(fields=["ends_on"], name="tracker_snapshot_ends_on")]

    def __str__(self) -> str:
        return f"snapshot {self.pk}"


class WorseningSpell(models.Model):
    """From a first alarm of worsening pain until it is back down; not an episode."""

    athlete = models.ForeignKey(ATHLETE, on_delete=models.CASCADE, related_name="+")
    opened_on = models.DateField()
    before = models.FloatField()  # points of the 0-10 scale
    now_level = models.FloatField()
    noise = models.FloatField()
    last_notified_on = models.DateField()
    last_notified_level = models.FloatField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["athlete", "opened_on"], name="tracker_spell_once"),
            models.UniqueConstraint(
                fields=["athlete"],
                condition=models.Q(closed_on__isnull=True),
                name="tracker_spell_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"spell {self.pk}"


class ServerEpoch(models.Model):
    """One row: it changes when the server was restored from a backup."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="tracker_epoch_single")
        ]

    def __str__(self) -> str:
        return str(self.epoch)


# The rest of the room's tables, in files of their own; here so that Django finds them.
from tracker.import_models import Import, ImportedEntry, ImportPiece, ImportState  # noqa: E402
from tracker.reading_models import InstrumentSchedule, Reading, ReadingVersion  # noqa: E402

__all__ = [
    "Day", "Entry", "Import", "ImportPiece", "ImportState", "ImportedEntry", "InstrumentSchedule",
    "Reading", "ReadingVersion", "ServerEpoch", "Snapshot", "WorseningSpell",
]  # fmt: skip
