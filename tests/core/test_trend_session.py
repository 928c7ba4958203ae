"""The rules of the evidence are all there, and pain during a session is found where it is told."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.rules import all_rules as alert_rules
from tracker.trends.pains import pain_in_sessions
from tracker.trends.rules import all_rules

EVIDENCE = (  # 5.3; TR-NEURO and TR-CLOT raise an alert and are never a trend
    "TR-PAIN-UP", "TR-PAIN-DRIFT", "TR-PAIN-SPIKE", "TR-PAIN-HIGH", "TR-NIGHT", "TR-NEURO",
    "TR-PERIPH", "TR-CLOT", "TR-24H", "TR-SESSION", "TR-SIT-TOL", "TR-SIT-DOSE", "TR-SIT-LINK",
    "TR-HYD", "TR-HYD-HIGH", "TR-CRAMP", "TR-LOAD-UP", "TR-LOAD-SPEED", "TR-LOAD-ZERO",
    "TR-PLATEAU", "TR-GOOD", "TR-SILENT", "TR-WELL",
)  # fmt: skip


def test_every_rule_of_the_evidence_is_judged_here_or_raises_an_alert() -> None:
    ours = {one.id for one in all_rules()} | {one.id for one in alert_rules()}

    assert ours >= set(EVIDENCE)


@pytest.mark.parametrize(
    ("pains", "sessions", "told"),
    [
        ([], [{"pain_during": 2}, {"pain_during": 5}, {}], 5),
        ([{"level": 6, "context": "activity"}], [{"pain_during": 2}], 6),
        ([{"level": 0, "context": "activity"}], [], 0),
        ([{"level": 9, "context": "after_activity"}, {"level": 8}], [{"minutes": 30}], None),
    ],
)
def test_pain_in_a_session_is_told_by_it_or_by_an_entry_of_pain(
    pains: list[Any], sessions: list[Any], told: int | None
) -> None:
    assert pain_in_sessions(pains, sessions) == told
