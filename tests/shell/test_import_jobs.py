"""The work on an import: lost messages, two workers, dead ones, files cut off or forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from tests.cast import Api
from tests.shell.bringing_in import bring_in, look, send
from thighcare.celery import app
from thighcare.timetable import TIMETABLE
from tracker.importing import jobs
from tracker.models import Entry, Import, ImportPiece

TABLE = "day,pain,water\n2025-03-09,3,1500\n2025-03-10,12,\nnever,1,\n"


def test_every_task_of_the_timetable_is_one_that_a_worker_knows() -> None:
    app.loader.import_default_modules()

    assert {line["task"] for line in TIMETABLE.values()} <= set(app.tasks)
    assert "tracker.tasks.work_on_import" in app.tasks


def test_a_lost_message_is_made_good_by_the_timetable(ada: User, ada_api: Api) -> None:
    held = ada_api.post("/imports", {"text": TABLE}).json()
    assert held["state"] == "checking"

    assert jobs.work_on_waiting() == 1
    assert jobs.work_on_waiting() == 0


def test_two_workers_never_do_the_same_import(ada: User, ada_api: Api) -> None:
    held = ada_api.post("/imports", {"text": TABLE}).json()
    Import.objects.update(leased_until=timezone.now() + timedelta(seconds=50))

    assert not jobs.work_on(import_id=held["id"])
    assert look(ada_api, held["id"])["state"] == "checking"


def test_a_worker_whose_lease_was_taken_writes_nothing(
    ada: User, ada_api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = send(ada_api, TABLE)
    ada_api.post(f"/imports/{held['id']}/confirm")
    taking = jobs.take_back, jobs.apply

    def robbed(*args: Any, **more: Any) -> Any:
        Import.objects.update(leased_until=timezone.now() + timedelta(hours=1))
        return taking[1](*args, **more)

    monkeypatch.setattr(jobs, "apply", robbed)

    assert not jobs.work_on(import_id=held["id"])
    assert not Entry.objects.filter(athlete=ada).exists()


def test_a_file_that_kills_its_workers_is_given_up(ada: User, ada_api: Api) -> None:
    held = ada_api.post("/imports", {"text": TABLE}).json()
    Import.objects.update(attempts=jobs.MOST_ATTEMPTS)

    jobs.work_on_waiting()

    now = look(ada_api, held["id"])
    assert (now["state"], now["problem"]["code"]) == ("failed", "gave-up")
    assert not ImportPiece.objects.exists()


def test_a_file_cut_off_on_its_way_is_not_half_read(ada: User, ada_api: Api) -> None:
    held = ada_api.post("/imports", {"text": TABLE}).json()
    ImportPiece.objects.all().delete()

    jobs.work_on_waiting()

    assert look(ada_api, held["id"])["problem"]["code"] == "cut-off"


def test_an_unconfirmed_file_is_thrown_away_in_time_and_a_done_import_is_not(
    ada: User, ada_api: Api
) -> None:
    done, waiting = bring_in(ada_api, TABLE), send(ada_api, TABLE)
    Import.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    jobs.work_on_waiting()

    assert ada_api.get(f"/imports/{waiting['id']}").status_code == 404
    assert look(ada_api, done["id"])["state"] == "done"
