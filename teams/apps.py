"""The teams room as a Django app."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = "Teams"

    def ready(self) -> None:
        from accounts import privacy
        from teams import personal_data

        privacy.register(room="teams", export=personal_data.export, erase=personal_data.erase)
