"""The triage room as a Django app."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"
    verbose_name = "Triage"

    def ready(self) -> None:
        from accounts import privacy
        from triage import personal_data

        privacy.register(room="triage", export=personal_data.export, erase=personal_data.erase)
