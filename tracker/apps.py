"""The tracker room as a Django app."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "Tracker"

    def ready(self) -> None:
        from accounts import privacy
        from tracker import personal_data
        from tracker.exporting.services import files

        privacy.register(
            room="tracker", export=personal_data.export, erase=personal_data.erase, files=files
        )
