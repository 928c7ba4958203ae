"""The short campaign: a few kills of a fixed seed, and a ledger that sees what is missing."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from tests.faults.account import report
from tests.faults.athletes import Promise
from tests.faults.campaign import run
from tests.faults.copies import count_copies
from tests.faults.ledger import Verdict, Wait, _entries, _tries, _wait
from tests.faults.plan import Outcome, Plan

pytestmark = pytest.mark.processes


def test_a_dozen_kills_break_no_promise() -> None:
    plan = Plan(kills=12, seed=20260309, athletes=6, most_s=25, patient=False, lease_s=6)

    outcome = run(plan)

    assert outcome.verdict.wrong == [], "\n".join(report(outcome))
    assert outcome.killed.total() >= 3
    assert outcome.verdict.entries > 10


def logger() -> SimpleNamespace:
    """As much of a logger as the ledger reads."""
    promise = Promise(entries={"e1": {"level": 3}})
    return SimpleNamespace(name="ada", athlete=SimpleNamespace(id=1), promise=promise)


@pytest.mark.parametrize(
    ("held", "wrong"),
    [
        ({"e1": {"athlete": 1, "level": 3}}, 0),
        ({}, 1),
        ({"e1": {"athlete": 1, "level": 4}}, 1),
        ({"e1": {"athlete": 2, "level": 3}}, 1),
    ],
)
def test_the_ledger_sees_a_lost_entry(held: dict[str, object], wrong: int) -> None:
    told = Verdict()

    _entries(logger(), {"entries": held}, told)

    assert len(told.wrong) == wrong


def phone(times: int) -> Any:
    return SimpleNamespace(device="ada", seen=Counter({"t": times}), told=1)


def letter(mark: str) -> tuple[str, str]:
    return "ada@cast.test", f"Message-ID: <{mark}@thighcare.test>\n\nPlease open it.\n"


@pytest.mark.parametrize(("taken", "seen", "wrong"), [(1, 1, 0), (2, 2, 0), (3, 2, 1), (3, 3, 2)])
def test_one_copy_of_a_step_is_borne_and_a_second_is_not(taken: int, seen: int, wrong: int) -> None:
    message: Any = SimpleNamespace(device="ada", payload={"token": "t"})

    copies = count_copies([message] * taken, [phone(seen)], [], known=[])

    assert len(list(copies.broken())) == wrong
    assert f"(most {taken})" in next(copies.lines())


def test_a_letter_sent_again_must_bear_the_id_of_its_step() -> None:
    letters = [letter("7.ab"), letter("7.ab"), letter("9.cd")]

    copies = count_copies([], [], letters, known=["7.ab"])

    assert list(copies.broken()) == ["a letter with an id of no step: <9.cd@thighcare.test>"]
    assert "3 of 2 steps, 1 steps twice" in list(copies.lines())[-1]


@pytest.mark.parametrize(("times", "wrong"), [(1, 0), (2, 0), (3, 1), (6, 1)])
def test_one_copy_of_a_letter_is_borne_and_a_second_is_not(times: int, wrong: int) -> None:
    copies = count_copies([], [], [letter("7.ab")] * times, known=["7.ab"])

    assert len(list(copies.broken())) == wrong


@pytest.mark.parametrize(
    ("waited_s", "died", "refused", "wrong"),
    [(34, 0, 0, 0), (36, 0, 0, 1), (36, 1, 0, 1), (60, 2, 0, 0), (80, 2, 0, 1), (300, 0, 1, 0)],
)
def test_an_alert_waits_no_longer_than_the_senders_that_died_may_cost(
    waited_s: float, died: int, refused: int, wrong: int
) -> None:
    first: Any = SimpleNamespace(device="ada", at=1000.0 + waited_s)
    home: Any = SimpleNamespace(push=SimpleNamespace(refused=[(1000.5, "ada")] * refused))
    told = Verdict()

    _wait(home, first, "a1", 1000.0, 1 + died + refused, told)

    assert told.waits == [Wait(waited_s, died, refused, 1000.0)]
    assert len(told.wrong) == wrong


@pytest.mark.parametrize(
    ("step", "tries"),
    [
        ([1, 10.0, 45.0, 2], 2),
        ([1, 10.0, None, 3], 3),  # still due
        ([1, 10.0, 11.0, 2], 1),  # over before this alert was raised
        ([1, 50.0, 55.0, 2], 1),  # due after this alert was heard
        ([2, 10.0, 45.0, 2], 1),  # somebody else's
    ],
)
def test_whatever_hung_on_a_dead_sender_until_an_alert_was_heard_explains_its_wait(
    step: list[Any], tries: int
) -> None:
    held = {"athlete": 1, "raised_at": 12.0}

    assert _tries({"steps": [step]}, held, 43.0) == tries


def test_a_report_names_the_seed_and_what_was_broken() -> None:
    verdict = Verdict(wrong=["entry e1 was accepted and is not there"])
    outcome = Outcome(Plan(kills=3, seed=4711), 60.0, [(1.0, "relay")] * 3, 10, 1, verdict)

    lines = list(report(outcome))

    assert "seed 4711" in lines[0]
    assert "killed 3 of 3" in lines
    assert "WRONG entry e1 was accepted and is not there" in lines
    assert lines[-1] == "1 promises were broken"
