"""An open alert says whether a new check is asked for, in the same form as the episode says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from alerts.models import Alert
from alerts.queries import open_alerts
from alerts.services import watch
from tests.cast import Api, entry, today
from tests.shell.test_triage_recheck import asked, check
from triage.models import Episode


def alerts_of(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.sync()["alerts"]
    return found


@pytest.fixture
def tingling(ada: User, ada_api: Api) -> Api:
    """Ada was checked, and then logged a sign that her check did not know."""
    check(ada_api)
    ada_api.sync(entry("symptom", finding="tingle_leg", value=True))
    watch(athlete_id=ada.pk, now=datetime.now(UTC))
    return ada_api


def test_an_open_alert_carries_the_new_check_that_is_asked_for(tingling: Api) -> None:
    (alert,) = alerts_of(tingling)

    assert alert["rule"] == "TR-NEURO"
    assert alert["recheck"] == asked(tingling)
    assert alert["recheck"]["because"] == ["tingle_leg"]
    assert tingling.get(f"/alerts/{alert['id']}").json() == alert
    assert tingling.get("/alerts", state="open").json()["results"] == [alert]


def test_once_the_check_was_done_none_is_asked_for(tingling: Api) -> None:
    check(tingling, minutes=1, tingle_leg=True)

    held = alerts_of(tingling)
    assert held
    assert {alert["recheck"] is None for alert in held} == {True}


def test_an_alert_that_was_answered_says_nothing_of_it(tingling: Api) -> None:
    (alert,) = alerts_of(tingling)
    answer = tingling.post(f"/alerts/{alert['id']}/acknowledge", {"outcome": "read"})

    assert "recheck" not in answer.json()
    assert "recheck" not in tingling.get("/alerts").json()["results"][0]


def test_who_was_never_checked_is_asked_for_nothing_by_strong_pain(ada: User, ada_api: Api) -> None:
    ada_api.sync(*(entry("pain", level=9, day=today() - timedelta(n)) for n in range(2)))
    watch(athlete_id=ada.pk, now=datetime.now(UTC))

    assert {alert["recheck"] is None for alert in alerts_of(ada_api)} == {True}


def test_an_alert_of_an_ache_that_is_over_does_not_ask_for_the_next_ones_check(
    ada: User, tingling: Api
) -> None:
    over = Episode.objects.create(
        athlete=ada, opened_at=datetime.now(UTC), closed_at=datetime.now(UTC), closed_as="settled"
    )
    Alert.objects.create(
        athlete=ada, kind="red_flag", rule="R", urgency="within_days", title="t", message="m",
        day=today(), raised_at=datetime.now(UTC), episode_id=over.pk,
    )  # fmt: skip
    said = {alert["rule"]: alert["recheck"] is not None for alert in alerts_of(tingling)}

    assert said == {"R": False, "TR-NEURO": True}


def test_nothing_open_costs_nothing_more(ada: User, tingling: Api) -> None:
    with CaptureQueriesContext(connection) as some:
        assert len(open_alerts(athlete_id=ada.pk)) == 1
    Alert.objects.all().delete()
    with CaptureQueriesContext(connection) as none:
        assert open_alerts(athlete_id=ada.pk) == []

    assert (len(some), len(none)) == (2, 1)
