"""An import whose worker is killed with -9 goes on where it was: nothing lost, nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.faults.house import House

pytestmark = pytest.mark.processes

SENT = """
import io
import django
django.setup()
from tests.tables import make_tables
from django.utils import timezone
make_tables()
from accounts.models import User
from tracker.importing import jobs, services
user = User.objects.create_user("ada@cast.test")
days = [f"{year}-{month:02}-{day:02}" for year in (2022, 2023, 2024) for month in range(1, 13)
        for day in range(1, 29)]
table = "day,pain,water\\n" + "".join(f"{day},{n % 11},1500\\n" for n, day in enumerate(days))
job = services.start(by=user, file=io.BytesIO(table.encode()), now=timezone.now())
jobs.work_on_waiting()
services.confirm(by=user, import_id=job.pk, now=timezone.now())
"""

# Dies in the middle of its Nth step: what the step wrote is not committed.
KILLED = """
import os, signal, sys
import django
django.setup()
from tracker.importing import jobs
steps, apply = int(sys.argv[1]), jobs.apply
def dying(*args, **more):
    global steps
    counts = apply(*args, **more)
    steps -= 1
    if not steps:
        os.kill(os.getpid(), signal.SIGKILL)
    return counts
jobs.apply = dying
jobs.work_on_waiting()
"""

LAPSED = """
import django
django.setup()
from django.utils import timezone
from tracker.models import Import
assert Import.objects.filter(leased_until__gt=timezone.now()).exists()
Import.objects.update(leased_until=timezone.now())
"""

STANDING = """
import contextlib, json
import django
django.setup()
from django.db.models import Count
from tracker.models import Day, Entry, Import, ImportPiece
job = Import.objects.get()
print(json.dumps({
    "state": job.state, "done": job.done, "total": job.total, "result": job.result,
    "entries": Entry.objects.count(), "days": Day.objects.count(),
    "pieces": ImportPiece.objects.count(), "noted": job.entries.count(),
}))
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path, push_origin="http://127.0.0.1:9")
    yield made
    made.close()


def standing(house: House) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(house.run(STANDING))
    return found


def assert_goes_on_to_the_end(house: House) -> None:
    house.run(SENT)
    house.run(KILLED, "3", dies=True)
    halfway = standing(house)
    assert (halfway["state"], halfway["done"], halfway["entries"]) == ("importing", 400, 400)

    assert house.manage("work_on_imports") == "imports 0\n"  # the lease of the dead still holds
    house.run(LAPSED)
    house.run(KILLED, "2", dies=True)
    house.run(LAPSED)
    assert house.manage("work_on_imports") == "imports 1\n"

    whole = 3 * 12 * 28
    assert standing(house) == {
        "state": "done", "done": 2 * whole, "total": 2 * whole, "entries": 2 * whole,
        "days": whole, "pieces": 0, "noted": 2 * whole,
        "result": {"applied": 2 * whole, "unchanged": 0, "updated": 0, "refused": 0},
    }  # fmt: skip
    assert house.manage("invariants") == ""


def test_a_killed_import_goes_on_where_it_was(house: House) -> None:
    assert_goes_on_to_the_end(house)


@pytest.mark.postgres
def test_a_killed_import_goes_on_where_it_was_on_postgresql(tmp_path: Path) -> None:
    with servers.postgres() as database:
        house = House(tmp_path, push_origin="http://127.0.0.1:9", DATABASE_URL=database)
        try:
            assert_goes_on_to_the_end(house)
        finally:
            house.close()
