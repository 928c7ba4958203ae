"""Words that may never be shown are refused; ordinary words beside them are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.lint_problem import Problem
from triage.loader import FOLDER, BadKnowledge
from triage.wording import KINDS, Text, all_texts, wording

REFUSED = [
    ("do_now", "There is a 3 % chance.", "percentage"),
    ("do_now", "About ten percent have it.", "percentage"),
    ("do_now", "The chance of a clot is small.", "probability"),
    ("self_care", "This is probably a strain.", "probability"),
    ("self_care", "It is likely to be a strain.", "probability"),
    ("self_care", "You are at low risk.", "risk is low"),
    ("level", "It is nothing serious.", "comforts"),
    ("level", "No need to worry.", "comforts"),
    ("level", "This rules out a clot.", "comforts"),
    ("level", "All clear.", "comforts"),
    ("do_now", "You have a blood clot.", "diagnosis"),
    ("do_now", "You've got sciatica.", "diagnosis"),
    ("self_care", "Take ibuprofen 400 mg.", "dose"),
    ("self_care", "Take 2 tablets.", "dose"),
    ("self_care", "You can return to running in 3 weeks.", "date of return"),
    ("self_care", "A mild strain is healed after 10 days.", "date of return"),
    ("do_now", "You should have come sooner.", "blames"),
    ("self_care", "Well done, keep the streak.", "rewards"),
    ("label", "bilateral weakness", "clinic"),
    ("label", "a history of dvt", "clinic"),
    ("section", "Onset and mechanism", "clinic"),
    ("question", "Are you an addict?", "judges"),
    ("label", "Ends as a sentence.", "phrase"),
    ("label", "Begins big", "small letter"),
    ("label", "a " * 40, "longer"),
    ("tell", "<b>Bold</b>", "markup"),
    ("tell", " ", "empty"),
]
QUIET = [
    ("do_now", "Call {EMERGENCY} now. Say you have an aneurysm."),
    ("question", "Have you been told you have an aneurysm?"),
    ("do_now", "Be assessed for a clot today, within hours if possible."),
    ("self_care", "See a clinician if it lasts more than two weeks."),
    ("self_care", "Walk for 10 minutes, then rest."),
    ("reason", "LR+ 4.2, 71 % of 80 patients"),
    ("question", "Do you have bladder incontinence or a history of clots?"),
    ("suspected", "Acute compartment syndrome"),
    ("label", "HRT tablets"),
    ("label", "steroid tablets for 3 months or more"),
    ("label", "pain of 7 or more out of 10"),
    ("tell", "My leg is newly weak. I am at risk of clots."),
]


def told(kind: str, text: str) -> list[Problem]:
    return list(wording(FOLDER, [Text("x.toml", "key", kind, text)]))


@pytest.mark.parametrize(("kind", "text", "reason"), REFUSED)
def test_a_text_that_may_not_be_shown_is_refused(kind: str, text: str, reason: str) -> None:
    problems = told(kind, text)

    assert any(reason in problem.reason for problem in problems), problems
    assert all((problem.file, problem.key) == ("x.toml", "key") for problem in problems)


@pytest.mark.parametrize(("kind", "text"), QUIET)
def test_an_ordinary_text_is_left_alone(kind: str, text: str) -> None:
    assert told(kind, text) == []


def test_every_text_of_the_knowledge_is_looked_at() -> None:
    texts = all_texts(FOLDER)

    assert {text.kind for text in texts} == KINDS
    assert len(texts) > 1500


@pytest.mark.parametrize(
    ("line", "reason"), [("pattern = '('", "no pattern"), ("where = ['poem']", "no kind of text")]
)
def test_a_pattern_that_cannot_work_is_told(tmp_path: Path, line: str, reason: str) -> None:
    keys = {"pattern": "'x'", "reason": "'y'", "source": "'z'"} | dict([line.split(" = ")])
    rows = "\n".join(f"{key} = {value}" for key, value in keys.items())
    head = 'reviewer = "none yet"\nreview_due = 2027-11-24\nlabel_limit = 70\n'
    (tmp_path / "wording.toml").write_text(f"{head}[[forbidden]]\n{rows}\n", encoding="utf-8")

    with pytest.raises(BadKnowledge, match=reason):
        list(wording(tmp_path, []))
