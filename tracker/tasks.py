"""Celery's doors: ids in, one call. Each may be lost or run twice without harm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from celery import shared_task

from tracker.importing import jobs


@shared_task(name="tracker.tasks.work_on_import")
def work_on_import(import_id: str, **_: Any) -> None:
    """Do what one import waits for."""
    jobs.work_on(import_id=UUID(import_id))


@shared_task(name="tracker.tasks.work_on_imports")
def work_on_imports(**_: Any) -> None:
    """Go on with imports whose message or worker was lost."""
    jobs.work_on_waiting()
