from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="spent",
            field=models.BooleanField(default=False, db_default=False),
        ),
    ]
