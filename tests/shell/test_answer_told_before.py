"""An answer to an alert counts from when it was said, and for the opening that stood then."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.models import Alert
from kernel.calendar import format_instant
from tests.cast import Api, entry
from tests.shell.ladder_story import later
from tests.shell.test_told_before import sign, stamp


def acknowledge(api: Api, alert: Alert, **fields: Any) -> dict[str, Any]:
    answer = api.post(f"/alerts/{alert.pk}/acknowledge", {"outcome": "seeking_care"} | fields)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def flag() -> Alert:
    return Alert.objects.get(rule="RF-CES-1")


def test_an_answer_said_before_the_alert_opened_again_leaves_it_open(long_api: Api) -> None:
    sign(long_api, "saddle_numb")
    said = stamp()
    with later(minutes=5):
        sign(long_api, "bladder_retention")
    with later(minutes=10):
        assert acknowledge(long_api, flag(), told_at=said)["state"] == "open"
        (earlier,) = flag().earlier
        assert earlier["outcome"] == "seeking_care"
        assert earlier["acknowledged_at"] == said.replace("Z", "+00:00")
        assert acknowledge(long_api, flag(), told_at=stamp(minutes=-1))["state"] == "acknowledged"


@pytest.mark.parametrize("clock", ["right", "slow", "ahead"])
def test_an_answer_counts_from_when_it_was_said_but_not_from_before_its_alert(
    long_api: Api, clock: str
) -> None:
    sign(long_api, "saddle_numb")
    said = stamp(minutes=1)
    with later(minutes=10):
        told_at = {"right": said, "slow": stamp(days=-2), "ahead": stamp(days=2)}[clock]
        answer = acknowledge(long_api, flag(), told_at=told_at)
        latest = stamp()
    counts = {"right": said, "slow": format_instant(flag().raised_at)}
    assert answer["state"] == "acknowledged"
    if clock == "ahead":
        assert said < answer["acknowledged_at"] <= latest
    else:
        assert answer["acknowledged_at"] == counts[clock]


def test_what_was_told_again_after_an_answer_that_was_sent_late_opens_the_alert(
    long_api: Api,
) -> None:
    sign(long_api, "saddle_numb")
    opened, said = format_instant(flag().raised_at), stamp(minutes=1)
    with later(minutes=10):
        acknowledge(long_api, flag(), raised_at=opened, told_at=said)
        long_api.sync(  # another phone, offline until now
            entry("symptom", finding="saddle_numb", value=True, edited_at=stamp(minutes=-4))
        )
    assert flag().state == "open"
