"""/metrics: numbers of rows, for the operator only, nobody's data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import User
from alerts import auditor, metrics, nightly, relay, tally
from alerts.channels import TryLater
from alerts.models import Delivery
from tests.cast import Api, entry

TOKEN = "only-for-tests-0123456789"


def now() -> datetime:
    return datetime.now(UTC)


def values() -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    text = metrics.scraped(now=now()).decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(name: str, **labels: str) -> float:
    return values()[f"thighcare_{name}", frozenset(labels.items())]


@pytest.fixture
def red(ada_api: Api) -> Api:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    return ada_api


def test_every_stage_of_an_alert_is_counted(red: Api) -> None:
    Delivery.objects.filter(step=1).update(
        state="done", attempts=2, accepted_at=now(), displayed_at=now(), clicked_at=now()
    )
    Delivery.objects.filter(step=2).update(state="dead", attempts=8)
    Delivery.objects.filter(step=3).update(attempts=1, due_at=now() - timedelta(seconds=50))

    assert value("attempts", channel="push") == 10
    assert value("accepted", channel="push") == 1
    assert value("displayed", channel="push") == 1
    assert value("clicked", channel="push") == 1
    assert value("dead", channel="push") == 1
    assert value("deliveries", channel="push", state="done") == 1
    assert value("escalated", channel="email") == 1
    assert value("oldest_due_age_seconds", urgent="true") >= 50
    assert value("oldest_due_age_seconds", urgent="false") == 0
    assert value("alerts", state="open_urgent") >= 1


def test_an_answer_of_the_athlete_is_counted(red: Api) -> None:
    before = value("alerts", state="acknowledged")
    for alert in red.get("/alerts").json()["results"]:
        red.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "seeking_care"})

    assert value("alerts", state="acknowledged") > before == 0
    assert value("alerts", state="open_urgent") == 0


def test_jobs_lost_bells_and_audits_are_counted() -> None:
    nightly.scan_tonight(now=now())
    auditor.audit(now=now())
    tally.count(tally.BELLS_LOST)

    assert value("job_seconds", job="scan") >= 0
    assert value("job_age_seconds", job="scan") < 60
    assert value("audit_age_seconds") < 60
    assert value("bells_lost_total") == 1


def test_what_other_processes_sent_is_counted_by_the_rows(red: Api, ada: User) -> None:
    assert value("sendings_total", channel="push", what="gone") == 0
    relay.deliver_due()  # nobody has a device: the push is gone, and the letter goes at once
    relay.deliver_due()

    assert value("sendings_total", channel="push", what="gone") == 1
    assert value("sendings_total", channel="email", what="sent") == 1
    assert value("sendings_total", channel="email", what="try_later") == 0


def test_a_sending_that_is_tried_again_counts_each_time(
    red: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(relay.SEND, "push", lambda _: TryLater("http-503"))
    Delivery.objects.exclude(step=1).delete()
    for _ in range(3):
        Delivery.objects.filter(step=1).update(due_at=now())
        relay.deliver_due(limit=1)

    assert value("sendings_total", channel="push", what="try_later") == 3


@pytest.mark.parametrize("answer", ["no-device", "http-410", "no-number", "nothing-to-ask"])
def test_who_has_no_such_way_is_no_fault_of_the_channel(red: Api, answer: str) -> None:
    Delivery.objects.filter(step=1).update(state="dead", last_answer=answer)

    assert value("dead", channel="push") == 1
    assert value("failed", channel="push") == 0


@pytest.mark.parametrize("answer", ["http-403", "refused-a private address", "http-503"])
def test_a_way_that_failed_is_counted(red: Api, answer: str) -> None:
    Delivery.objects.filter(step=1).update(state="dead", last_answer=answer)

    assert value("failed", channel="push") == 1


def test_operators_without_an_address_are_a_failure_and_athletes_without_one_are_not(
    red: Api,
) -> None:
    Delivery.objects.filter(step=3).update(state="dead", last_answer="no-address")
    Delivery.objects.filter(step=5).update(state="dead", last_answer="no-address")

    assert value("failed", channel="email") == 1


def test_reminders_refusals_and_what_was_shed_are_counted() -> None:
    tally.count(tally.REMINDERS, "push", "sent")
    tally.count(tally.REFUSALS, "403")
    tally.count(tally.SHED, "line_is_long", "read", n=7)
    tally.count(tally.SHED, "line_is_long", "read", n=2)
    tally.count(tally.SHED, "a_reason_of_tomorrow", "batch")

    assert value("reminders_total", channel="push", what="sent") == 1
    assert value("push_refusals_total", status="403") == 1
    assert value("push_refusals_total", status="401") == 0
    assert value("requests_shed_total", reason="line_is_long", kind="read") == 9
    assert value("requests_shed_total", reason="line_is_long", kind="batch") == 0
    assert value("requests_shed_total", reason="a_reason_of_tomorrow", kind="batch") == 1


def test_a_count_survives_whoever_counted() -> None:
    for _ in range(3):
        tally.count(tally.SENDINGS, "push", "sent")

    assert tally.counted(tally.SENDINGS, "push", "sent") == 3
    assert tally.counted(tally.SENDINGS, "push", "gone") == 0


def test_no_number_lives_in_one_process_alone() -> None:
    """A counter of a process is seen by nobody who asks another one."""
    held = [family.name for family in REGISTRY.collect() if family.name.startswith("thighcare")]

    assert held == []


def test_an_audit_that_never_was_is_absent_and_not_zero() -> None:
    names = {name for name, _ in values()}

    assert "thighcare_audit_age_seconds" not in names
    assert "thighcare_audit_findings" in names


def test_a_scrape_costs_the_same_however_many_deliveries_there_are(
    red: Api, django_assert_max_num_queries: object
) -> None:
    relay.deliver_due()

    with django_assert_max_num_queries(25):
        metrics.scraped(now=now())


def test_nobody_is_named(red: Api, ada: User) -> None:
    text = metrics.scraped(now=now()).decode()

    assert "saddle" not in text
    assert ada.email not in text


def test_loopback_may_read_metrics() -> None:
    assert Client().get("/metrics").status_code == 200


@pytest.mark.parametrize(
    "told", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"HTTP_VIA": "x"}]
)
def test_nobody_else_may(told: dict[str, str]) -> None:
    assert Client().get("/metrics", **told).status_code == 404


GIVEN = {
    f"Bearer {TOKEN}": 200,
    f"bearer {TOKEN}": 200,
    f"Bearer {TOKEN}x": 404,
    "Bearer ": 404,
    f"Basic {TOKEN}": 404,
    "Bearer \u00fc": 404,
}


@pytest.mark.parametrize(("given", "status"), GIVEN.items())
def test_a_token_opens_metrics_from_elsewhere(settings: object, given: str, status: int) -> None:
    settings.METRICS_TOKEN = TOKEN

    answer = Client().get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=given)

    assert answer.status_code == status


def test_no_token_set_opens_for_no_token_given(settings: object) -> None:
    settings.METRICS_TOKEN = ""

    answer = Client().get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION="Bearer ")

    assert answer.status_code == 404
