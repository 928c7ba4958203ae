"""A run that is told to end takes its processes with it; and the house that many tests share."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest

from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.lasting import lasting_house
from tests.faults.mailbox import Mailbox
from tests.push_service import PushService


def pytest_configure(config: pytest.Config) -> None:
    """Let SIGTERM end the run as Ctrl-C does: fixtures are torn down, no process is left."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def lasting_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    """A house on SQLite for every test that only knocks: web with a clock to set, and relay."""
    with lasting_house(tmp_path_factory.mktemp("lasting")) as home:
        yield home


@pytest.fixture
def push() -> Iterator[PushService]:
    """A push service that takes what it is sent."""
    with PushService() as running:
        yield running


@pytest.fixture
def mail() -> Iterator[Mailbox]:
    """A mail server that takes what it is sent."""
    with Mailbox() as box:
        yield box


@pytest.fixture
def ada(home: Household) -> Athlete:
    """Ada, in the house of the test, with the web server running."""
    (made,) = home.welcome(["ada"])
    home.begin("web")
    wait_until("the web server", home.is_serving)
    return made
