"""deploy/watching: valid files that ask for metrics which exist, and alarms that say what to do."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from alerts import auditor, metrics, tasks

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "watching"
# The part of PromQL these files use: a metric with labels, whole or within one function, compared
# with a number. What does not match in full is refused here, however valid it may be elsewhere.
SELECTOR = r'(?P<metric>[a-z_]+)(?:\{(?P<labels>[a-z_]+="[a-z_]+"(?:,[a-z_]+="[a-z_]+")*)\})?'
EXPRESSION = re.compile(
    rf"(?:(?P<function>absent|increase)\()?{SELECTOR}(?P<range>\[\d+[smh]\])?(?P<end>\))?"
    r"(?: (?:>|<|==) \d+)?"
)
DURATION = re.compile(r"\d+(?:s|m|h)")
OF_PROMETHEUS = {"up": {"job"}}


def groups() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / "alarms.yaml").read_text())["groups"]
    return found


def alarms() -> list[dict[str, Any]]:
    return [rule for group in groups() for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
    return found


def expressions() -> list[str]:
    return [rule["expr"] for rule in alarms()] + [
        target["expr"] for panel in panels() for target in panel["targets"]
    ]


def scraped() -> dict[str, set[frozenset[tuple[str, str]]]]:
    """Return every sample's name and labels as the product shows them."""
    now = datetime.now(UTC)
    auditor.audit(now=now)
    for job in (tasks.sweep, tasks.scan, tasks.look_for_drift, tasks.make_months):
        job()
    found: dict[str, set[frozenset[tuple[str, str]]]] = {}
    for family in text_string_to_metric_families(metrics.scraped(now=now).decode()):
        for sample in family.samples:
            found.setdefault(sample.name, set()).add(frozenset(sample.labels.items()))
    return found


@pytest.mark.parametrize("expression", expressions())
def test_an_expression_is_well_formed(expression: str) -> None:
    match = EXPRESSION.fullmatch(expression)

    assert match
    assert bool(match["function"]) == bool(match["end"])
    assert bool(match["range"]) == (match["function"] == "increase")


@pytest.mark.parametrize("wrong", ["x >", "increase(x) > 0", "absent(x", "x{a=b} > 1", "x[5m] > 1"])
def test_what_is_not_well_formed_is_refused(wrong: str) -> None:
    match = EXPRESSION.fullmatch(wrong)

    assert (
        match is None
        or bool(match["function"]) != bool(match["end"])
        or bool(match["range"]) != (match["function"] == "increase")
    )


def test_every_metric_and_label_exists() -> None:
    held = scraped()

    for expression in expressions():
        match = EXPRESSION.fullmatch(expression)
        assert match
        name = match["metric"]
        if name in OF_PROMETHEUS:
            continue
        assert name in held, expression
        asked = {tuple(pair.split("=")) for pair in (match["labels"] or "").split(",") if pair}
        wanted = {(label, text.strip('"')) for label, text in asked}
        assert any(wanted <= labels for labels in held[name]), expression


def test_every_metric_of_the_product_is_on_the_dashboard() -> None:
    shown = " ".join(target["expr"] for panel in panels() for target in panel["targets"])

    assert [name for name in scraped() if name.startswith("thighcare_") and name not in shown] == []


def test_each_job_by_the_clock_alarms_when_it_is_late_and_when_it_never_was() -> None:
    asked = {rule["expr"].split(" > ")[0] for rule in alarms()}

    for job in (name for name in metrics.JOBS if name != auditor.JOB):  # the audit has its own
        age = f'thighcare_job_age_seconds{{job="{job}"}}'
        assert {age, f"absent({age})"} <= asked, job


def test_every_job_that_is_claimed_is_measured() -> None:
    sources = [file.read_text() for file in (FOLDER.parents[1] / "alerts").glob("*.py")]
    claimed = {job for text in sources for job in re.findall(r'(?:JOB =|job=)\s*"(\w+)"', text)}

    assert claimed == set(metrics.JOBS)


def test_alarms_have_the_shape_prometheus_wants_and_say_what_to_do() -> None:
    names = [rule["alert"] for rule in alarms()]

    assert len(names) == len(set(names))
    for group in groups():
        assert set(group) == {"name", "rules"}
    for rule in alarms():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert re.fullmatch(r"[A-Z][A-Za-z]+", rule["alert"])
        assert DURATION.fullmatch(rule.get("for", "1s"))
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert set(rule["annotations"]) == {"summary", "action"}


def test_the_dashboard_has_a_place_for_every_panel() -> None:
    held = panels()
    places = [panel["gridPos"] for panel in held]

    assert len({panel["id"] for panel in held}) == len(held)
    assert len({(place["x"], place["y"]) for place in places}) == len(held)
    assert all(place["x"] + place["w"] <= 24 for place in places)
    assert all(panel["datasource"]["uid"] == "${source}" for panel in held)


def test_prometheus_reads_the_alarms_beside_it_and_asks_the_guarded_door() -> None:
    read = yaml.safe_load((FOLDER / "prometheus.yaml").read_text())
    (scrape,) = read["scrape_configs"]

    assert [(FOLDER / name).is_file() for name in read["rule_files"]] == [True]
    assert scrape["metrics_path"] == "/metrics"
    assert scrape["authorization"]["type"] == "Bearer"
    assert scrape["job_name"] == "thighcare"
