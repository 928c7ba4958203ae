"""The same batch eight times at once: the same rows, and nobody is turned away."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.tokens import issue_token
from tests.cast import JSON, entry, person, today
from tracker.models import Day, Entry, Snapshot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]
AT_ONCE = 8


def test_eight_parallel_first_batches_end_in_the_same_rows() -> None:
    # given one athlete who never synced, and a batch on three days with a red flag in it
    ada = person("Ada")
    _, secret = issue_token(
        by=ada,
        name="x",
        scopes=("read", "write"),
        now=datetime.now(UTC),
        lasts=timedelta(days=1),
    )
    batch = [entry("pain", level=n % 11, day=today() - timedelta(days=n % 3)) for n in range(30)]
    batch.append(entry("symptom", finding="saddle_numb", value=True))
    body = json.dumps({"cursor": None, "entries": batch})
    # when it comes eight times at once, each with one of the pool's eight connections
    connection.close()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: send(secret, body), range(AT_ONCE)))
    # then all are answered, one applied it, and every answer has the alert
    assert [status for status, _ in answers] == [200] * AT_ONCE
    applied = [answer for _, answer in answers if "applied" in str(answer["results"])]
    assert len(applied) == 1
    assert {len(answer["alerts"]) for _, answer in answers} == {1}
    assert Entry.objects.count() == 31
    assert Day.objects.count() == 3
    assert Snapshot.objects.get().revision == 31


def send(secret: str, body: str) -> tuple[int, dict[str, list[object]]]:
    try:
        answer = Client().post(
            "/api/v1/sync",
            body,
            content_type=JSON,
            headers={"Authorization": f"Bearer {secret}"},
        )
        return answer.status_code, answer.json()
    finally:
        connection.close()
