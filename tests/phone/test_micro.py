"""Which signs Today asks, and what earlier days suggest: pure modules, asked in a real browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.phone.product import Product

pytestmark = pytest.mark.browser
DAY = "2026-03-20"
ROUND = {"night_pain_constant", "numb_leg", "swelling_one_sided"}
NEVER_ASKED = {"day": DAY, "answers": {}, "answeredOn": None, "startedOn": None, "recent": []}


@pytest.fixture(scope="module")
def page(product: Product, browser: Any) -> Any:
    """A phone that has not signed in; only the modules are asked."""
    context = browser.new_context(base_url=product.address)
    page = context.new_page()
    page.goto("/welcome")
    yield page
    context.close()


def before(days: int) -> str:
    return (date.fromisoformat(DAY) - timedelta(days)).isoformat()


def asked(page: Any, **known: Any) -> list[str]:
    found: list[str] = page.evaluate(
        "async (known) => (await import('/static/pwa/micro.js')).askedToday(known)",
        NEVER_ASKED | known,
    )
    return found


def suggest(page: Any, name: str, recent: list[dict[str, Any]]) -> Any:
    return page.evaluate(
        """async ([name, recent, day]) =>
          (await import('/static/pwa/defaults.js'))[name](recent, day)""",
        [name, recent, DAY],
    )


def run(day: str, **more: Any) -> dict[str, Any]:
    return {"kind": "activity", "day": day, "sport": "run", "minutes": 40, "rpe": 5} | more


def test_without_a_history_two_of_the_round_are_asked_and_each_comes_round(page: Any) -> None:
    days = [asked(page, day=before(back)) for back in range(3)]

    assert all(len(day) == 2 and set(day) <= ROUND for day in days)
    assert {finding for day in days for finding in day} == ROUND


@pytest.mark.parametrize("answers", [{"long_travel_4h": True}, {"cast_or_paralysis": "unsure"}])
def test_after_a_journey_or_a_cast_the_calf_is_asked_for_four_weeks(
    page: Any, answers: dict[str, Any]
) -> None:
    assert asked(page, answers=answers, answeredOn=before(27))[0] == "swelling_calf"
    assert "swelling_calf" not in asked(page, answers=answers, answeredOn=before(28))
    assert "swelling_calf" not in asked(page, answers=answers, answeredOn=None)


def test_a_logged_ride_of_four_hours_asks_for_the_calf_and_a_day_at_the_desk_does_not(
    page: Any,
) -> None:
    ride = {"kind": "sitting", "day": before(3), "seat": "plane", "hours": 4}

    assert asked(page, recent=[ride])[0] == "swelling_calf"
    assert "swelling_calf" not in asked(page, recent=[ride | {"hours": 3.5}])
    assert "swelling_calf" not in asked(page, recent=[ride | {"seat": "desk", "hours": 9}])


@pytest.mark.parametrize(
    "answers", [{"side": "both"}, {"loc_both_legs": True}, {"weak_leg": "unsure"}]
)
def test_once_both_legs_or_a_nerve_sign_were_told_saddle_and_bladder_are_asked(
    page: Any, answers: dict[str, Any]
) -> None:
    assert asked(page, answers=answers)[:2] == ["saddle_numb", "bladder_retention"]


def test_a_logged_nerve_sign_counts_for_a_week_and_a_no_never(page: Any) -> None:
    sign = {"kind": "symptom", "finding": "tingle_leg", "value": True, "day": before(6)}

    assert asked(page, recent=[sign])[:2] == ["saddle_numb", "bladder_retention"]
    assert "saddle_numb" not in asked(page, recent=[sign | {"day": before(7)}])
    assert "saddle_numb" not in asked(page, recent=[sign | {"value": False}])
    assert "saddle_numb" not in asked(page, answers={"weak_leg": False, "side": "left"})


def test_on_days_3_and_7_after_a_pop_bruise_and_weakness_are_asked(page: Any) -> None:
    told = [
        back
        for back in range(10)
        if "bruising" in asked(page, answers={"pop_felt": True}, startedOn=before(back))
    ]

    assert told == [3, 7]
    days = asked(page, answers={"pop_felt": True}, startedOn=before(3))
    assert days[:2] == ["bruising", "weak_knee_bend"]
    assert "bruising" not in asked(page, answers={"pop_felt": True}, startedOn=None)


def test_never_more_than_three_are_asked_and_each_has_words(page: Any) -> None:
    everything = asked(
        page,
        answers={"side": "both", "pop_felt": True, "cast_or_paralysis": True},
        answeredOn=before(3),
        startedOn=before(3),
    )
    worded = page.evaluate(
        "async () => (await import('/static/pwa/signs.js')).SIGNS.map((sign) => sign.finding)"
    )

    assert everything == ["saddle_numb", "bladder_retention", "bruising"]
    assert {*everything, *ROUND, "weak_knee_bend", "swelling_calf"} <= set(worded)


def test_sitting_is_suggested_from_the_last_logged_day_of_the_week(page: Any) -> None:
    bouts = [{"kind": "sitting", "day": before(2), "hours": hours} for hours in (3, 2.5)]
    old = {"kind": "sitting", "day": before(8), "hours": 9}

    assert suggest(page, "suggestedSitting", [old, *bouts]) == {"hours": 5.5, "day": before(2)}
    assert suggest(page, "suggestedSitting", [old]) is None
    assert suggest(page, "suggestedSitting", [bouts[0] | {"day": DAY}]) is None


def test_the_session_of_the_same_weekday_is_suggested_before_the_latest(page: Any) -> None:
    tuesday, later = run(before(7), minutes=60), run(before(1))

    assert suggest(page, "suggestedActivity", [tuesday, later]) == tuesday
    assert suggest(page, "suggestedActivity", [run(before(9)), later]) == later
    assert suggest(page, "suggestedActivity", [run(before(7), sport="rest", minutes=0)]) is None


@pytest.mark.parametrize(
    ("sessions", "hard"),
    [
        ([run(before(1), rpe=7)], True),
        ([run(before(1), minutes=84)], True),
        ([run(before(1), minutes=83)], False),
        ([run(before(1), rpe=6)], False),
        ([run(before(2), rpe=9)], False),
        ([run(DAY, rpe=9)], False),
        ([], False),
    ],
)
def test_the_morning_after_is_asked_after_effort_7_or_a_load_of_420(
    page: Any, sessions: list[dict[str, Any]], hard: bool
) -> None:
    assert (suggest(page, "hardSessionBefore", sessions) is not None) == hard
