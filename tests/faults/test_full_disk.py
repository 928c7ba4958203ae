"""A full disk under those who send: nothing leaves that could not be counted, and later it goes."""

from __future__ import annotations

import contextlib
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import wait_until
from tests.faults.household import Household, lived_in
from tests.faults.test_kill_points import assert_nothing_lost, entry
from tests.push_service import PushService

pytestmark = [pytest.mark.processes, pytest.mark.long]
SILENT_S = 5.0


@contextlib.contextmanager
def full_for(home: Household, role: str) -> Iterator[None]:
    """No file of these processes may grow any more: what a full disk does to a writer."""
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in home.members(role)}
    for pid in limits:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid, limit in limits.items():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)


def is_at_work(home: Household, role: str) -> bool:
    """Say whether a sender has begun: the relay's first pass, the worker's first table."""
    sign = "relay-heartbeat" if role == "relay" else "broker/control/watch.exchange"
    return Path(home.environ["VAR_DIR"], sign).exists() and len(home.members(role)) >= 1


def has_failed(home: Household, role: str) -> bool:
    """Say whether a sender tried in vain (its log cannot grow either)."""
    folder = Path(home.environ["VAR_DIR"])
    if role == "worker":  # it took the bell's message and could write nothing
        return not list((folder / "broker" / "queue").glob("*.alerts.msg"))
    beat = folder / "relay-heartbeat"  # touched each second behind every pass that went well
    return beat.exists() and time.time() - beat.stat().st_mtime > SILENT_S


@pytest.mark.parametrize("role", ["relay", "worker"])
def test_a_sender_on_a_full_disk_sends_nothing_uncounted_and_goes_on_afterwards(
    tmp_path: Path, push: PushService, role: str
) -> None:
    with lived_in(tmp_path, push, "web", role) as (home, ada):
        wait_until("the sender", lambda: is_at_work(home, role))
        with full_for(home, role):
            sent = entry()
            home.sync_until_kept(ada, sent)
            wait_until("its trouble", lambda: has_failed(home, role), longest_s=90)

            assert push.messages == []
            assert home.deliveries()[0]["attempts"] == 0

        if home.is_over(role):  # it may end; whoever watches over it starts it again
            home.end(role)
            home.begin(role)
        assert_nothing_lost(home, ada, sent, push=1)
