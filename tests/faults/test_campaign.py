"""The short campaign: a few kills of a fixed seed, and a ledger that sees what is missing."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from tests.faults.athletes import Promise
from tests.faults.campaign import Outcome, Plan, report, run
from tests.faults.ledger import Verdict, _duplicates, _entries

pytestmark = pytest.mark.processes


def test_a_dozen_kills_break_no_promise() -> None:
    plan = Plan(kills=12, seed=20260309, athletes=6, every_s=0.8, most_s=25, patient=False)

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


@pytest.mark.parametrize(("times", "wrong"), [(1, 0), (2, 0), (3, 1)])
def test_the_ledger_counts_what_one_device_got_of_one_step(times: int, wrong: int) -> None:
    message = SimpleNamespace(device="ada", payload={"token": "t"})
    home = SimpleNamespace(push=SimpleNamespace(messages=[message] * times, refusals=[]))
    told = Verdict()

    _duplicates(home, told)

    assert (told.most_of_one_step, told.resent, len(told.wrong)) == (times, times - 1, wrong)


def test_a_report_names_the_seed_and_what_was_broken() -> None:
    verdict = Verdict(wrong=["entry e1 was accepted and is not there"])
    outcome = Outcome(Plan(kills=3, seed=4711), 60.0, Counter(relay=3), 10, 1, verdict)

    lines = list(report(outcome))

    assert "seed 4711" in lines[0]
    assert "killed 3 of 3" in lines
    assert "WRONG entry e1 was accepted and is not there" in lines
    assert lines[-1] == "1 promises were broken"
