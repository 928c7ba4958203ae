"""Messages and rows that nobody can work on: they cost themselves and nobody else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import rows
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household
from tests.faults.mailbox import Mailbox
from tests.faults.test_kill_points import assert_nothing_lost, entry
from tests.push_service import PushService

pytestmark = pytest.mark.processes
MOST_TRIES = 8
POISON = {
    "no message at all": "no message at all",
    "another shape": '{"body": 7}',
    "a pickle": json.dumps(
        {
            "body": "gASVCg==", "headers": {"task": "alerts.tasks.send"},
            "content-type": "application/x-python-serialize", "content-encoding": "base64",
            "properties": {"delivery_info": {}, "delivery_tag": "x"},
        }
    ),
    "bytes": "\x00\x01\x02",
    "nothing": "",
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, push: PushService, mail: Mailbox) -> Iterator[Household]:
    with Household(tmp_path, push=push, EMAIL_URL=mail.url) as made:
        yield made


def test_files_of_the_embedded_broker_that_are_no_messages_are_passed_over(
    home: Household, ada: Athlete
) -> None:
    folder = Path(home.environ["VAR_DIR"], "broker", "queue")
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(POISON.values()):
        # as kombu names them: <ticks>_<uuid>.<queue>.msg, the oldest first
        (folder / f"{number}_{uuid.uuid4()}.alerts.msg").write_text(text)
    home.begin("worker")  # alone: nobody else sends

    sent = entry()
    home.sync_until_kept(ada, sent)

    assert_nothing_lost(home, ada, sent, push=1)
    assert not home.is_over("worker")


@pytest.mark.long
def test_a_row_that_no_sender_understands_costs_only_itself(home: Household, ada: Athlete) -> None:
    home.sync_until_kept(ada, entry())
    rows.hold_back(home)
    rows.ask(
        home,
        "UPDATE alerts_delivery SET channel = 'pigeon', due_at = "
        "(SELECT min(raised_at) FROM alerts_alert) WHERE step = 3",
    )
    home.begin("relay")

    assert ada.device
    home.push.wait_for(ada.device)

    wait_until("tries", lambda: by_step(home)[3][1] >= 2)
    state, _, answer = by_step(home)[3]
    assert (state, answer) == ("due", "error-KeyError")
    assert by_step(home)[1][0] == "done"
    assert not home.is_over("relay")
    assert home.manage("invariants") == ""


def by_step(home: Household) -> dict[int, tuple[str, int, str]]:
    """Return step -> state, tries, last answer."""
    found = home.deliveries()
    return {one["step"]: (one["state"], one["attempts"], one["last_answer"]) for one in found}


@pytest.mark.long
def test_a_row_that_kills_its_relay_each_time_is_given_up_and_the_letter_goes(
    home: Household, ada: Athlete, mail: Mailbox
) -> None:
    home.sync_until_kept(ada, entry())
    rows.hold_back(home)
    for death in range(MOST_TRIES):
        home.begin("relay", dies="after-lease=1")
        wait_until("the death", lambda: home.is_over("relay"))
        home.end("relay")
        assert home.deliveries()[0]["attempts"] == death + 1

    home.begin("relay")

    wait_until("the end of trying", lambda: home.deliveries()[0]["state"] == "dead")
    assert home.deliveries()[0]["last_answer"] == "given-up"
    wait_until("the letter", lambda: [to for to, _ in mail.letters] == ["ada@cast.test"])
    assert home.push.messages == []
    assert home.manage("invariants") == ""
