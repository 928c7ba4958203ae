"""The nightly scan of many athletes, against merely reading them and one task per athlete.

    python -m benchmarks.scan [--athletes 100000] [--new 200] [--sample 1000] [--postgres]

Everything happens in a database of its own: a temporary SQLite file; with --postgres a PostgreSQL
server of its own; with DATABASE_URL set a new database on that server. It is removed at the end.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from tests import servers


def main() -> None:
    """Fill a database and print the three ways side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--athletes", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=1_000, help="athletes for the slow way")
    parser.add_argument("--new", type=int, help="athletes nobody was told of yet (0.2 %%)")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="thighcare-benchmark-") as folder, ExitStack() as held:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thighcare.settings")
        os.environ["VAR_DIR"] = folder
        os.environ["LOG_LEVEL"] = "WARNING"
        if asked.postgres:
            os.environ["DATABASE_URL"] = held.enter_context(servers.postgres())
            os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-" * 3)
        import django

        django.setup()
        with own_database(Path(folder)):
            new = asked.athletes // 500 if asked.new is None else asked.new
            measure(asked.athletes, asked.sample, new)


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Make a database for the length of a block."""
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = (
        str(folder / "scan.sqlite3") if connection.vendor == "sqlite" else "thighcare_benchmark"
    )
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def measure(athletes: int, sample: int, new: int) -> None:
    """Fill, then time reading, scanning and the task per athlete in this one process."""
    from django.db import connection
    from django.utils import timezone

    from alerts.models import Alert
    from alerts.services import scan
    from benchmarks.population import fill

    now = timezone.now().replace(hour=12)  # no earlier does it run: the day has begun everywhere
    untold = len(fill(athletes=athletes, untold=new, sample=sample, now=now))
    known = Alert.objects.count()
    print(f"{connection.vendor}, {athletes:,} athletes with {known:,} alerts of the last days,")
    print(f"{untold:,} with something nobody told yet; best of 3, but for the first scan")
    read_s = best_of(3, lambda: read_all(now.date() - timedelta(14)))
    started = time.perf_counter()
    report = scan(now=now)
    first_s = time.perf_counter() - started
    again_s = best_of(3, lambda: scan(now=now))
    task_s = one_task_each(sample=sample, now=now) * athletes / sample
    for what, took_s in (
        ("reading the snapshots into numpy", read_s),
        (f"the scan, {report.alerts:,} alerts written", first_s),
        ("the scan again, nothing new", again_s),
        ("one Celery task per athlete", task_s),
    ):
        print(f"{what:36} {took_s:9.3f} s  {took_s / read_s:8.1f} x reading")
    print(f"  (the tasks ran eagerly, with no broker, for {sample:,} athletes; scaled up)")
    print(f"task per athlete / scan: {task_s / first_s:.0f}, again {task_s / again_s:.0f}")


def best_of(times: int, act: Callable[[], object]) -> float:
    """Return the shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        found.append(time.perf_counter() - started)
    return min(found)


def read_all(since: date) -> int:
    """Read every snapshot into numpy, as the scan does, and do nothing with them."""
    from alerts.services import CHUNK
    from tracker.windows import read_windows

    after, n = 0, 0
    while True:
        piece = read_windows(after_id=after, limit=CHUNK, since=since)
        n += len(piece.ids)
        if len(piece.ids) < CHUNK:
            return n
        after = int(piece.ids[-1])


def one_task_each(*, sample: int, now: datetime) -> float:
    """Judge a sample the usual way: a task an athlete, which reads its rows through the ORM."""
    from celery import shared_task

    from accounts.models import User
    from tracker.models import Day, WorseningSpell
    from tracker.trends import judge_window

    @shared_task(name="benchmarks.one_athlete")
    def one_athlete(athlete_id: int) -> bool:
        athlete = User.objects.select_related("profile").get(pk=athlete_id)
        today = now.date()
        days = Day.objects.filter(athlete=athlete, day__gt=today - timedelta(56), day__lte=today)
        window: list[int | None] = [None] * 56
        for day in days.order_by("day"):
            window[55 - (today - day.day).days] = day.folded.get("pain_worst")
        told = WorseningSpell.objects.filter(athlete=athlete, closed_on__isnull=True).exists()
        return judge_window(window).alarm and not told

    ids = list(User.objects.order_by("pk").values_list("pk", flat=True)[:sample])
    started = time.perf_counter()
    for athlete_id in ids:
        one_athlete.apply(args=[athlete_id])
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
