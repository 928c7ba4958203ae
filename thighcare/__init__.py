"""Configuration: knows every room, is known by none."""

from thighcare.celery import app as celery_app

__all__ = ["celery_app"]
