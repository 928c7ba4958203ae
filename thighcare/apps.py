"""Configuration as a Django app: it holds the commands that run the whole."""

from django.apps import AppConfig


class ThighCareConfig(AppConfig):
    name = "thighcare"
    verbose_name = "ThighCare"
