"""Quiet hours hold back each try of a delivery that they held back at first."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("alerts", "0005_receipt_unheard"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="heeds_quiet",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
