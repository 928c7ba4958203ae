"""The nightly scan of many athletes, against merely reading them and one task per athlete.

    python -m benchmarks.scan [--athletes 100000] [--sample 1000] [--new 20]

Everything happens in a database of its own: a temporary SQLite file, or, with DATABASE_URL set, a
new database on that PostgreSQL server. It is removed at the end.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

PIECE = 10_000  # snapshots read at a time


def main() -> None:
    """Fill a database and print the three ways side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--athletes", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=1_000, help="athletes for the slow way")
    parser.add_argument("--new", type=int, default=20, help="athletes nobody was told of yet")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="thighcare-benchmark-") as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thighcare.settings")
        os.environ["VAR_DIR"] = folder
        os.environ["LOG_LEVEL"] = "WARNING"
        import django

        django.setup()
        with own_database(Path(folder)):
            measure(asked.athletes, asked.sample, asked.new)


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

    from alerts.services import scan

    now = timezone.now()
    fill(athletes=athletes, sample=sample, now=now)
    known = scan(now=now).alerts  # what the watch has told in the days before
    worsen(n=new)
    print(f"{connection.vendor}, {athletes:,} athletes with {known:,} alerts of the last days,")
    print(f"{new} getting worse whom nobody told yet; best of 3, but for the first scan")
    read_s = best_of(3, lambda: read_all(now.date() - timedelta(7)))
    started = time.perf_counter()
    report = scan(now=now)
    first_s = time.perf_counter() - started
    again_s = best_of(3, lambda: scan(now=now))
    task_s = one_task_each(sample=sample, now=now) * athletes / sample
    for what, took_s in (
        ("reading the snapshots into numpy", read_s),
        (f"the scan, {report.alerts} alerts written", first_s),
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
    """Read every snapshot into numpy, piece by piece, and do nothing with them."""
    from tracker.windows import read_windows

    after, n = 0, 0
    while True:
        piece = read_windows(after_id=after, limit=PIECE, since=since)
        n += len(piece.ids)
        if len(piece.ids) < PIECE:
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


def fill(*, athletes: int, sample: int, now: datetime) -> None:
    """Write athletes with their snapshots, and days for the sample."""
    from accounts.models import AthleteProfile, User
    from tracker.models import Day, Snapshot

    today = now.date()
    pain = windows(athletes)
    for start in range(0, athletes, 10_000):
        chunk = range(start, min(start + 10_000, athletes))
        users = User.objects.bulk_create(
            [User(email=f"athlete{n}@benchmark.test", password="!") for n in chunk]
        )
        AthleteProfile.objects.bulk_create([AthleteProfile(user=user) for user in users])
        Snapshot.objects.bulk_create(
            Snapshot(
                athlete_id=user.pk,
                ends_on=today,
                pain=pain[n].tobytes(),
                logged=(pain[n] != 255).astype(np.uint8).tobytes(),
            )
            for n, user in zip(chunk, users, strict=True)
        )
    ids = list(User.objects.order_by("pk").values_list("pk", flat=True))
    Day.objects.bulk_create(
        (
            Day(
                athlete_id=ids[n],
                day=today - timedelta(55 - place),
                folded={"pain_worst": level, "pain_mean": level, "sitting_h": 6.0},
                revision=1,
                watched=True,
                changed_at=now,
            )
            for n in range(sample)
            for place, level in enumerate(pain[n].tolist())
            if level != 255
        ),
        batch_size=2_000,
    )


def worsen(*, n: int) -> None:
    """Let the pain of athletes who were steady rise in the last four days."""
    from tracker.models import Snapshot, WorseningSpell
    from tracker.trends import judge_matrix

    steady = Snapshot.objects.exclude(athlete_id__in=WorseningSpell.objects.values("athlete_id"))
    for row in steady.order_by("-athlete_id")[: 10 * n]:
        window = bytes(row.pain)
        usual = [level for level in window if level != 255][-1]
        risen = window[:-4] + bytes([min(7, usual + 4)]) * 4
        if n and judge_matrix(np.frombuffer(risen, np.uint8).reshape(1, 56))[0]:
            Snapshot.objects.filter(pk=row.pk).update(pain=risen)
            n -= 1


def windows(n: int) -> np.ndarray:
    """Return simulated windows: own level, own swing, some memory, gaps, 5 % with a recent rise."""
    chance = np.random.default_rng(20_260_101)
    noise = chance.normal(size=(n, 56))
    for day in range(1, 56):
        noise[:, day] = 0.4 * noise[:, day - 1] + np.sqrt(1 - 0.4**2) * noise[:, day]
    pain = chance.uniform(0, 6, (n, 1)) + chance.uniform(0.5, 1.7, (n, 1)) * noise
    onset = chance.integers(35, 56, (n, 1))
    pain += 2.5 * ((chance.random((n, 1)) < 0.05) & (np.arange(56) >= onset))
    found = np.clip(np.rint(pain), 0, 10).astype(np.uint8)
    found[chance.random((n, 56)) < chance.uniform(0, 0.5, (n, 1))] = 255
    return found


if __name__ == "__main__":
    main()
