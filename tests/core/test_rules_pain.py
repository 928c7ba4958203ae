"""The alert rules over pain: each as often silent as speaking."""

from __future__ import annotations

from datetime import date

import pytest

from alerts.facts import Facts
from alerts.rules import Raised, all_rules
from tracker.trends import Spell

DAY = date(2026, 3, 2)
CALM = [2, 3, 2, 2, 3, 2, 3] * 8
SPELL = Spell(
    opened_on=date(2026, 2, 10),
    before=2.4,
    now_level=5.0,
    noise=0.8,
    last_notified_on=date(2026, 2, 10),
    last_notified_level=5.0,
)


def raised(
    rule_id: str, *last: int | None, spell: Spell | None = None, history: bool = True
) -> Raised | None:
    """Return what a rule says on the last of these days, after calm ones or after none."""
    earlier = CALM if history else [None] * 56
    facts = Facts.gather(ends_on=DAY, pain=[*earlier, *last][-56:], spell=spell)
    (rule,) = [rule for rule in all_rules() if rule.id == rule_id]
    return rule.judge(facts)


def said(text: tuple[str, dict]) -> str:
    return text[0].format(**text[1])


def test_worsening_speaks_when_a_spell_opens() -> None:
    found = raised("TR-PAIN-UP", 5, 6, 5, 6)
    assert found is not None
    assert said(found.message).startswith("Your pain has risen from about 2.4 to about 5.5")
    assert said(found.tell).startswith("Daily worst pain rose from about 2.4 to about 5.5 of 10")
    assert found.because == (("pain_before", 2.4), ("pain_now", 5.5))


def test_water_logged_today_does_not_hide_the_pain_of_yesterday() -> None:
    facts = Facts.gather(ends_on=DAY, pain=[*CALM[5:], 5, 6, 5, 6, None], spell=None)
    assert facts.verdict.alarm
    assert facts.on == date(2026, 3, 1)


def test_worsening_reminds_when_pain_stayed_up() -> None:
    found = raised("TR-PAIN-UP", *([5] * 20), spell=SPELL)
    assert found is not None
    assert said(found.message).startswith("Your pain is still about 5;")


def test_worsening_speaks_of_a_further_rise() -> None:
    found = raised("TR-PAIN-UP", *([5] * 15), *([8] * 5), spell=SPELL)
    assert found is not None
    assert "from about 5 to about 8" in said(found.message)


@pytest.mark.parametrize(
    ("last", "spell"),
    [((3, 2, 3), None), ((6, 6, 6, *[None] * 8), None), ((3, 4, 3, 4, 3, 3), SPELL)],
    ids=["steady", "nothing logged for over a week", "a spell that has eased"],
)
def test_worsening_keeps_silent(last: tuple[int | None, ...], spell: Spell | None) -> None:
    assert raised("TR-PAIN-UP", *last, spell=spell) is None


@pytest.mark.parametrize("last", [(8, 8), (10, 9), (8, None, None, 8)])
def test_severe_pain_speaks_of_two_logged_days_in_a_row(last: tuple[int | None, ...]) -> None:
    found = raised("TR-PAIN-8", *last)
    assert found is not None
    assert f"{last[0]} and then {last[-1]} out of 10" in said(found.message)


def test_severe_pain_speaks_of_a_first_entry() -> None:
    found = raised("TR-PAIN-8", 8, history=False)
    assert found is not None
    assert "You logged pain of 8 out of 10." in said(found.message)


@pytest.mark.parametrize(
    ("last", "history"),
    [
        ((3, 9), True),
        ((8, 7), True),
        ((8, 8, *[None] * 8), True),
        ((7,), False),
        ((4, 8), False),
    ],
    ids=["one bad day", "easing", "not logged for over a week", "first entry of 7", "second entry"],
)
def test_severe_pain_keeps_silent(last: tuple[int | None, ...], history: bool) -> None:
    assert raised("TR-PAIN-8", *last, history=history) is None


@pytest.mark.parametrize("last", [(7, 7, 7), (7, 3, 8, 7), (9, 7, None, 7)])
def test_strong_pain_on_three_of_four_days_is_told(last: tuple[int | None, ...]) -> None:
    found = raised("TR-PAIN-HIGH", *last)
    assert found is not None
    assert "7 or more on 3 of the last 4 days" in said(found.message)


@pytest.mark.parametrize(
    "last",
    [(7, 7), (7, 7, 7, 3, 3), (6, 6, 6, 6), (7, 7, 3, 3, 7), (7, 7, 7, None, None, None, 3)],
    ids=["two days", "easing", "six", "three of five", "not logged since"],
)
def test_pain_that_is_not_strong_for_days_is_not_told(last: tuple[int | None, ...]) -> None:
    assert raised("TR-PAIN-HIGH", *last) is None


@pytest.mark.parametrize(
    "last", [(6,) * 56, (6, 5, 7) * 19, (None, 6) * 28, (7, None, 6, 6, 6, None, 6, 6) * 7]
)
def test_two_weeks_of_high_pain_without_a_trend_are_told(last: tuple[int | None, ...]) -> None:
    found = raised("TR-PAIN-LONG", *last, history=False)
    assert found is not None
    assert "over the last 14 days" in said(found.message)


@pytest.mark.parametrize(
    ("last", "spell"),
    [
        ((5,) * 56, None),
        ((6, 6, 5) * 19, None),
        ((None, None, 6) * 18, None),
        ((6,) * 40 + (None,) * 16, None),
        ((2,) * 42 + (6,) * 14, None),
        ((6,) * 56, SPELL),
    ],
    ids=["five", "just under six", "six of fourteen days", "not logged", "a rise", "a spell"],
)
def test_persistent_pain_keeps_silent(last: tuple[int | None, ...], spell: Spell | None) -> None:
    assert raised("TR-PAIN-LONG", *last, history=False, spell=spell) is None
