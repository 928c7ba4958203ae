"""How often the whole of a letter was handed over is counted before it is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("alerts", "0006_heeds_quiet"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="handed_over",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
