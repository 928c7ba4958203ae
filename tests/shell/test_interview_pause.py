"""A pause of the interview in a terminal: kept after every screen, and never lost."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.shell.test_interview_command import NONE_OF_THESE


def test_a_pause_that_cannot_be_kept_is_told_before_the_first_question(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for place in (tmp_path, tmp_path / "nowhere" / "x.json"):
        out = io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.StringIO(NONE_OF_THESE))
        with pytest.raises(CommandError, match=r"cannot be (read|written)"):
            call_command("interview", "--pause", str(place), stdout=out)
        assert "Any of these new?" not in out.getvalue()


def test_what_was_answered_is_shown_where_it_can_no_longer_be_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    typing = io.StringIO("2\n")
    monkeypatch.setattr(sys, "stdin", typing)
    read = typing.readline

    def gone() -> str:
        for each in folder.iterdir():
            each.unlink()
        folder.rmdir()
        return read()

    monkeypatch.setattr(typing, "readline", gone)
    out = io.StringIO()

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("interview", "--pause", str(folder / "pause"), stdout=out)

    kept = json.loads("{" + out.getvalue().partition("a pause file:\n{")[2])
    assert kept["said"][0]["answers"]["bladder_retention"] is True


def test_a_pause_is_kept_after_every_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "pause"
    typing = io.StringIO("2\n")
    monkeypatch.setattr(sys, "stdin", typing)
    read = typing.readline

    def fails() -> str:
        line = read()
        if not line:
            raise RuntimeError("the terminal is gone")
        return line

    monkeypatch.setattr(typing, "readline", fails)
    with pytest.raises(RuntimeError, match="is gone"):
        call_command("interview", "--pause", str(file), stdout=io.StringIO())

    assert json.loads(file.read_text())["said"][0]["answers"]["bladder_retention"] is True
