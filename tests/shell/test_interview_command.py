"""The interview in a terminal: typed to, paused, gone back in, and its result page."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.knowledge.golden import golden_cases
from tests.knowledge.truths import interview
from triage.engine.judge import judge
from triage.interview import Screen, settled
from triage.loader import current
from triage.models import Assessment

ROOT = Path(__file__).resolve().parents[2]
CASES = {case.name.split()[0]: case for case in golden_cases()}
NONE_OF_THESE = "\n"


def lines_for(screen: Screen, truth: dict[str, Any]) -> list[str]:
    """What a person types to one screen."""
    findings = current().findings
    yes_no = [name for name in screen.findings if findings[name].type == "bool3"]
    lines = []
    if screen.kind in ("ticks", "body_map"):
        marks = {True: "{}", "unsure": "u{}"}
        ticks = [marks[truth[name]].format(at)
                 for at, name in enumerate(yes_no, 1) if truth[name] is not False]  # fmt: skip
        lines.append(" ".join(ticks))
    else:
        lines += [{True: "y", False: "n", "unsure": "u"}[truth[name]] for name in yes_no]
    lines += [str(truth.get(name, "")) for name in screen.findings if name not in yes_no]
    return lines


def typed(truth: dict[str, Any]) -> str:
    return "".join(f"{line}\n" for screen in interview(truth).screens
                   for line in lines_for(screen, truth))  # fmt: skip


def run(monkeypatch: pytest.MonkeyPatch, text: str, *args: str) -> tuple[str, str]:
    out, aside = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    call_command("interview", *args, stdout=out, stderr=aside)
    return out.getvalue(), aside.getvalue()


def test_it_runs_with_no_database_and_the_page_leads_with_one_action() -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing", "SECRET_KEY": "s" * 50}
    environment = dict(os.environ) | nowhere

    ended = subprocess.run(
        [sys.executable, "manage.py", "interview", "--country", "NZ"],
        cwd=ROOT, env=environment, input=typed(CASES["V01"].answers), capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    page = ended.stdout.partition("=" * 78)[2]
    assert page.lstrip().startswith("LOOK AFTER IT YOURSELF FOR NOW")
    assert "* Hamstring strain, mild (grade 1): fits well" in page
    assert "You said yes to: pain in the middle of the back of the thigh" in page
    assert page.index("That is not an all-clear") < page.index("Hamstring strain")
    assert page.index("Hamstring strain") < page.index("When to get help")
    assert "This is information based on your answers." in page.replace("\n", " ")
    assert "%" not in page


@pytest.mark.parametrize("name", ["V01", "V05", "V13", "V33", "V66", "V99"])
def test_what_is_typed_is_what_is_judged(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    truth = CASES[name].answers

    out, aside = run(monkeypatch, typed(truth), "--json", "--country", "GB")

    answers = settled(current(), interview(truth).answers)
    said = json.loads(out)
    assert said.pop("answers") == answers
    assert said == json.loads(json.dumps(judge(current(), answers, country="GB").as_dict()))
    assert "Signs that cannot wait" in aside


def test_an_emergency_is_told_before_the_next_question(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="nothing was kept"):
        run(monkeypatch, "1\n", "--country", "GB", "--json")

    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    with pytest.raises(CommandError):
        call_command("interview", "--country", "GB", stdout=out)
    said = out.getvalue()
    assert said.index("Get emergency help now") < said.index("And any of these new?")
    assert "999" in said
    assert "{" not in said


def test_a_calm_answer_is_followed_by_the_next_question_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out, _ = run(monkeypatch, NONE_OF_THESE, "--pause", str(tmp_path / "pause"))

    assert "!!" not in out
    assert "And any of these new?" in out


def test_b_goes_back_and_the_answer_is_taken_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "pause"

    out, _ = run(monkeypatch, "b\n\n3\nb\nb\nu2\nq\n", "--pause", str(file))

    assert "This is the first screen." in out
    said = json.loads(file.read_text())["said"]
    assert len(said) == 1
    assert said[0]["answers"]["bladder_retention"] == "unsure"
    assert said[0]["answers"]["saddle_numb"] is False


def test_a_pause_goes_on_where_it_was_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "pause"
    truth = CASES["V05"].answers
    text = typed(truth).splitlines(keepends=True)

    run(monkeypatch, "".join(text[:12]), "--pause", str(file))
    paused = stat.S_IMODE(file.stat().st_mode)
    said = json.loads(file.read_text())["said"]
    walk = interview(truth)
    rest = "".join(f"{line}\n" for screen in walk.screens[len(said):]
                   for line in lines_for(screen, truth))  # fmt: skip
    out, _ = run(monkeypatch, rest, "--pause", str(file), "--json")

    assert paused == 0o600
    assert json.loads(out)["answers"] == settled(current(), walk.answers)
    assert not file.exists()


def test_a_file_that_is_no_pause_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "pause"
    for text in ("", "[]", '{"said": 3}', '{"said": [{"answers": []}]}', "{"):
        file.write_text(text)
        with pytest.raises(CommandError, match="is not a pause"):
            run(monkeypatch, "", "--pause", str(file))


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [(f"{wrong}\n", "Type numbers from 1 to 4") for wrong in ("9", "x", "²", "1" * 5000)],
)
def test_what_is_no_answer_is_asked_again_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: str, remedy: str
) -> None:
    file = tmp_path / "pause"

    out, _ = run(monkeypatch, f"{wrong}2\nq\n", "--pause", str(file))

    assert remedy in out
    assert json.loads(file.read_text())["said"][0]["answers"]["bladder_retention"] is True


def test_a_needed_choice_is_not_left_empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "pause"
    to_walking = NONE_OF_THESE * 2 + "n\n" + NONE_OF_THESE * 4

    out, _ = run(monkeypatch, to_walking + "\n²\nWith a limp\nq\n", "--pause", str(file))

    assert out.count("Type a number from 1 to 3.") == 2
    assert "unable_4_steps" not in out
    assert json.loads(file.read_text())["said"][-1]["answers"] == {"weight_bearing": "limp"}


@pytest.mark.django_db
def test_it_is_saved_for_a_person(monkeypatch: pytest.MonkeyPatch, ada: User) -> None:
    ada.profile.country = "DE"
    ada.profile.save()

    out, _ = run(monkeypatch, typed(CASES["V02"].answers), "--save", ada.email)

    kept = Assessment.objects.get(athlete=ada)
    assert f"Kept as assessment {kept.uid}." in out
    assert (kept.urgency, kept.verdict["complete"]) == ("within_days", True)


@pytest.mark.django_db
def test_an_unknown_person_is_told_before_the_first_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(CommandError, match=r"no account nobody@example\.test"):
        run(monkeypatch, "", "--save", "nobody@example.test")


def test_a_country_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="two letters"):
        run(monkeypatch, "", "--country", "England")


def test_what_is_skipped_is_unsure_and_never_no(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "pause"

    out, _ = run(monkeypatch, NONE_OF_THESE * 3 + "q\n", "--pause", str(file))

    said = json.loads(file.read_text())["said"]
    assert said[2]["answers"] == {"sexual_dysfunction_new": "unsure"}
    assert "Enter to skip it." in out
    assert "Be seen today, and say what you are not sure about." in out


def test_the_page_hands_a_clinician_what_was_answered_and_what_was_denied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    truth = CASES["V01"].answers | {"side": "left", "symptom_days": 3, "age_years": 50}

    out, _ = run(monkeypatch, typed(truth))

    page = " ".join(out.partition("=" * 78)[2].split())
    assert "For a clinician, from your own answers" in page
    where = page.partition("Where: ")[2].partition("How long: ")[0]
    assert "Leg: left; " in where
    assert "pain in the middle of the back of the thigh" in where
    assert "How long: days: 3" in page
    yes = page.partition("Yes to: ")[2].partition("Other answers: ")[0]
    assert "it started at one clear moment" in yes
    assert "age in years: 50" in page
    denied = page.partition("Asked and denied: ")[2].partition("What your answers point to")[0]
    assert "new loss of bowel control" in denied
    assert "already checked by a doctor" not in denied
    assert "You said yes to: age" not in page
