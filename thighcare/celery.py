"""The Celery app: JSON only, late acknowledgement, on files by default and on Redis when set."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery

from thighcare.timetable import TIMETABLE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thighcare.settings")


def _configuration() -> dict[str, Any]:
    from django.conf import settings

    shared = {
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": False,  # a poison message must not come back for ever
        "worker_prefetch_multiplier": 1,
        "task_time_limit": 600,  # seconds
        "broker_connection_retry_on_startup": True,
        "worker_hijack_root_logger": False,
        "timezone": "UTC",
        "enable_utc": True,
        "beat_schedule": TIMETABLE,
        "beat_schedule_filename": str(settings.VAR_DIR / "beat-schedule"),
    }
    if settings.REDIS_URL:
        return shared | {
            "broker_url": settings.REDIS_URL,
            "broker_transport_options": {
                "visibility_timeout": 900,
                "socket_timeout": 2,
                "socket_connect_timeout": 1,
                "retry_on_timeout": False,
            },
            "task_publish_retry": False,
        }
    folders = {name: settings.VAR_DIR / "broker" / name for name in ("queue", "control", "done")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return shared | {
        "broker_url": "filesystem://",
        "broker_transport_options": {
            "data_folder_in": str(folders["queue"]),
            "data_folder_out": str(folders["queue"]),
            "control_folder": str(folders["control"]),
            "processed_folder": str(folders["done"]),
            "store_processed": False,
        },
        "worker_enable_remote_control": False,
    }


app = Celery("thighcare")
app.add_defaults(_configuration)
app.autodiscover_tasks(["alerts", "tracker"])
