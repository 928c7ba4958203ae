"""The commands: assess and check_knowledge with nothing else, triage_replay with the store."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from triage.loader import current
from triage.models import Assessment
from triage.services import record_assessment

ROOT = Path(__file__).resolve().parents[2]


def assess(lines: list[Any], tmp_path: Path) -> tuple[list[dict[str, Any]], int]:
    file = tmp_path / "in.jsonl"
    file.write_text(
        "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    )
    out = io.StringIO()
    try:
        call_command("assess", str(file), stdout=out)
    except SystemExit as ended:
        return [json.loads(line) for line in out.getvalue().splitlines()], int(ended.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], 0


def test_each_line_is_one_assessment(tmp_path: Path) -> None:
    found, code = assess(
        [{"id": "a", "answers": {"sob": True}}, {"id": 2, "answers": {}}], tmp_path
    )

    assert code == 0
    assert [each["id"] for each in found] == ["a", 2]
    assert found[0]["urgency"] == found[0]["urgency_now"] == "emergency_now"
    assert found[1]["urgency"] is None


def test_a_bad_line_is_told_and_the_rest_is_judged(tmp_path: Path) -> None:
    found, code = assess(
        ["{", {"id": 1, "answers": {"sob": "yes"}}, {"id": 2}, {"id": 3, "answers": {}, "x": 1},
         "[]", {"id": 4, "answers": {"sob": True}}],
        tmp_path,
    )  # fmt: skip

    assert code == 1
    assert [each["id"] for each in found] == [None, 1, 2, 3, None, 4]
    assert [each["errors"][0]["pointer"] for each in found[:5]] == [
        "", "/answers/sob", "/answers", "/x", "",
    ]  # fmt: skip
    assert found[5]["urgency"] == "emergency_now"


def test_both_commands_run_with_no_setting_and_no_database(tmp_path: Path) -> None:
    for command in (["check_knowledge"], ["assess", "-"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, capture_output=True, text=True,
            input='{"id": 1, "answers": {}}\n', timeout=60, check=False,
            env={"VAR_DIR": str(tmp_path / "var")},
        )  # fmt: skip

        assert done.returncode == 0, done.stderr
    assert not list((tmp_path / "var").glob("*.sqlite3"))


def test_check_knowledge_names_file_key_and_reason(tmp_path: Path) -> None:
    errors = io.StringIO()

    with pytest.raises(CommandError):
        call_command("check_knowledge", str(tmp_path), stderr=errors)

    assert errors.getvalue().strip() == "derived.toml: file: is missing"


def check(*arguments: str) -> tuple[str, str]:
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command("check_knowledge", *arguments, stdout=out, stderr=errors)
    except CommandError as refused:
        errors.write(str(refused))
    return out.getvalue(), errors.getvalue()


def test_check_knowledge_tells_counts_and_how_hard_the_texts_are() -> None:
    said, complaint = check()

    assert complaint == ""
    assert f"version {current().version}" in said
    kinds = {line.split()[0] for line in said.splitlines() if line.strip()}
    assert {"question", "do_now", "tell", "self_care", "label"} <= kinds
    assert len(said.split("The 10 hardest")[1].strip().splitlines()) == 11


def test_check_knowledge_speaks_json_of_what_is_well_and_of_what_is_not(tmp_path: Path) -> None:
    well, complaint = check("--json")
    ill, refusal = check("--json", str(tmp_path))

    assert complaint == ""
    report = json.loads(well)
    assert (report["ok"], report["problems"]) == (True, [])
    assert report["counts"]["rules"] == len(current().rules)
    assert report["counts"]["cases"] > 600
    assert len(report["hardest"]) == 10
    assert "cannot be used" in refusal
    assert json.loads(ill) == {
        "ok": False,
        "problems": [
            {"file": "derived.toml", "key": "file", "reason": "is missing", "warning": False}
        ],
    }


@pytest.mark.django_db
def test_a_kept_assessment_is_judged_alike_again_and_a_changed_one_is_found() -> None:
    ada = User.objects.create_user(email="ada@example.test", password="a long pass phrase")
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    answer, _ = record_assessment(
        athlete_id=ada.pk, answers={"fever": True, "sob": "unsure", "new": 1}, taken_at=now, now=now
    )
    out = io.StringIO()

    call_command("triage_replay", answer["id"], stdout=out)
    assert out.getvalue().strip() == "The same verdict."

    Assessment.objects.update(answers={"fever": False})
    with pytest.raises(CommandError, match="red_flags"):
        call_command("triage_replay", answer["id"])
    with pytest.raises(CommandError, match="no such"):
        call_command("triage_replay", str(uuid4()))
