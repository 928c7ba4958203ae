"""Each way in which a case, or a rule without one, is wrong is told with file, case and reason."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from triage.engine.expression import parse
from triage.engine.knowledge import build
from triage.lint_cases import cases
from triage.loader import FOLDER, current

GOOD = {"case": "X1", "answers": {"leg_cold_pale": True}, "level": "emergency_now",
        "rules": ["RF-ALI-1"]}  # fmt: skip
WRONG = {
    "another level": ({"level": "same_day"}, "comes to emergency_now, not same_day"),
    "a rule too few": ({"rules": []}, "fires RF-ALI-1 too"),
    "a rule too many": ({"rules": ["RF-ALI-1", "RF-CES-1"]}, "does not fire RF-CES-1"),
    "an unknown rule": ({"rules": ["RF-ALI-1", "RF-NO-1"]}, "does not fire RF-NO-1"),
    "an unknown finding": (
        {"answers": {"leg_cold_pale": True, "sore_toe": True}},
        "'sore_toe' is no finding",
    ),
    "an answer that cannot be": (
        {"answers": {"leg_cold_pale": True, "age_years": 999}},
        "/answers/age_years",
    ),
    "too low a bound": ({"at_most": "same_day"}, "beyond its at_most same_day"),
    "a bound that is no level": ({"at_least": "soon"}, "'soon' of at_least is no level"),
    "a cause that is none": ({"main": "sore_toe"}, "'sore_toe' is no cause"),
    "causes that are not shown": ({"causes": [["pht", "fits_well", 9]]}, "shows []"),
    "an unknown source": ({"source": ["a-blog"]}, "'a-blog' is not in sources.toml"),
    "a key of its own": ({"colour": 3}, "'colour' is not a key of a case"),
    "a name that is taken": ({"case": "V01 sprint twinge, jogged off"}, "stands twice"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases").mkdir()
    shutil.copy(FOLDER / "cases" / "golden-cases.json", tmp_path / "cases")
    return tmp_path


def problems(folder: Path, content: Any) -> list[str]:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "cases" / "x.json").write_text(text, encoding="utf-8")
    told = cases(folder, current())
    return [str(problem) for problem in told if problem.file == "cases/x.json"]


def test_a_case_that_holds_is_no_problem(folder: Path) -> None:
    bounds = {"at_least": "same_day", "at_most": "emergency_now", "source": ["expert"]}

    assert problems(folder, {"cases": [GOOD | bounds]}) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_case_is_told_with_its_reason(folder: Path, name: str) -> None:
    change, reason = WRONG[name]

    told = problems(folder, {"cases": [GOOD | change]})

    assert len(told) == 1
    assert reason in told[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is not JSON"),
        ("[]", "must be a list"),
        ({"cases": {}}, "must be a list"),
        ({"cases": [3]}, "cases[0]: lacks"),
        ({"cases": [{"case": "X"}]}, "lacks ['answers', 'level', 'rules']"),
    ],
)
def test_a_file_of_another_shape_is_told(folder: Path, content: Any, reason: str) -> None:
    told = problems(folder, content)

    assert len(told) == 1
    assert reason in told[0]


def test_a_rule_that_contradicts_itself_is_told(folder: Path) -> None:
    compiled = copy.deepcopy(current().compiled)
    rule = next(raw for raw in compiled["rules"] if raw["id"] == "RF-CES-2")
    rule["logic"] = parse("bilateral_sciatica AND NOT bilateral_sciatica")

    told = [str(problem) for problem in cases(folder, build(compiled))]

    assert "red_flags/ces.toml: RF-CES-2.when: no allowed answers were found that fire it" in told
