"""A worsening spell: from the first alarm until pain is back down, and what is told meanwhile.

Pure: state in, state out. A spell is not an episode, and its end closes no alert.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tracker.trends.detector import WindowVerdict
from tracker.trends.series import LOCK_OUT_DAYS
from tracker.trends.window import logged_in, units_of

LONGEST_DAYS = 56
STILL_RAISED = 1.5  # points above `before`: worth one reminder
FURTHER_RISE = 1.5  # points above what was last told: worth a new notification
OVER_BELOW = 1.0  # points above `before`: below this the spell is over
LAST_ENTRIES = 5  # whose median is the level of today

Notice = Literal["worsening", "reminder", "further_rise"]


@dataclass(frozen=True, slots=True)
class Spell:
    """An open spell. Levels and noise in points of the 0-10 scale."""

    opened_on: date
    before: float
    now_level: float  # the level at the opening
    noise: float
    last_notified_on: date
    last_notified_level: float


@dataclass(frozen=True, slots=True)
class SpellStep:
    """What one day does to a spell: the state afterwards and what is to be told.

    `spell` is the open spell after this day, or None. `closed` is the one that ended today; a
    spell that reached its longest may be followed by a new one on the same day.
    """

    spell: Spell | None = None
    closed: Spell | None = None
    notice: Notice | None = None
    last_level: float | None = None  # what had been told before a further rise
    level: float | None = None  # median of the last five entries

    @property
    def changed(self) -> bool:
        """Tell whether anything is to be written down."""
        return self.closed is not None or self.notice is not None


def next_spell(
    spell: Spell | None,
    verdict: WindowVerdict,
    window: Sequence[float | None],
    on: date,
    *,
    last_notified_on: date | None = None,
) -> SpellStep:
    """Take a spell (None = none open) one day further.

    `window` is the 56 days ending `on` that `verdict` judged. `last_notified_on` is when an
    earlier, closed spell last spoke, so that 14 days pass between any two notifications. The same
    day judged twice changes nothing the second time.
    """
    level = median_of_last_entries(window)
    closed = None
    if spell is not None:
        if is_over(spell, on):
            last_notified_on, closed, spell = spell.last_notified_on, spell, None
        elif level is not None and on > spell.opened_on and level < spell.before + OVER_BELOW:
            return SpellStep(closed=spell, level=level)
        else:
            return _within(spell, level, window, on)
    if not verdict.alarm or _locked_out(last_notified_on, on):
        return SpellStep(closed=closed, level=level)
    assert verdict.before is not None
    assert verdict.now is not None
    opened = Spell(
        opened_on=on,
        before=verdict.before,
        now_level=verdict.now,
        noise=verdict.noise or 0.0,
        last_notified_on=on,
        last_notified_level=verdict.now,
    )
    return SpellStep(spell=opened, closed=closed, notice="worsening", level=level)


def is_over(spell: Spell, today: date) -> bool:
    """Tell whether a spell has lasted its longest, whatever was logged since."""
    return (today - spell.opened_on).days >= LONGEST_DAYS


def median_of_last_entries(window: Sequence[float | None]) -> float | None:
    """Return the median of the last five entries (fewer if there are fewer), or None."""
    units, point = units_of(window)
    last = sorted(logged_in(units)[1][-LAST_ENTRIES:])
    if not last:
        return None
    return (last[(len(last) - 1) // 2] + last[len(last) // 2]) / (2 * point)


def _within(
    spell: Spell, level: float | None, window: Sequence[float | None], on: date
) -> SpellStep:
    unchanged = SpellStep(spell=spell, level=level)
    if level is None or window[-1] is None or _locked_out(spell.last_notified_on, on):
        return unchanged
    told = spell.last_notified_level
    if level >= told + FURTHER_RISE:
        after = replace(spell, last_notified_on=on, last_notified_level=level)
        return SpellStep(spell=after, notice="further_rise", last_level=told, level=level)
    nothing_since_opening = spell.last_notified_on == spell.opened_on
    if nothing_since_opening and level >= spell.before + STILL_RAISED:
        after = replace(spell, last_notified_on=on, last_notified_level=max(told, level))
        return SpellStep(spell=after, notice="reminder", level=level)
    return unchanged


def _locked_out(last_notified_on: date | None, on: date) -> bool:
    return last_notified_on is not None and on - last_notified_on < timedelta(LOCK_OUT_DAYS)
