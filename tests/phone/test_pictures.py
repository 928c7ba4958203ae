"""The pure parts of the pictures: folding as the server does, averages, bands, weeks of places."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.phone.product import Product
from tracker.fold import Fact, fold

pytestmark = pytest.mark.browser
DRAWN = {
    "pain_worst", "pain_morning", "sitting_h", "hydration_ml", "urine_colour", "activity_min",
    "load_au", "symptoms", "sleep_h", "sleep_quality", "fatigue", "soreness", "stress", "has_note",
}  # fmt: skip


@pytest.fixture(scope="module")
def page(product: Product, browser: Any) -> Any:
    """A phone that has not signed in; only the modules are asked."""
    context = browser.new_context(base_url=product.address)
    page = context.new_page()
    page.goto("/welcome")
    yield page
    context.close()


def call(page: Any, module: str, name: str, *arguments: Any) -> Any:
    return page.evaluate(
        """async ([module, name, given]) =>
          (await import(`/static/pwa/${module}.js`))[name](...given)""",
        [module, name, list(arguments)],
    )


def some_content(random_: random.Random) -> tuple[str, dict[str, Any]]:
    choices: list[tuple[str, dict[str, Any]]] = [
        ("pain", {"level": random_.randint(0, 10)}),
        ("pain", {"level": random_.randint(0, 10), "context": "morning"}),
        ("sitting", {"hours": random_.randint(0, 40) / 4}),
        ("hydration", {"ml": random_.choice([250, 500, 330])}),
        ("hydration", {"ml": 250, "urine_colour": random_.randint(1, 8)}),
        ("activity", {"sport": "run", "minutes": random_.randint(5, 90), "rpe": 6.5}),
        ("symptom", {"finding": "numb_leg", "value": random_.choice([True, False, "unsure"])}),
        ("wellness", {"sleep_h": 7.5, "stress": random_.randint(1, 7)}),
        ("wellness", {"sleep_h": random_.randint(0, 20) / 2}),
        ("note", {"text": "A word."}),
    ]
    return random_.choice(choices)


def test_the_phone_folds_a_day_as_the_server_does(page: Any) -> None:
    seeded = random.Random(11)
    begin = datetime(2026, 3, 1, 7, tzinfo=UTC)
    days: list[list[dict[str, Any]]] = []
    expected = []
    for _ in range(300):
        entries, facts = [], []
        for place in range(seeded.randint(0, 9)):
            kind, content = some_content(seeded)
            edited = begin + timedelta(minutes=seeded.randint(0, 3))  # ties are usual
            uid = f"{seeded.randint(0, 9)}-{place}"
            entries.append({"id": uid, "kind": kind, "edited_at": edited.isoformat(), **content})
            facts.append(Fact(kind, content, edited, uid))
        days.append(entries)
        expected.append({name: value for name, value in fold(facts).items() if name in DRAWN})

    found = page.evaluate(
        """async (days) => {
          const { fold } = await import("/static/pwa/fold.js");
          return days.map(fold);
        }""",
        days,
    )

    assert found == expected


def test_an_average_needs_enough_logged_days_and_takes_no_gap_for_nothing(page: Any) -> None:
    week = {"days": 7, "least": 3}

    assert call(page, "averages", "rolling", [2, None, 4], week) == [None, None, None]
    assert call(page, "averages", "rolling", [2, None, 4, 6], week)[-1] == 4
    assert call(page, "averages", "rolling", [9, *[None] * 4, 1, 1, 1], week)[-1] == 1
    assert call(page, "averages", "mean", [None]) is None


@pytest.mark.parametrize(
    ("days", "said"), [([], 0), ([3] * 7, 7), ([3] * 8, None), ([3] * 7 + [None] * 18, 0)]
)
def test_under_8_of_18_days_a_baseline_is_still_collected(
    page: Any, days: list[int | None], said: int | None
) -> None:
    assert call(page, "averages", "collecting", days) == said


@pytest.mark.parametrize(
    ("change", "band"),
    [
        ({"points": 10, "share": 0.3, "needs": "both"}, [28, 52]),
        ({"points": 10, "share": 0.3, "needs": "either"}, [30, 50]),
        ({"points": 2, "share": None, "needs": "both"}, [38, 42]),
        ({"points": None, "share": None, "needs": "either"}, None),
        (None, None),
    ],
)
def test_a_band_shows_what_is_too_small_to_mean_a_change(
    page: Any, change: dict[str, Any] | None, band: list[float] | None
) -> None:
    assert call(page, "averages", "changeBand", 40, change) == band


def test_places_are_gathered_by_week_and_leg(page: Any) -> None:
    pains = [
        {"day": "2026-03-20", "region": "sit_bone", "side": "left", "level": 3},
        {"day": "2026-03-14", "region": "sit_bone", "side": "left", "level": 5},
        {"day": "2026-03-13", "region": "buttock", "side": "both", "level": 2},
        {"day": "2026-03-06", "region": "buttock", "side": "left", "level": 9},
        {"day": "2026-03-21", "region": "buttock", "side": "left", "level": 9},
    ]

    older, newer = call(page, "weeks", "weeksOfPlaces", pains, "2026-03-20", 2)

    assert (newer["from"], newer["to"]) == ("2026-03-14", "2026-03-20")
    assert newer["worst"] == {"left sit_bone": 5}
    assert (older["from"], older["to"]) == ("2026-03-07", "2026-03-13")
    assert older["worst"] == {"left buttock": 2, "right buttock": 2}
