"""The caller's own id of an outcome: told twice it is recorded once. None = sent without one."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("triage", "0004_received"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="outcome",
            name="uid",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(
                fields=("athlete", "uid"), name="triage_outcome_uid"
            ),
        ),
    ]
