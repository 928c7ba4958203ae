"""The Celery app: JSON only, late acknowledgement, on files by default and on Redis when set."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from kombu.entity import Queue
from kombu.transport import TRANSPORT_ALIASES

from thighcare.timetable import TIMETABLE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thighcare.settings")

TRANSPORT_ALIASES["files"] = "thighcare.file_broker:Transport"
# The order in which one worker looks at them; a queue may have a worker of its own.
QUEUES = ("alerts", "watch", "reminders", "scan")
ROUTES = {
    "alerts.tasks.send": {"queue": "alerts"},
    "alerts.tasks.deliver": {"queue": "alerts"},
    "alerts.tasks.ring": {"queue": "watch"},
    "alerts.tasks.sweep": {"queue": "watch"},
    "alerts.tasks.scan": {"queue": "scan"},
    "alerts.tasks.look_for_drift": {"queue": "scan"},
    "alerts.tasks.make_months": {"queue": "scan"},
    "alerts.tasks.*remind*": {"queue": "reminders"},
    "tracker.tasks.*": {"queue": "scan"},  # imports: long, and in no hurry
}
LONGEST_TASK_S = 600
POLL_FILES_S = 0.1
# Redis gives an unacknowledged message to another worker after this: longer than any task runs.
VISIBILITY_TIMEOUT_S = 900


def _configuration() -> dict[str, Any]:
    from django.conf import settings

    shared = {
        "task_queues": [Queue(name, routing_key=name) for name in QUEUES],
        "task_default_queue": "watch",
        "task_routes": ROUTES,
        "task_serializer": "json",
        "result_serializer": "json",
        "event_serializer": "json",
        "accept_content": ["json"],  # never pickle: a queue must not run code
        "result_accept_content": ["json"],
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "task_acks_late": True,
        "task_acks_on_failure_or_timeout": True,
        "task_reject_on_worker_lost": False,  # a poison message must not come back for ever
        "task_time_limit": LONGEST_TASK_S,
        "task_soft_time_limit": LONGEST_TASK_S - 30,
        # Whoever publishes waits for two short tries and no longer; the bell counts the failure.
        "task_publish_retry": True,
        "task_publish_retry_policy": {
            "max_retries": 1, "interval_start": 0.1, "interval_step": 0.1, "interval_max": 0.2,
        },
        "worker_prefetch_multiplier": 1,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        "worker_max_tasks_per_child": 1000,
        "worker_hijack_root_logger": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # a worker waits for its broker for ever
        "timezone": "UTC",
        "enable_utc": True,
        "beat_schedule": TIMETABLE,
        # No file of last runs: claims in the database know what was done, and two beats may share
        # a folder.
        "beat_scheduler": "celery.beat:Scheduler",
    }  # fmt: skip
    return shared | (_on_redis(settings.REDIS_URL) if settings.REDIS_URL else _on_files(settings))


def _on_redis(url: str) -> dict[str, Any]:
    return {
        "broker_url": url,
        "broker_transport_options": {
            "visibility_timeout": VISIBILITY_TIMEOUT_S,
            "queue_order_strategy": "priority",
            "socket_timeout": 2,
            "socket_connect_timeout": 1,
            "retry_on_timeout": False,
        },
    }


def _on_files(settings: Any) -> dict[str, Any]:
    folders = {name: settings.VAR_DIR / "broker" / name for name in ("queue", "control", "done")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "files://",
        "broker_transport_options": {
            "data_folder_in": str(folders["queue"]),
            "data_folder_out": str(folders["queue"]),
            "control_folder": str(folders["control"]),
            "processed_folder": str(folders["done"]),
            "store_processed": False,
            # The worker takes one message, then looks again after this; as it comes, once a second.
            "polling_interval": POLL_FILES_S,
        },
        "worker_enable_remote_control": False,
    }


app = Celery("thighcare")
app.add_defaults(_configuration)
app.autodiscover_tasks(["alerts", "tracker"])
