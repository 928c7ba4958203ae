"""Readings can be corrected and deleted: the last edit stands, every version is kept (ADR 0167)."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def edited_when_taken(apps: Any, schema_editor: Any) -> None:
    """Until now a reading was never edited: its only version is the one that was taken."""
    apps.get_model("tracker", "Reading").objects.update(
        edited_at=F("taken_at"), edited_at_raw=F("taken_at")
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0004_entries_by_month")]

    operations = [
        migrations.AddField("reading", "edited_at", models.DateTimeField(null=True)),
        migrations.AddField("reading", "edited_at_raw", models.DateTimeField(null=True)),
        migrations.AddField("reading", "deleted", models.BooleanField(default=False)),
        migrations.RunPython(edited_when_taken, migrations.RunPython.noop),
        migrations.AlterField("reading", "edited_at", models.DateTimeField()),
        migrations.AlterField("reading", "edited_at_raw", models.DateTimeField()),
        migrations.CreateModel(
            name="ReadingVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.BinaryField(max_length=8)),
                ("version", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("score", models.FloatField()),
                ("said_by", models.CharField(blank=True, max_length=80)),
                ("deleted", models.BooleanField(default=False)),
                ("edited_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="tracker.reading",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reading", "mark"), name="tracker_reading_version_once"
                    )
                ]
            },
        ),
    ]
