"""Stretches of worsening pain, open and over, as a person's own picture asks for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from tests.cast import Api, api_as, today
from tracker.models import WorseningSpell


def ago(days: int) -> date:
    return today() - timedelta(days)


def spell(who: User, opened: int, closed: int | None = None, **levels: float) -> None:
    """A spell that was told `opened` days ago and was over `closed` days ago."""
    given = {"before": 2.04, "now_level": 5, "noise": 1, "last_notified_level": 5} | levels
    WorseningSpell.objects.create(
        athlete=who, opened_on=ago(opened), last_notified_on=ago(opened),
        closed_on=None if closed is None else ago(closed), **given,
    )  # fmt: skip


def spells(api: Api, **query: Any) -> list[dict[str, Any]]:
    answer = api.get("/spells", **query)
    assert answer.status_code == 200, answer.content
    assert answer.json()["next"] is None
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_the_spells_of_a_year_are_listed_oldest_first_with_their_levels(
    ada: User, ada_api: Api
) -> None:
    spell(ada, 20, last_notified_level=6.5)
    spell(ada, 100, 80)
    spell(ada, 500, 480)

    assert spells(ada_api) == [
        {"opened_on": str(ago(100)), "closed_on": str(ago(80)), "before": 2, "told": 5},
        {"opened_on": str(ago(20)), "closed_on": None, "before": 2, "told": 6.5},
    ]


def test_one_that_touches_the_days_asked_for_counts_and_no_other(ada: User, ada_api: Api) -> None:
    spell(ada, 100, 80)

    for first, last, touches in [
        (90, 85, 1),
        (80, 70, 1),
        (110, 100, 1),
        (79, 0, 0),
        (120, 101, 0),
    ]:
        query = {"from": str(ago(first)), "to": str(ago(last))}
        assert len(spells(ada_api, **query)) == touches, (first, last)


def test_one_that_lasted_its_longest_is_over_though_nobody_wrote_that_down(
    ada: User, ada_api: Api
) -> None:
    spell(ada, 56)

    (one,) = spells(ada_api)

    assert one["closed_on"] == str(ago(0))
    WorseningSpell.objects.update(opened_on=ago(55))
    assert spells(ada_api)[0]["closed_on"] is None
    WorseningSpell.objects.update(opened_on=ago(90))
    assert spells(ada_api, **{"from": str(ago(20))}) == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"from": "2026-13-01"}, "/from"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "/from"),
        ({"from": "2025-01-01", "to": "2026-02-01"}, "/from"),
    ],
)
def test_days_that_cannot_be_asked_for_are_refused(
    ada_api: Api, query: dict[str, str], pointer: str
) -> None:
    answer = ada_api.get("/spells", **query)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_nobody_sees_somebody_elses(ada: User, eve: User) -> None:
    spell(ada, 20)

    assert spells(api_as(eve)) == []
