"""The board as a Django app."""

from django.apps import AppConfig


class CoachConfig(AppConfig):
    name = "coach"
    verbose_name = "Board"
