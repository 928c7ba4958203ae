"""A mail server that sends letters back, hangs up, or speaks nonsense: whose fault, who is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.mailbox import Mailbox
from tests.faults.test_kill_points import entry
from tests.push_service import PushService

pytestmark = pytest.mark.processes
LETTERS = (
    "SELECT step, state, last_answer, attempts FROM alerts_delivery "
    "WHERE athlete_id = ? AND channel = 'email' AND audience = 'athlete' ORDER BY step"
)


class BadMailbox(Mailbox):
    """Besides slow and busy: nobody lives there, it refuses the letter, or it hangs up."""

    asked = 0  # how often somebody was named

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, *named: Any) -> str:  # noqa: N802
        self.asked += 1
        if self.manner == "unknown":
            return "550 no such user here"
        return await super().handle_RCPT(server, session, envelope, *named)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.manner == "spam":
            return "554 refused as such"
        if self.manner == "hangs up":
            server.transport.abort()
            return "250 never heard"
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def mail() -> Iterator[BadMailbox]:
    with BadMailbox() as box:
        yield box


@pytest.fixture
def home(tmp_path: Path, push: PushService, mail: BadMailbox) -> Iterator[Household]:
    with Household(tmp_path, push=push, mortal=False, EMAIL_URL=mail.url) as made:
        yield made


@pytest.fixture
def bob(home: Household) -> Athlete:
    """Somebody whom only letters reach."""
    (made,) = home.welcome(["bob"], without_device=("bob",))
    home.begin("web", "relay")
    wait_until("the web server", home.is_serving)
    return made


def letters(home: Household, bob: Athlete) -> list[tuple[int, str, str, int]]:
    """Return step, state, answer and tries of each letter."""
    return [(step, *rest) for step, *rest in rows.ask(home, LETTERS, bob.id)]


def refused(home: Household, bob: Athlete, mail: BadMailbox, manner: str) -> tuple[str, int]:
    """Let Bob log a danger sign and his letter be refused for good; return answer and tries."""
    mail.manner = manner
    home.sync_until_kept(bob, entry())
    wait_until("the refusal", lambda: letters(home, bob)[0][1] == "dead")
    _step, _state, answer, tries = letters(home, bob)[0]
    return answer, tries


@pytest.mark.long
def test_an_address_where_nobody_lives_is_marked_and_left_alone(
    home: Household, bob: Athlete, mail: BadMailbox
) -> None:
    assert refused(home, bob, mail, "unknown") == ("smtp-550", 1)
    _, health = home.ask("GET", "/api/v1/push/health", token=bob.token)
    assert health["email_arrives"] is False

    rows.let_pass(home, timedelta(minutes=31))  # the louder step comes
    wait_until("the next letter", lambda: letters(home, bob)[1][1] == "dead")

    assert letters(home, bob)[1][2] == "address-bounced"
    assert mail.asked == 1
    assert mail.letters == []
    assert len(home.ask("GET", "/api/v1/alerts?state=open", token=bob.token)[1]["results"]) >= 1
    assert home.manage("invariants") == ""


@pytest.mark.long
def test_a_letter_refused_as_such_calls_the_operator_and_marks_nobody(
    home: Household, bob: Athlete, mail: BadMailbox
) -> None:
    answer, _ = refused(home, bob, mail, "spam")

    assert answer == "smtp-554"
    assert "ERROR alerts.relay delivery" in home.log.read_text()
    assert rows.count(home, "alerts_bouncedaddress") == 0
    assert home.manage("invariants") == ""


@pytest.mark.long
def test_a_server_that_hangs_up_in_the_middle_gets_the_letter_again(
    home: Household, bob: Athlete, mail: BadMailbox
) -> None:
    mail.manner = "hangs up"
    home.sync_until_kept(bob, entry())
    wait_until("a try", lambda: letters(home, bob)[0][2] == "smtp-unheard-1")
    assert letters(home, bob)[0][1] == "due"

    mail.manner = "plain"

    wait_until("the letter", lambda: letters(home, bob)[0][1] == "done")
    assert [to for to, _ in mail.letters] == ["bob@cast.test"]
    assert rows.count(home, "alerts_bouncedaddress") == 0
    assert home.manage("invariants") == ""


@pytest.mark.long
def test_a_server_that_hangs_up_twice_has_had_the_letter_and_the_next_rung_comes(
    home: Household, bob: Athlete, mail: BadMailbox
) -> None:
    mail.manner = "hangs up"
    home.sync_until_kept(bob, entry())
    wait_until("the end of trying", lambda: letters(home, bob)[0][1] == "dead")
    assert letters(home, bob)[0][2:] == ("smtp-unheard-2", 2)
    assert mail.asked == 2
    assert "smtp-unheard-2" in home.log.read_text()

    mail.manner = "plain"
    rows.let_pass(home, timedelta(minutes=31))

    wait_until("the next letter", lambda: letters(home, bob)[1][1] == "done")
    assert [to for to, _ in mail.letters] == ["bob@cast.test"]
    assert home.manage("invariants") == ""
