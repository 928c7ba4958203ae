"""The cases of the evidence pack hold, with the very rules that it names."""

from __future__ import annotations

import pytest

from tests.knowledge.golden import Case, golden_cases
from triage.engine.judge import judge
from triage.loader import current

CASES = golden_cases()


def test_all_cases_of_the_pack_are_here() -> None:
    assert len(CASES) >= 108


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_golden_case_has_its_level_and_its_rules(case: Case) -> None:
    verdict = judge(current(), case.answers)

    assert verdict.urgency == case.level
    assert {flag.rule for flag in verdict.red_flags} == set(case.rules)
    assert verdict.complete
    assert verdict.withheld is (case.level in ("same_day", "emergency_now"))
