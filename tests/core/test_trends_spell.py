"""A worsening spell: when it opens, speaks again and ends."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends import Spell, SpellStep, judge_window, next_spell

FIRST = date(2026, 3, 2)
CALM = [2, 3, 2, 2, 3, 2, 3] * 8


def live(pain: list[int | None], *, before: list[int | None] = CALM) -> list[tuple[int, str]]:
    """Live day after day; return (day, what was told), a closing told as "closed"."""
    told: list[tuple[int, str]] = []
    spell, last_notified_on = None, None
    for day in range(len(pain)):
        window = [*before, *pain[: day + 1]][-56:]
        step = next_spell(
            spell,
            judge_window(window),
            window,
            FIRST + timedelta(day),
            last_notified_on=last_notified_on,
        )
        told += [(day, "closed")] if step.closed else []
        told += [(day, step.notice)] if step.notice else []
        spell = step.spell
        last_notified_on = spell.last_notified_on if spell else last_notified_on
    return told


def test_a_spell_opens_with_the_first_alarm_and_is_told_once() -> None:
    assert live([6] * 10) == [(1, "worsening")]


def test_a_reminder_comes_after_14_days_and_only_once() -> None:
    assert live([6] * 40) == [(1, "worsening"), (15, "reminder")]


def test_no_reminder_when_pain_has_eased_a_little_by_then() -> None:
    assert live([6] * 9 + [3] * 12, before=[2] * 56) == [(1, "worsening")]


def test_no_reminder_on_a_day_without_an_entry_but_on_the_next_with_one() -> None:
    assert live([6] * 14 + [None, None, None, 6]) == [(1, "worsening"), (17, "reminder")]


def test_a_further_rise_is_told_after_14_days() -> None:
    assert live([5] * 16 + [8] * 16) == [(1, "worsening"), (15, "reminder"), (29, "further_rise")]


def test_a_further_rise_takes_the_place_of_the_reminder() -> None:
    assert live([5] * 4 + [8] * 12) == [(1, "worsening"), (15, "further_rise")]


def test_a_rise_of_less_than_a_point_and_a_half_is_not_told_again() -> None:
    assert live([5] * 16 + [6] * 24) == [(1, "worsening"), (15, "reminder")]


def test_a_spell_closes_when_the_last_five_entries_are_back_down() -> None:
    assert live([6] * 6 + [2, 3, 2, 3]) == [(1, "worsening"), (8, "closed")]


def test_two_better_days_close_nothing() -> None:
    assert live([6] * 6 + [2, 3, 6, 6]) == [(1, "worsening")]


def test_silence_closes_nothing_before_56_days() -> None:
    assert live([6] * 6 + [None] * 40) == [(1, "worsening")]


def test_after_56_days_a_spell_is_over() -> None:
    assert live([6] * 6 + [None] * 60) == [(1, "worsening"), (57, "closed")]


def test_a_new_spell_within_14_days_waits_for_the_lock_out() -> None:
    told = live([6, 6, 2, 2, 2, *([7] * 15)])
    assert [what for _, what in told] == ["worsening", "closed", "worsening"]
    assert told[2][0] - told[0][0] >= 14


def test_the_same_day_judged_twice_changes_nothing() -> None:
    window = [*CALM[4:], 6, 6, 6, 6]
    verdict = judge_window(window)
    first = next_spell(None, verdict, window, FIRST)
    assert first.changed
    again = next_spell(first.spell, verdict, window, FIRST)
    assert again == SpellStep(spell=first.spell, level=6)
    assert not again.changed


def test_the_spell_keeps_what_it_rose_from() -> None:
    window = [*CALM[4:], 6, 6, 6, 6]
    spell = next_spell(None, judge_window(window), window, FIRST).spell
    assert spell is not None
    assert spell.before == pytest.approx(2.44, abs=0.01)
    assert (spell.now_level, spell.last_notified_level) == (6, 6)
    assert spell.opened_on == spell.last_notified_on == FIRST


@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=150))
def test_any_two_notices_lie_14_days_apart(pain: list[int | None]) -> None:
    days = [day for day, what in live(pain) if what != "closed"]
    assert all(after - before >= 14 for before, after in pairwise(days))


@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=150))
def test_one_spell_speaks_of_opening_once_and_reminds_at_most_once(
    pain: list[int | None],
) -> None:
    spells: list[list[str]] = []
    for _, what in live(pain):
        if what == "worsening":
            spells.append([])
        spells[-1].append(what)
    assert all(told.count("reminder") <= 1 for told in spells)
    assert all(told.count("closed") <= 1 for told in spells)


def test_a_spell_given_without_entries_stays_as_it_is() -> None:
    spell = Spell(FIRST, 2.0, 5.0, 0.8, FIRST, 5.0)
    nothing = [None] * 56
    step = next_spell(spell, judge_window(nothing), nothing, FIRST + timedelta(20))
    assert step.spell == spell
    assert not step.changed
