"""The accounts room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts import openapi, personal_data, privacy  # noqa: F401  (openapi registers itself)

        privacy.register(room="accounts", export=personal_data.export, erase=personal_data.erase)
