"""Killed with a letter handed over and nothing written: one copy at most; the next rung comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string
from pathlib import Path

import pytest

from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.mailbox import Mailbox
from tests.faults.test_kill_points import entry
from tests.push_service import PushService

pytestmark = pytest.mark.processes
LETTERS = (
    "SELECT step, state, last_answer, handed_over FROM alerts_delivery "
    "WHERE channel = 'email' AND audience = 'athlete' ORDER BY step"
)


@pytest.fixture
def mail() -> Iterator[Mailbox]:
    with Mailbox() as box:
        yield box


@pytest.fixture
def home(tmp_path: Path, mail: Mailbox) -> Iterator[Household]:
    with PushService() as push:
        made = Household(tmp_path, push=push, EMAIL_URL=mail.url)
        try:
            yield made
        finally:
            made.close()


@pytest.fixture
def bob(home: Household) -> Athlete:
    """Somebody whom only letters reach, with a sign of danger; nobody sends yet."""
    (made,) = home.welcome(["bob"], without_device=("bob",))
    home.begin("web")
    wait_until("the web server", home.is_serving)
    home.sync_until_kept(made, entry())
    return made


def die_with_a_letter(home: Household) -> None:
    """Let a relay hand one letter over and be killed before it writes so."""
    home.begin("relay", dies="after-letter=1")
    wait_until("the death", lambda: home.is_over("relay"))
    home.end("relay")


def ids(mail: Mailbox) -> list[str]:
    return [str(message_from_string(text)["Message-ID"]) for _, text in mail.letters]


def test_a_letter_whose_relay_was_killed_has_one_copy(
    home: Household, bob: Athlete, mail: Mailbox
) -> None:
    die_with_a_letter(home)
    home.begin("relay")

    wait_until("the copy", lambda: rows.ask(home, LETTERS)[0][1] == "done")
    once, again = ids(mail)
    assert once == again
    assert home.manage("invariants") == ""


def test_killed_twice_the_letter_is_listed_and_the_next_rung_comes(
    home: Household, bob: Athlete, mail: Mailbox
) -> None:
    die_with_a_letter(home)
    die_with_a_letter(home)
    home.begin("relay")

    wait_until("the end of trying", lambda: rows.ask(home, LETTERS)[0][1] == "dead")
    assert rows.ask(home, LETTERS)[0] == (3, "dead", "unheard-before", 2)
    assert len(mail.letters) == 2
    wait_until("a word of it", lambda: "unheard-before" in home.log.read_text())

    rows.let_pass(home, timedelta(minutes=31))
    wait_until("the next rung", lambda: rows.ask(home, LETTERS)[1][1] == "done")
    once, again, another = ids(mail)
    assert once == again != another
    assert home.manage("invariants") == ""
