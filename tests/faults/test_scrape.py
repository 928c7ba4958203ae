"""The request that prometheus.yaml makes, to the web process as compose starts it."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.faults.compose_file import ROOT, example_names
from tests.faults.deployed import SITE, Deployed, deployed

WATCHING = ROOT / "deploy" / "watching"
TOKEN = "only-for-tests-0123456789"

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Run web alone, with compose's own environment; only the stores are smaller."""
    folder = tmp_path_factory.mktemp("scrape")
    values = example_names() | {
        "SITE": SITE, "SECRET_KEY": "only-for-tests-" * 4, "POSTGRES_PASSWORD": "x",
        "EMAIL_URL": "smtp://127.0.0.1:9", "METRICS_TOKEN": TOKEN,
    }  # fmt: skip
    own = {"DATABASE_URL": f"sqlite:///{folder}/scrape.sqlite3", "REDIS_URL": ""}
    with deployed(folder, values, only=("web",), **own) as running:
        yield running


def scrape_config() -> dict[str, Any]:
    (found,) = yaml.safe_load((WATCHING / "prometheus.yaml").read_text())["scrape_configs"]
    return dict(found)


def ask(web: Deployed, headers: dict[str, str], path: str = "/metrics") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def as_prometheus(**headers: str) -> dict[str, str]:
    config = scrape_config()
    (target,) = config["static_configs"][0]["targets"]
    kind = config["authorization"]["type"]
    return {"Host": target, "Authorization": f"{kind} {TOKEN}"} | headers


def test_prometheus_gets_the_numbers_by_the_request_it_is_told_to_make(web: Deployed) -> None:
    config = scrape_config()
    assert config.get("scheme", "http") == "http"

    status, text = ask(web, as_prometheus(), config["metrics_path"])

    assert status == 200
    assert "thighcare_oldest_due_age_seconds" in text


@pytest.mark.parametrize("given", ["", "Bearer wrong", "Bearer "])
def test_without_the_token_there_is_nothing_there(web: Deployed, given: str) -> None:
    from_elsewhere = as_prometheus(**{"Authorization": given, "X-Forwarded-For": "192.0.2.7"})

    assert ask(web, from_elsewhere)[0] == 404


def test_only_the_counters_and_health_are_served_without_tls(web: Deployed) -> None:
    for path in ("/", "/api/v1/me", "/operator/", "/metrics/x"):
        assert ask(web, as_prometheus(), path)[0] == 301, path


def test_another_host_name_is_refused(web: Deployed) -> None:
    assert ask(web, as_prometheus(Host="evil.example"))[0] == 400


def test_the_file_beside_it_runs_prometheus_on_the_same_network_and_shows_it_here_only() -> None:
    beside = yaml.safe_load((WATCHING / "compose.yaml").read_text())
    (service,) = beside["services"].values()
    config = scrape_config()

    assert "networks" not in service
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "./watching:/etc/prometheus:ro" in service["volumes"]
    assert service["command"][0] == "--config.file=/etc/prometheus/prometheus.yaml"
    assert config["authorization"]["credentials_file"] == "metrics-token"
    assert "watching/metrics-token" in (ROOT / "deploy" / ".gitignore").read_text()
