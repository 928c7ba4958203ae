"""Each kind of broken file is refused, with the file, the key and the reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from triage.lint import lint
from triage.loader import FOLDER, BadKnowledge, load, version_of

TODAY = date(2026, 11, 24)
CES = "red_flags/ces.toml"
ABOUT = "findings/a_about_you.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "knowledge"
    shutil.copytree(FOLDER, copy)
    return copy


def swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


WHEN = 'when = "bilateral_sciatica"'
SCREENS = "screens.toml"
BROKEN = {
    "finding on no screen": (swap(SCREENS, '"q_dull", ', ""), SCREENS, "q_dull", "0 screens"),
    "finding on two screens": (
        swap(SCREENS, '"q_dull", ', '"q_dull", "fever", '),
        SCREENS, "fever", "2 screens",
    ),
    "unknown finding on a screen": (
        swap(SCREENS, '"q_dull", ', '"sore_toe", '),
        SCREENS, "pain-kind.findings", "sore_toe",
    ),
    "a number to tick": (
        swap(SCREENS, '"q_dull", ', '"pain_now", '),
        SCREENS, "pain-kind.findings", "cannot be asked",
    ),
    "unknown kind of screen": (
        swap(SCREENS, 'kind = "choice"', 'kind = "wheel"'),
        SCREENS, "walking.kind", "one of",
    ),
    "screen twice": (
        swap(SCREENS, 'id = "spread"', 'id = "places"'), SCREENS, "places", "twice",
    ),
    "screen of no part": (
        swap(SCREENS, 'part = "where"', 'part = "here"'), SCREENS, "places.part", "no part",
    ),
    "empty title": (
        swap(SCREENS, '"What does it feel like?"', '" "'), SCREENS, "pain-kind.title", "empty",
    ),
    "a danger sign asked late": (
        swap(SCREENS, 'emergency = true\ntitle = "How do you walk?"', 'title = "How do you walk?"'),
        SCREENS, "weight_bearing", "emergency screen",
    ),
    "an emergency page after others": (
        swap(SCREENS, 'title = "One spot, or does it spread?"', 'title = "One"\nemergency = true'),
        SCREENS, "spread.emergency", "before",
    ),
    "an emergency page too long": (
        swap(SCREENS, '"leg_paralysed", "weak_leg"', '"leg_paralysed", "saddle_numb", "weak_leg"'),
        SCREENS, "strength.findings", "small phone",
    ),
    "a condition on nothing": (
        swap(SCREENS, 'when = "agg_sitting"', 'when = "sore_toe"'),
        SCREENS, "only_when", "not known",
    ),
    "no TOML": (swap(CES, "[[rules]]", "[[rules"), CES, "file", "TOML"),
    "no reviewer": (swap(CES, "reviewer =", "reviewed ="), CES, "reviewer", "missing"),
    "empty reviewer": (swap(CES, '"none yet"', '""'), CES, "reviewer", "empty"),
    "no review date": (swap(CES, "review_due", "due"), CES, "review_due", "missing"),
    "review date as text": (swap(CES, "2027-11-24", '"soon"'), CES, "review_due", "date"),
    "no family": (swap(CES, "family =", "name ="), CES, "family", "missing"),
    "rule of another family": (
        swap(CES, '"RF-CES-2"', '"RF-DVT-77"'),
        CES, "RF-DVT-77", "family",
    ),
    "rule twice": (swap(CES, '"RF-CES-2"', '"RF-CES-1"'), CES, "RF-CES-1", "twice"),
    "order twice": (swap(CES, "order = 20", "order = 10"), CES, "RF-CES-2.order", "own"),
    "no trigger": (swap(CES, WHEN, ""), f"{CES} RF-CES-2", "when", "missing"),
    "unknown level": (
        swap(CES, 'level = "emergency_now"', 'level = "soon"'),
        CES, "RF-CES-1.level", "level",
    ),
    "empty text": (
        swap(CES, 'suspected = "CES (threatened)"', 'suspected = " "'),
        CES, "RF-CES-2.suspected", "empty",
    ),
    "markup": (swap(CES, "CES (threatened)", "<b>CES</b>"), CES, "RF-CES-2.suspected", "markup"),
    "unknown key": (swap(CES, WHEN, WHEN + "\ncolour = 3"), CES, "RF-CES-2.colour", "not a key"),
    "unknown source": (
        swap(CES, 'sources = ["seed"', 'sources = ["a-blog"'),
        CES, "RF-CES-1.sources", "a-blog",
    ),
    "no source": (
        swap("derived.toml", 'sources = ["evidence-pack-draft-2"]', "sources = []"),
        "derived.toml", "sources", "no source",
    ),
    "no expression": (
        swap(CES, WHEN, 'when = "bilateral_sciatica AND"'),
        CES, "RF-CES-2.when", "no expression",
    ),
    "stray sign": (
        swap(CES, WHEN, 'when = "bilateral_sciatica ; 1"'),
        CES, "RF-CES-2.when", "cannot read",
    ),
    "unknown finding": (swap(CES, WHEN, 'when = "sore_toe"'), CES, "RF-CES-2.when", "sore_toe"),
    "a number as yes/no": (
        swap(CES, WHEN, 'when = "age_years"'),
        CES, "RF-CES-2.when", "no yes/no",
    ),
    "a yes/no as number": (
        swap(CES, WHEN, 'when = "fever >= 3"'),
        CES, "RF-CES-2.when", "no number",
    ),
    "unknown choice": (
        swap(CES, WHEN, "when = \"weight_bearing == 'hopping'\""),
        CES, "RF-CES-2.when", "no choice",
    ),
    "COUNT of a derived finding": (
        swap(CES, WHEN, 'when = "COUNT(ces_any) >= 1"'),
        CES, "RF-CES-2.when", "COUNT",
    ),
    "COUNT without a sign": (
        swap(CES, WHEN, 'when = "COUNT(fever)"'),
        CES, "RF-CES-2.when", "comparison",
    ),
    "COUNT out of reach": (
        swap(CES, WHEN, 'when = "COUNT(fever) >= 2"'),
        CES, "RF-CES-2.when", "never",
    ),
    "unfillable words": (
        swap(CES, "I have leg or back pain", "I have {a thing} and pain"),
        CES, "RF-CES-1.tell_clinician", "placeholders",
    ),
    "no ties": (
        swap(CES, 'states = ["bilateral_sciatica"]', ""),
        CES, "RF-CES-2.states", "is missing",
    ),
    "ties for fewer sentences": (
        swap(CES, 'states = ["bilateral_sciatica"]', "states = []"),
        CES, "RF-CES-2.states", "0 ties for 1 sentences",
    ),
    "a statement as a question": (
        swap(CES, 'states = ["bilateral_sciatica"]', 'states = [""]'),
        CES, "RF-CES-2.states", "asks nothing",
    ),
    "a statement without words in braces": (
        swap(CES, 'states = ["bilateral_sciatica"]', 'states = ["{}"]'),
        CES, "RF-CES-2.states", "no words of its own",
    ),
    "a tie to nothing": (
        swap(CES, 'states = ["bilateral_sciatica"]', 'states = ["sore_toe"]'),
        CES, "RF-CES-2.states", "sore_toe",
    ),
    "words that the rule cannot fill": (
        swap(CES, "Nerve-type pain, numbness", "{numbness/weakness}, numbness"),
        CES, "RF-CES-2.states", "never be filled",
    ),
    "a finding to skip on a list": (
        swap("screens.toml", '"bowel_sensation_reduced"]', '"bowel_sensation_reduced", '
             '"sexual_dysfunction_new"]'),
        "screens.toml", "bowel-and-feeling.findings", "would be a no",
    ),
    "words in do_now": (swap(CES, "{EMERGENCY}", "{time}"), CES, "RF-CES-1.do_now", "only"),
    "finding twice": (swap(ABOUT, '"persona"', '"age_years"'), ABOUT, "age_years", "twice"),
    "unknown type": (
        swap(ABOUT, 'type = "int"', 'type = "date"'),
        ABOUT, "age_years.type", "no type",
    ),
    "range upside down": (
        swap(ABOUT, "high = 120", "high = -1"),
        ABOUT, "age_years.low", "below",
    ),
    "no range": (swap(ABOUT, "high = 120", ""), ABOUT, "age_years.type", "needs"),
    "section twice": (
        swap("findings/b_onset_and_mechanism.toml", 'section = "B"', 'section = "A"'),
        "findings/b_onset_and_mechanism.toml", "section", "already",
    ),
    "unknown mandatory": (
        swap("levels.toml", '"saddle_numb"', '"sore_toe"'),
        "levels.toml", "mandatory", "sore_toe",
    ),
    "step up": (
        swap("levels.toml", 'same_day = "within_days"', 'same_day = "emergency_now"'),
        "levels.toml", "step_down.same_day", "lower",
    ),
    "placeholder of nothing": (
        swap("placeholders.toml", '"saddle_numb"', '"sore_toe"'),
        "placeholders.toml", "", "sore_toe",
    ),
    "no number": (
        swap("emergency_numbers.toml", '"999"', '"ring"'),
        "emergency_numbers.toml", "GB.emergency", "number",
    ),
    "no label": (
        swap(ABOUT, 'label = "age in years"', ""),
        f"{ABOUT} age_years", "label", "missing",
    ),
    "no label of a derived finding": (
        swap("derived.toml", 'label = "age 50 or over"', ""),
        "derived.toml age_50_plus", "label", "missing",
    ),
    "a label that is a sentence": (
        swap(ABOUT, '"age in years"', '"Your age."'),
        ABOUT, "age_years.label", "small letter",
    ),
    "a long label": (
        swap(ABOUT, '"age in years"', f'"{"age " * 20}"'),
        ABOUT, "age_years.label", "longer",
    ),
    "a label of the clinic": (
        swap(ABOUT, '"age in years"', '"chronic age"'),
        ABOUT, "age_years.label", "clinic",
    ),
    "a label that judges": (
        swap(ABOUT, '"age in years"', '"past drug abuse"'),
        ABOUT, "age_years.label", "judges",
    ),
    "a choice without words": (
        swap(ABOUT, '"rather not say"', ""),
        ABOUT, "sex_at_birth.choice_labels", "each choice",
    ),
    "a sum of what is not there": (
        swap("derived.toml", "INT(prev_vte)", "INT(prev_vte OR NOT active_cancer)"),
        "derived.toml", "wells_sr", "no NOT",
    ),
    "a sum that is weighed": (
        swap("derived.toml", 'expression = "age_years >= 40"', 'expression = "wells_sr >= 2"'),
        "conditions/pht.toml", "age_40_plus", "reads a sum",
    ),
    "circle": (
        swap("derived.toml", 'expression = "age_years >= 50"', 'expression = "age_50_plus"'),
        "derived.toml", "derived", "circle",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_file_key_and_reason(folder: Path, name: str) -> None:
    breaking, file, key, reason = BROKEN[name]
    breaking(folder)

    problems = [problem for problem in lint(folder, today=TODAY) if not problem.warning]

    assert any(
        problem.file == file and key in problem.key and reason in problem.reason
        for problem in problems
    ), [str(problem) for problem in problems]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "levels.toml").unlink()

    assert str(lint(folder, today=TODAY)[0]) == "levels.toml: file: is missing"
    with pytest.raises(BadKnowledge):
        load(folder)


def test_any_change_makes_another_version(folder: Path) -> None:
    before = version_of(folder)
    swap(CES, "CES (threatened)", "CES threatened")(folder)

    assert before == version_of(FOLDER)
    assert version_of(folder) != before
