"""Dockerfile, compose.yaml and Caddyfile agree with each other and with the repository."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.faults import compose_file
from tests.faults.deployed import LASTING
from thighcare.celery import QUEUES
from thighcare.management.commands.up import children

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
CADDYFILE = (ROOT / "deploy/Caddyfile").read_text()
ROOMS = ["kernel", "accounts", "teams", "triage", "tracker", "alerts", "coach", "pwa", "thighcare"]
OURS = ["migrate", *LASTING]


def test_what_the_image_copies_is_there_and_holds_every_room() -> None:
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, flags=re.MULTILINE)
    copied = {name for line in lines for name in line.split()[:-1]}

    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert set(ROOMS) <= copied


def test_the_image_installs_hashed_wheels_and_runs_as_nobody_special() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert "--only-binary :all:" in DOCKERFILE
    steps = DOCKERFILE.splitlines()
    user, collect = steps.index("USER thighcare"), DOCKERFILE.index("collectstatic")

    assert user
    assert DOCKERFILE.index("USER thighcare") < collect < DOCKERFILE.index("CMD [")
    assert not re.search(r"^(?:ENV|ARG) .*SECRET_KEY", DOCKERFILE, flags=re.MULTILINE)


def test_the_image_starts_what_compose_calls_web() -> None:
    (command,) = re.findall(r"^CMD (\[.+\])$", DOCKERFILE, flags=re.MULTILINE)

    assert json.loads(command) == compose_file.services()["web"]["command"]


@pytest.mark.parametrize("service", OURS)
def test_commands_are_lists_that_need_no_shell(service: str) -> None:
    command = compose_file.services()[service]["command"]

    assert isinstance(command, list)
    assert command[0] in {"python", "granian", "celery"}


def test_web_runs_as_the_first_command_runs_it() -> None:
    (web,) = [child for child in children("127.0.0.1", 8000) if child.name == "web"]
    at_home = [word for word in web.arguments if word not in ("--log-level", "warning")]
    for name in ("--host", "--port"):
        at = at_home.index(name)
        del at_home[at : at + 2]

    assert compose_file.services()["web"]["command"] == ["granian", *at_home]


def test_nothing_starts_before_its_tables() -> None:
    for service in LASTING:
        waits = compose_file.services()[service]["depends_on"]

        assert waits["migrate"] == {"condition": "service_completed_successfully"}


def test_every_queue_has_a_worker_and_alerts_share_theirs_with_nothing_slow() -> None:
    lanes = {
        name: set(service["command"][service["command"].index("--queues") + 1].split(","))
        for name, service in compose_file.services().items()
        if "--queues" in service.get("command", [])
    }

    assert set().union(*lanes.values()) == set(QUEUES)
    (beside_alerts,) = [lane for lane in lanes.values() if "alerts" in lane]
    assert not beside_alerts & {"reminders", "scan"}


def test_only_the_proxy_is_open_to_the_outside() -> None:
    open_ones = [name for name, service in compose_file.services().items() if "ports" in service]

    assert open_ones == ["proxy"]


def test_every_lasting_service_but_beat_says_whether_it_is_well() -> None:
    silent = {
        name for name, service in compose_file.services().items() if "healthcheck" not in service
    }

    assert silent == {"migrate", "beat"}


def test_named_volumes_are_declared_and_files_exist() -> None:
    for service in compose_file.services().values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / "deploy" / source).is_file()
            else:
                assert re.search(rf"^  {source}: ", compose_file.COMPOSE.read_text(), re.M)


def test_the_proxy_keeps_counters_inside_and_leads_to_web() -> None:
    assert CADDYFILE.count("{") == CADDYFILE.count("}")
    assert re.search(r"@inside path /metrics", CADDYFILE)
    assert CADDYFILE.index("handle @inside") < CADDYFILE.index("reverse_proxy web:8000")
    assert re.search(r"handle @inside \{\s*respond 404\s*\}", CADDYFILE)


def test_the_workflow_only_calls_the_one_script() -> None:
    text = (ROOT / ".github/workflows/ci.yml").read_text()

    assert "run: bash .ci/run" in text
    assert (ROOT / ".ci/run").is_file()
