"""The alert rules over pain: each as often silent as speaking."""

from __future__ import annotations

from datetime import date
from string import Formatter

import numpy as np
import pytest

from alerts.rules import PainFacts, Raised, Rule, all_rules
from tracker.trends import Spell, at_last_entries

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
    facts = PainFacts.gather(ends_on=DAY, pain=[*earlier, *last][-56:], spell=spell)
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
    facts = PainFacts.gather(ends_on=DAY, pain=[*CALM[5:], 5, 6, 5, 6, None], spell=None)
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


def test_every_rule_has_its_own_id_an_urgency_and_a_source() -> None:
    rules = all_rules()
    assert [rule.id for rule in rules] == ["TR-PAIN-8", "TR-PAIN-UP"]
    assert all(rule.urgency == "within_days" and rule.source for rule in rules)
    assert all(rule.lock_out_days == 14 for rule in rules)


@pytest.mark.parametrize("last", [(5, 6, 5, 6), (9, 9, 9)])
def test_every_placeholder_is_filled(last: tuple[int, ...]) -> None:
    for rule in all_rules():
        found = raised(rule.id, *last)
        for message, params in [found.message, found.tell] if found else []:
            names = {name for _, name, _, _ in Formatter().parse(message) if name}
            assert names == set(params)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_of_many_a_rule_names_exactly_those_it_would_speak_to(rule: Rule) -> None:
    chance = np.random.default_rng(4)
    pain = chance.integers(0, 11, (3000, 56))
    pain[:, -3:] = np.maximum(pain[:, -3:], chance.integers(0, 11, (3000, 1)))
    pain[chance.random((3000, 56)) < chance.random((3000, 1))] = 255
    pain[chance.random(3000) < 0.1, :-1] = 255
    windows = pain.astype(np.uint8)
    rows = [[None if x == 255 else x for x in row] for row in windows.tolist()]
    facts = [PainFacts.gather(ends_on=DAY, pain=row, spell=None) for row in rows]
    moved, _ = at_last_entries(windows)
    assert rule.maybe(moved).tolist() == [rule.judge(one) is not None for one in facts]
