"""Red flags while 20,000 reminders wait: `python -m benchmarks.reminders`.

The lane and the relay run as they do in production, each in a thread with its own connection; every
push takes as long as `--push-ms` says. Red flags are raised one after the other meanwhile.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.scan import own_database


def main() -> None:
    """Fill a database, run both lanes, and print how long each flag took to its push."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reminders", type=int, default=20_000)
    parser.add_argument("--flags", type=int, default=10)
    parser.add_argument("--push-ms", type=float, default=20.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="thighcare-benchmark-") as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thighcare.settings")
        os.environ["VAR_DIR"] = folder
        os.environ["LOG_LEVEL"] = "ERROR"
        import django

        django.setup()
        with own_database(Path(folder)):
            measure(asked.reminders, asked.flags, asked.push_ms / 1000)


def measure(reminders: int, flags: int, push_s: float) -> None:
    """Time each flag from its commit to its push, with the lane at work and without."""
    from alerts import reminder_lane
    from alerts.models import Reminder

    ids = fill(reminders)
    quiet_s = run(ids[:flags], push_s=push_s, with_lane=False)[0]
    busy_s, sent = run(ids[flags : 2 * flags], push_s=push_s, with_lane=True)
    alone = reminder_lane.remind_due(longest_s=5.0).sent / 5
    left = Reminder.objects.filter(state="due").count()
    print(f"{reminders:,} reminders due, {flags} red flags, {1000 * push_s:.0f} ms a push")
    for what, took_s in (("no reminder goes", quiet_s), ("reminders go", busy_s)):
        print(f"{what:18} flag to push: median {took_s[len(took_s) // 2]:.2f} s,"
              f" longest {took_s[-1]:.2f} s")  # fmt: skip
    print(f"reminders sent meanwhile: {sent:,}; then {alone:.0f} a second; still due: {left:,}")


def run(ids: list[int], *, push_s: float, with_lane: bool) -> tuple[list[float], int]:
    """Raise a flag every half second; return seconds to each push, sorted, and reminders sent."""
    from django.db import connection

    from alerts import relay, reminder_lane
    from alerts.channels import Letter, Sent

    pushed: dict[int, float] = {}
    reminded = 0
    ended = threading.Event()

    def push(letter: Letter) -> Sent:
        nonlocal reminded
        time.sleep(push_s)
        if letter.reminder:
            reminded += 1
        else:
            pushed.setdefault(letter.user_id, time.perf_counter())
        return Sent("http-201")

    relay.SEND["push"] = reminder_lane.SEND["push"] = push

    def relay_forever() -> None:
        while not ended.wait(1.0):  # as the relay command polls; no bell helps it
            relay.deliver_due(is_ending=ended.is_set)
        connection.close()

    def lane_forever() -> None:
        while not ended.is_set():
            reminder_lane.remind_due(is_ending=ended.is_set)
            ended.wait(0.05)
        connection.close()

    threads = [threading.Thread(target=relay_forever)]
    threads += [threading.Thread(target=lane_forever)] if with_lane else []
    for thread in threads:
        thread.start()
    raised = {}
    for key in ids:
        time.sleep(0.5)
        flag(key)
        raised[key] = time.perf_counter()
    deadline = time.monotonic() + 60
    while len(pushed) < len(ids) and time.monotonic() < deadline:
        time.sleep(0.05)
    ended.set()
    for thread in threads:
        thread.join()
    return sorted(pushed[key] - raised[key] for key in ids), reminded


def flag(athlete_id: int) -> None:
    """Raise a red flag, as the transaction of a sync does."""
    from django.db import transaction

    from alerts.models import Alert
    from alerts.raising import raise_alerts

    now = datetime.now(UTC)
    alert = Alert(
        athlete_id=athlete_id, kind="red_flag", rule="RF-CES-1", urgency="emergency_now",
        title="x", message="x", day=now.date(), raised_at=now,
    )  # fmt: skip
    with transaction.atomic():
        raise_alerts([alert], now=now)


def fill(n: int) -> list[int]:
    """Write people whose reminder is due now; return their ids."""
    from accounts.models import AthleteProfile, User
    from alerts.models import Reminder, ReminderPreference

    User.objects.bulk_create(User(email=f"a{i}@benchmark.test", password="!") for i in range(n))
    ids = list(User.objects.order_by("pk").values_list("pk", flat=True))
    AthleteProfile.objects.bulk_create(AthleteProfile(user_id=key) for key in ids)
    ReminderPreference.objects.bulk_create(
        ReminderPreference(athlete_id=key, push=True, quiet_from=0, quiet_until=0) for key in ids
    )
    now = datetime.now(UTC)
    Reminder.objects.bulk_create(
        Reminder(athlete_id=key, day=now.date(), channel="push", due_at=now - timedelta(seconds=9))
        for key in ids
    )
    return ids


if __name__ == "__main__":
    main()
