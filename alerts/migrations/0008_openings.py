"""An alert that something was told of after its answer opens again, and keeps what was answered."""

from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):

    dependencies = [
        ("alerts", "0007_delivery_handed_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="opening",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="alert",
            name="earlier",
            field=models.JSONField(
                db_default=Value([], output_field=models.JSONField()), default=list
            ),
        ),
    ]
