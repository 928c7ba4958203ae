"""Worsening spells as rows: opened once, reminded once, closed, opened again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from tracker.models import WorseningSpell
from tracker.spells import latest_spells, open_spells, write_steps
from tracker.trends import Spell, SpellStep, judge_window, next_spell

pytestmark = pytest.mark.django_db

NEVER: tuple[Spell | None, date | None] = (None, None)
DAY = date(2026, 3, 2)
CALM = [2, 3, 2, 2, 3, 2, 3] * 8
RISEN = [*CALM[4:], 6, 6, 6, 6]


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada@example.test")


def latest(ada: User) -> tuple[Spell | None, date | None]:
    return latest_spells(athlete_ids=[ada.pk]).get(ada.pk, NEVER)


def write(ada: User, step: SpellStep, on: date) -> bool:
    return write_steps({ada.pk: (step, on)}) == {ada.pk}


def step_on(ada: User, window: list[int], on: date) -> SpellStep:
    spell, told = latest(ada)
    return next_spell(spell, judge_window(window), window, on, last_notified_on=told)


def test_a_spell_is_opened_once_whoever_comes_second(ada: User) -> None:
    step = step_on(ada, RISEN, DAY)
    assert write(ada, step, DAY)
    assert not write(ada, step, DAY)
    assert WorseningSpell.objects.count() == 1
    assert open_spells(athlete_ids=[ada.pk]) == {ada.pk: step.spell}


def test_of_many_only_those_count_whom_nobody_was_first_to_write(ada: User) -> None:
    eve = User.objects.create_user("eve@example.test")
    step = step_on(ada, RISEN, DAY)
    assert write(ada, step, DAY)
    assert write_steps({ada.pk: (step, DAY), eve.pk: (step, DAY)}) == {eve.pk}
    later = DAY + timedelta(14)
    again = step_on(ada, [*CALM[18:], *([6] * 18)], later)
    assert again.notice == "reminder"
    assert write(ada, again, later)
    assert write_steps({one.pk: (again, later) for one in (ada, eve)}) == {eve.pk}
    assert {told for _, told in latest_spells(athlete_ids=[ada.pk, eve.pk]).values()} == {later}


def test_judging_the_day_again_writes_nothing(ada: User) -> None:
    write(ada, step_on(ada, RISEN, DAY), DAY)
    assert not step_on(ada, RISEN, DAY).changed


def test_a_reminder_is_written_once(ada: User) -> None:
    write(ada, step_on(ada, RISEN, DAY), DAY)
    later = DAY + timedelta(14)
    step = step_on(ada, [*CALM[18:], *([6] * 18)], later)
    assert step.notice == "reminder"
    assert write(ada, step, later)
    assert not write(ada, step, later)
    assert latest(ada) == (step.spell, later)


def test_a_closed_spell_is_not_open_but_its_last_word_counts(ada: User) -> None:
    write(ada, step_on(ada, RISEN, DAY), DAY)
    later = DAY + timedelta(5)
    step = step_on(ada, [*RISEN[5:], 2, 2, 2, 2, 2], later)
    assert write(ada, step, later)
    assert latest(ada) == (None, DAY)
    assert open_spells(athlete_ids=[ada.pk]) == {}


def test_a_spell_past_its_longest_is_over_on_the_board_though_nobody_logged(ada: User) -> None:
    write(ada, step_on(ada, RISEN, DAY), DAY)
    assert open_spells(athlete_ids=[ada.pk], today=DAY + timedelta(55))
    assert not open_spells(athlete_ids=[ada.pk], today=DAY + timedelta(56))


def test_a_new_spell_may_open_on_the_day_the_longest_one_ends(ada: User) -> None:
    write(ada, step_on(ada, RISEN, DAY), DAY)
    later = DAY + timedelta(56)
    step = step_on(ada, RISEN, later)
    assert step.closed
    assert step.notice == "worsening"
    assert write(ada, step, later)
    assert list(
        WorseningSpell.objects.order_by("opened_on").values_list("closed_on", flat=True)
    ) == [
        later,
        None,
    ]


def test_nobody_has_no_spell(ada: User) -> None:
    assert latest(ada) == (None, None)
    assert open_spells(athlete_ids=[ada.pk]) == {}
