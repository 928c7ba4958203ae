"""Every command of the product: words for each argument, and a remedy where one cannot be so."""

from __future__ import annotations

import io
import json
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand

from accounts.models import User
from alerts.backtest import known
from tests.cast import Api, entry
from tracker.trends.rules import all_rules as all_trend_rules

ROOT = Path(__file__).resolve().parents[2]


def own_commands() -> list[str]:
    places = [(config.name, Path(config.path)) for config in apps.get_app_configs()]
    ours = {name for name, place in places if place.parent == ROOT}
    return sorted(name for name, app in get_commands().items() if app in ours)


def actions(command: BaseCommand) -> Iterator[tuple[str, str | None]]:
    for action in command.create_parser("manage.py", "x")._actions:
        yield action.dest, action.help


@pytest.mark.parametrize("name", own_commands())
def test_every_argument_of_every_command_has_words(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    shared = {dest for dest, _help in actions(BaseCommand())}

    silent = [dest for dest, words in actions(command) if dest not in shared and not words]

    assert command.help
    assert silent == []


def test_the_commands_that_are_looked_at_are_the_products() -> None:
    found = set(own_commands())

    assert {"assess", "backtest", "check_knowledge", "erase", "export", "seed_demo", "up"} <= found
    assert "migrate" not in found


@pytest.mark.parametrize(
    ("line", "named", "remedy"),
    [
        (["assess", "nofile"], "nofile", "JSON Lines"),
        (["assess", "/"], "'/'", "JSON Lines"),
        (["assess", "a\0b"], "a\\x00b", "JSON Lines"),
        (["up", "--port", "99999"], "--port 99999", "1024 to 65535"),
        (["up", "--port", "0"], "--port 0", "1024 to 65535"),
        (["up", "--host", "192.0.2.1"], "--host 192.0.2.1", "127.0.0.1"),
        (["check_knowledge", __file__], __file__, "Leave it out"),
        (["check_instruments", "/nowhere"], "/nowhere", "Leave it out"),
    ],
)
def test_an_argument_that_cannot_be_is_named_with_the_remedy(
    line: list[str], named: str, remedy: str
) -> None:
    with pytest.raises(CommandError) as refused:
        call_command(*line)

    assert named in str(refused.value)
    assert remedy in str(refused.value)


def test_a_port_that_somebody_listens_on_is_told_with_the_next_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} cannot be used .*--port "):
            call_command("up", "--port", str(port))


def test_a_mark_in_front_of_a_file_of_answers_is_no_part_of_its_first_line(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "answers": {}}\n{"id": 2, "answers": {}}\n', encoding="utf-8-sig")
    out = io.StringIO()

    call_command("assess", str(file), stdout=out)

    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == [1, 2]


@pytest.fixture
def open_mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.django_db
def test_an_export_is_for_the_eyes_of_its_owner_whatever_stood_there(
    ada: User, ada_api: Api, tmp_path: Path, open_mask: None
) -> None:
    ada_api.sync(entry("pain", level=3))
    folder = tmp_path / "out"
    for _twice in range(2):
        call_command("export", ada.email, str(folder), stdout=io.StringIO())
        (folder / "pain.csv").chmod(0o644)

    call_command("export", ada.email, str(folder), stdout=io.StringIO())

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert "pain.csv" in modes
    assert set(modes.values()) == {0o600}


@pytest.mark.django_db
@pytest.mark.parametrize("inside", ["", "/deeper"])
def test_an_export_into_a_file_is_told_with_the_remedy(
    ada: User, tmp_path: Path, inside: str
) -> None:
    file = tmp_path / "file"
    file.write_text("mine")

    with pytest.raises(CommandError) as refused:
        call_command("export", ada.email, f"{file}{inside}", stdout=io.StringIO())

    assert str(file) in str(refused.value)
    assert "Give a folder" in str(refused.value)
    assert file.read_text() == "mine"


@pytest.mark.django_db
@pytest.mark.parametrize("rule", known())
def test_every_rule_that_notifies_can_be_tried(rule: str) -> None:
    out = io.StringIO()

    call_command("backtest", rule, "--days", "3", stdout=out)

    assert out.getvalue() == "athletes 0 alerts 0\n"


@pytest.mark.parametrize("rule", sorted({rule.id for rule in all_trend_rules()} - set(known())))
def test_a_rule_that_only_shows_is_said_to_notify_nobody(rule: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("backtest", rule)

    assert f"{rule} only shows in Trends and notifies nobody." in str(refused.value)
    assert "TR-PAIN-UP" in str(refused.value)
