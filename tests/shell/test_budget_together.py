"""Many watch one athlete at once, each with another thing to say: the budget holds all the same."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from alerts import budget, choosing, judging, services
from alerts.facts import Facts
from alerts.models import Alert
from alerts.rules import Raised, Rule
from tests.cast import Api, api_as, entry, person
from tests.core.rule_facts import rule

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]
AT_ONCE = 6
LONGEST_S = 30.0
MOST = {"within_days": budget.MOST, "self_care": budget.MOST_BEFORE_A_NUDGE + 1}


def always(number: int, urgency: str) -> Rule:
    """Return a limited rule that speaks on every day."""

    def judge(facts: Facts) -> Raised:
        return Raised(on=facts.ends_on, message=("m", {}), tell=("t", {}))

    usual = rule("TR-CRAMP")
    assert usual.limited
    return dataclasses.replace(usual, id=f"TR-TEST-{number}", urgency=urgency, judge=judge)


@pytest.fixture
def one_rule_each(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, str], None]:
    """Return what a thread calls to have a rule of its own and no other."""
    mine = threading.local()
    monkeypatch.setattr(choosing, "by_weight", lambda: (mine.rule,))

    def take(number: int, urgency: str) -> None:
        mine.rule = always(number, urgency)

    return take


@pytest.fixture
def all_see_room(monkeypatch: pytest.MonkeyPatch) -> threading.Barrier:
    """Let nobody go on before all have read what was told: there is room for each of them.

    On SQLite the first statement takes the lock: there they meet before it.
    """
    meeting = threading.Barrier(AT_ONCE)
    been = threading.local()
    reads: Callable[[Mapping[int, date]], dict[int, Any]] = judging.histories

    def read_and_meet(ends: Mapping[int, date]) -> dict[int, Any]:
        found = reads(ends)
        if connection.vendor == "postgresql" and not hasattr(been, "here"):
            been.here = True
            meeting.wait(LONGEST_S)
        return found

    monkeypatch.setattr(judging, "histories", read_and_meet)
    return meeting


@pytest.fixture
def logged() -> tuple[User, Api]:
    ada = person("Ada")
    api = api_as(ada)
    api.sync(entry("pain", level=2))
    return ada, api


@pytest.mark.parametrize("urgency", MOST)
def test_watches_at_once_tell_no_more_than_the_budget_has(
    logged: tuple[User, Api],
    urgency: str,
    one_rule_each: Callable[[int, str], None],
    all_see_room: threading.Barrier,
) -> None:
    ada, api = logged
    now = datetime.now(UTC)

    def watch(number: int) -> int:
        one_rule_each(number, urgency)
        if connection.vendor == "sqlite":
            all_see_room.wait(LONGEST_S)
        try:
            return services.watch(athlete_id=ada.pk, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(watch, range(AT_ONCE)))

    assert sum(told) == MOST[urgency]
    assert Alert.objects.filter(spent=True).count() == MOST[urgency]
    assert len(api.sync()["alerts"]) == MOST[urgency]
