"""The alerts room as a Django app."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        from accounts import privacy
        from alerts import checks, personal_data, receivers, switches
        from alerts.channels.sms import check_gateway

        check_gateway()
        switches.refuse_bad()
        checks.connect()
        receivers.connect()
        privacy.register(room="alerts", export=personal_data.export, erase=personal_data.erase)
