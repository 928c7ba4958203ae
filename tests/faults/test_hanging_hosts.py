"""Push services and mail servers that take and never answer: they hold some hands, not all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests import servers
from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.mailbox import Mailbox
from tests.faults.test_kill_points import entry
from tests.push_service import PushService

pytestmark = pytest.mark.processes
TEN = tuple(f"waiting{n}" for n in range(10))
ANSWERED = "SELECT count(*) FROM alerts_delivery WHERE last_answer <> '' AND athlete_id <> ?"
TAKEN = "SELECT count(*) FROM alerts_receipt WHERE accepted_at IS NOT NULL"
HELD = "SELECT count(*) FROM alerts_delivery WHERE leased_until IS NOT NULL AND state = 'due'"
HANDED = "SELECT count(*) FROM alerts_delivery WHERE handed_over > 0"
STORES = ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.redis])]


@dataclass
class Place:
    """A house between a push service that hangs and one that is well."""

    home: Household
    hanging: PushService
    well: PushService
    mail: Mailbox

    def move_to_the_good_one(self, athlete: Athlete) -> None:
        """Give somebody a device, or one more, at the push service that is well."""
        held = self.well.device(athlete.name)
        status, _ = self.home.ask(
            "PUT", "/api/v1/push/subscriptions", held.subscription, token=athlete.token
        )
        assert status in (200, 201)

    def raise_flags(self, *people: Athlete) -> None:
        """Let each log a sign of danger, one after another; nobody sends yet."""
        for one in people:
            self.home.sync_until_kept(one, entry())
        rows.hold_back(self.home)

    def wait_for(self, athlete: Athlete) -> None:
        """Wait for a push at the service that is well."""
        self.well.wait_for(self.well.devices[athlete.name], longest_s=60)


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with contextlib.ExitStack() as stack:
        hanging = stack.enter_context(PushService(manner="hang"))
        well, mail = stack.enter_context(PushService()), stack.enter_context(Mailbox())
        environ = {
            "EMAIL_URL": mail.url,
            "PUSH_ALLOWED_ORIGINS": f"{hanging.origin},{well.origin}",
            "ALERT_LEASE_SECONDS": "30",  # as the product has it: a push may take its five seconds
        }
        if request.param == "postgres":
            environ["DATABASE_URL"] = stack.enter_context(servers.postgres())
            environ["REDIS_URL"] = stack.enter_context(servers.redis())
        home = Household(tmp_path, push=hanging, mortal=False, **environ)
        stack.callback(home.close)
        yield Place(home, hanging, well, mail)


def test_ten_that_wait_for_a_host_that_hangs_delay_nobody_else(place: Place) -> None:
    home = place.home
    *waiting, ada = home.welcome([*TEN, "ada"], without_device=("ada",))
    home.begin("web")
    wait_until("the web server", home.is_serving)
    place.move_to_the_good_one(ada)
    place.raise_flags(*waiting, ada)  # hers is the youngest: all others come first

    home.begin("relay")
    place.wait_for(ada)

    assert rows.ask(home, ANSWERED, ada.id) == [(0,)]  # of those that hang, not one is over yet
    assert 1 <= len(place.hanging.requests) <= 2
    home.running["relay"].terminate()
    assert home.running["relay"].wait(60) == 0
    assert rows.ask(home, HELD) == [(0,)]  # each hand finished what it held
    assert len(place.well.messages) == 1
    assert home.manage("invariants") == ""


def test_a_device_whose_host_hangs_does_not_delay_the_same_persons_other(place: Place) -> None:
    home = place.home
    (ada,) = home.welcome(["ada"])
    home.begin("web")
    wait_until("the web server", home.is_serving)
    place.move_to_the_good_one(ada)
    place.raise_flags(ada)

    home.begin("relay")
    place.wait_for(ada)
    wait_until("the receipt", lambda: rows.ask(home, TAKEN) == [(1,)])

    assert rows.ask(home, ANSWERED, 0) == [(0,)]  # the other device is being waited for
    assert rows.ask(home, HELD) == [(1,)]
    wait_until("the mark", lambda: home.deliveries()[0]["state"] == "done")
    assert home.deliveries()[0]["last_answer"] == "http-201"
    assert len(place.well.messages) == 1


def test_a_mail_server_that_hangs_delays_no_push(place: Place) -> None:
    home = place.home
    *waiting, ada = home.welcome([*TEN[:5], "ada"], without_device=(*TEN[:5], "ada"))
    place.mail.manner = "slow"
    home.begin("web")
    wait_until("the web server", home.is_serving)
    place.move_to_the_good_one(ada)
    place.raise_flags(*waiting)
    rows.ask(home, "DELETE FROM alerts_delivery WHERE channel <> 'email' OR step <> 3")
    rows.let_pass(home, timedelta(minutes=11))  # their letters are due, and hers is not yet
    place.raise_flags(ada)

    home.begin("relay")
    place.wait_for(ada)

    assert rows.ask(home, ANSWERED, ada.id) == [(0,)]
    wait_until("letters handed over", lambda: rows.ask(home, HANDED) == [(2,)])
    assert rows.ask(home, HELD)[0][0] >= 2  # and are being waited for
