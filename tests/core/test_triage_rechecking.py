"""Which logged facts ask for a new check, and which do not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from triage.loader import current
from triage.rechecking import ASKING, DEPTH, PLACED, PlaceFact, asking
from triage.screening import SignFact

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def sign(finding: str, value: Any, *, ago: int = 0, changed: bool = True) -> SignFact:
    day = TODAY - timedelta(days=ago)
    return SignFact(finding, value, day, ago, changed, NOON - timedelta(days=ago))


def place(region: str, *, ago: int = 0, changed: bool = True) -> PlaceFact:
    day = TODAY - timedelta(days=ago)
    return PlaceFact(region, day, NOON - timedelta(days=ago), changed)


def asks(*facts: SignFact | PlaceFact, known: dict[str, Any] | None = None,
         raised_by: tuple[str, ...] = ()) -> list[str]:  # fmt: skip
    found = asking(
        known=known or {}, today=TODAY, raised_by=raised_by,
        signs=[fact for fact in facts if isinstance(fact, SignFact)],
        places=[fact for fact in facts if isinstance(fact, PlaceFact)],
    )  # fmt: skip
    return [each.finding for each in found]


def test_every_finding_named_here_is_in_the_vocabulary() -> None:
    assert {*ASKING, *(name for name, _ in PLACED)} <= set(current().findings)


def test_every_place_of_the_log_has_a_depth() -> None:
    from tracker.kinds.pain import FIELDS

    for region in DEPTH:
        assert FIELDS["?region"](region) == region
    assert len(DEPTH) == 10


@pytest.mark.parametrize("value", [True, "unsure"])
@pytest.mark.parametrize(
    "finding", ["numb_leg", "weak_leg", "tingle_leg", "saddle_numb", "bladder_retention",
                "loc_below_knee", "swelling_one_sided", "warmth", "redness"],
)  # fmt: skip
def test_a_new_nerve_or_clot_sign_asks(finding: str, value: Any) -> None:
    assert asks(sign(finding, value)) == [finding]
    assert asks(sign(finding, value), known={finding: False}) == [finding]


def test_a_doubt_that_became_a_yes_asks_again() -> None:
    assert asks(sign("numb_leg", True), known={"numb_leg": "unsure"}) == ["numb_leg"]


@pytest.mark.parametrize(
    ("fact", "known"),
    [
        (sign("numb_leg", False), {}),
        (sign("numb_leg", True), {"numb_leg": True}),
        (sign("numb_leg", "unsure"), {"numb_leg": True}),
        (sign("numb_leg", True, changed=False), {}),
        (sign("numb_leg", True, ago=7), {}),
        (sign("q_dull", True), {}),
        (sign("pain_now", 9), {}),
    ],
    ids=["a no", "known", "less than known", "told before", "long ago", "harmless", "a number"],
)
def test_it_keeps_silent(fact: SignFact, known: dict[str, Any]) -> None:
    assert asks(fact, known=known) == []


def test_whatever_made_a_rule_speak_asks_unless_the_triage_said_the_same() -> None:
    fever = sign("fever", True, ago=30)

    assert asks(fever, raised_by=("fever",)) == ["fever"]
    assert asks(fever, raised_by=("fever",), known={"fever": False}) == ["fever"]
    assert asks(fever, raised_by=("fever",), known={"fever": True}) == []
    assert asks(sign("onset_sudden", False), raised_by=("onset_sudden",),
                known={"onset_sudden": True}) == ["onset_sudden"]  # fmt: skip


def test_pain_below_the_knee_asks_at_once() -> None:
    assert asks(place("below_knee")) == ["loc_below_knee"]
    assert asks(place("below_knee"), known={"loc_below_knee": False}) == ["loc_below_knee"]


def test_pain_below_the_knee_that_is_known_does_not() -> None:
    assert asks(place("below_knee"), known={"loc_below_knee": True}) == []
    assert asks(place("below_knee"), known={"loc_calf": True}) == []
    assert asks(place("below_knee", changed=False), place("buttock")) == []


def test_pain_that_moves_down_on_two_of_three_days_asks() -> None:
    before = place("buttock", ago=5, changed=False)
    yesterday = place("thigh_lower", ago=2, changed=False)

    assert asks(before, yesterday, place("thigh_lower")) == ["loc_below_knee"]
    assert asks(yesterday, place("thigh_lower"), known={"loc_sit_bone": True}) == ["loc_below_knee"]


@pytest.mark.parametrize(
    "facts",
    [
        (place("buttock", ago=5, changed=False), place("thigh_lower")),
        (place("thigh_lower", ago=5, changed=False), place("thigh_lower", ago=1, changed=False),
         place("thigh_lower")),
        (place("behind_knee", ago=4, changed=False), place("buttock", ago=1, changed=False),
         place("buttock")),
        (place("thigh_lower", ago=1, changed=False), place("thigh_lower")),
    ],
    ids=["one day", "the same place", "up the leg", "nothing known before"],
)  # fmt: skip
def test_pain_that_did_not_move_down_keeps_silent(facts: tuple[PlaceFact, ...]) -> None:
    assert asks(*facts) == []
