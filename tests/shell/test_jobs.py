"""Jobs by the clock: claimed once a period by whoever is first, resumed where a kill left them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from accounts.models import User
from alerts import jobs, nightly, services, tasks
from alerts.models import Alert, Delivery, JobRun
from tests import cast
from tests.shell.test_watch_and_sweep import CALM, RISEN, log

NOW = datetime(2026, 3, 9, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def worsening(ada: User, eve: User, pat: User) -> list[User]:
    """Ada and Pat get worse, Eve does not."""
    for user, levels in ((ada, RISEN), (eve, CALM), (pat, RISEN)):
        log(cast.api_as(user), levels)
    return [ada, pat]


def test_the_first_to_ask_has_the_period_and_the_second_has_not() -> None:
    first = jobs.claim(job="sweep", period="p", now=NOW)
    second = jobs.claim(job="sweep", period="p", now=NOW)

    assert first is not None
    assert second is None
    assert JobRun.objects.count() == 1


def test_another_period_and_another_job_are_free() -> None:
    jobs.claim(job="sweep", period="p", now=NOW)

    assert jobs.claim(job="sweep", period="q", now=NOW)
    assert jobs.claim(job="scan", period="p", now=NOW)


def test_a_done_period_is_never_claimed_again() -> None:
    run = jobs.claim(job="scan", period="p", now=NOW)
    assert run is not None
    jobs.finish(run=run, now=NOW)

    assert jobs.claim(job="scan", period="p", now=NOW + timedelta(days=1)) is None


def test_a_killed_run_is_taken_over_with_its_cursor_once_its_lease_has_ended() -> None:
    killed = jobs.claim(job="scan", period="p", now=NOW)
    assert killed is not None
    jobs.keep(run=killed, cursor=42, seen=10, made=1, seconds=0.5, now=NOW)

    assert jobs.claim(job="scan", period="p", now=NOW + jobs.LEASE) is None
    heir = jobs.claim(job="scan", period="p", now=NOW + jobs.LEASE + timedelta(seconds=1))

    assert heir is not None
    assert (heir.cursor, heir.seen, heir.made, heir.attempts) == (42, 10, 1, 2)


def test_whoever_lost_the_claim_writes_nothing_more() -> None:
    slow = jobs.claim(job="scan", period="p", now=NOW)
    later = NOW + jobs.LEASE + timedelta(seconds=1)
    heir = jobs.claim(job="scan", period="p", now=later)
    assert slow is not None
    assert heir is not None

    with pytest.raises(jobs.LostClaim):
        jobs.keep(run=slow, cursor=1, seen=1, made=0, seconds=0, now=later)
    with pytest.raises(jobs.LostClaim):
        jobs.finish(run=slow, now=later)
    jobs.finish(run=heir, now=later)


def test_a_run_that_kills_every_worker_is_given_up() -> None:
    at = NOW
    for _ in range(jobs.MOST_ATTEMPTS):
        assert jobs.claim(job="scan", period="p", now=at)
        at += jobs.LEASE + timedelta(seconds=1)

    assert jobs.claim(job="scan", period="p", now=at) is None


@pytest.mark.parametrize(
    ("clock", "day"),
    [("11:09:59", "2026-03-08"), ("11:10:00", "2026-03-09"), ("23:59:00", "2026-03-09")],
)
def test_the_night_begins_at_its_hour(clock: str, day: str) -> None:
    now = datetime.combine(NOW.date(), time.fromisoformat(clock), UTC)

    assert jobs.day_of(now, begins_at=nightly.BEGINS_AT) == day


def test_old_runs_are_forgotten_and_the_last_ones_are_not() -> None:
    jobs.claim(job="sweep", period="old", now=NOW - jobs.KEPT - timedelta(seconds=1))
    jobs.claim(job="sweep", period="new", now=NOW)

    assert jobs.forget_old(now=NOW) == 1
    assert JobRun.objects.get().period == "new"


def test_two_beats_scan_once(worsening: list[User]) -> None:
    first = nightly.scan_tonight(now=datetime.now(UTC))
    second = nightly.scan_tonight(now=datetime.now(UTC))

    assert first is not None
    assert (first.athletes, first.alerts) == (3, 2)
    assert second is None
    run = JobRun.objects.get(job="scan")
    assert (run.seen, run.made, run.attempts) == (3, 2, 1)
    assert run.done_at is not None


@pytest.mark.parametrize("dies_after", [1, 2, 3])
def test_a_killed_scan_goes_on_behind_its_last_chunk(
    worsening: list[User], monkeypatch: pytest.MonkeyPatch, dies_after: int
) -> None:
    judged: list[int] = []
    read = services.read_windows

    def reading(*, after_id: int, **rest: object) -> object:
        judged.append(after_id)
        if len(judged) == dies_after + 1:
            raise KeyboardInterrupt  # nothing catches it, as nothing catches SIGKILL
        return read(after_id=after_id, **rest)

    monkeypatch.setattr(services, "read_windows", reading)
    now = datetime.now(UTC)
    with pytest.raises(KeyboardInterrupt):
        nightly.scan_tonight(now=now, chunk=1)
    reached = JobRun.objects.get(job="scan").cursor
    dies_after = 10**6  # the next one lives

    again = nightly.scan_tonight(now=now + 2 * jobs.LEASE, chunk=1)

    assert again is not None
    assert judged.count(reached) == 2  # asked for behind the cursor, before the kill and after
    assert Alert.objects.count() == 2
    assert Delivery.objects.count() == 2
    run = JobRun.objects.get(job="scan")
    assert (run.seen, run.made, run.attempts) == (3, 2, 2)


@pytest.mark.parametrize("task", [tasks.sweep, tasks.scan])
def test_a_task_offered_twice_runs_once(task: Callable[..., None], ada: User) -> None:
    log(cast.api_as(ada), RISEN)

    for _ in range(2):
        task(from_a_later_version=True)

    assert JobRun.objects.filter(done_at__isnull=False).count() == 1
    assert JobRun.objects.get().attempts == 1
