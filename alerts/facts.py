"""What the rules look at: facts of one athlete, gathered once, and of many as arrays. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.trends import Spell, SpellStep, WindowVerdict, at_last_entry, judge_window, next_spell
from tracker.trends.log import yes_or_unsure
from tracker.trends.pains import furthest_down, pain_while_sitting

DAYS = 56
SIGN_DAYS = 28
RECENT_DAYS = 3  # a sign this old is still news: a phone may have been offline
ALARM_BEFORE_DAYS = 7  # an alarm so long before the last entry is still on somebody's mind
FLAGGED_DAYS = 14  # for so long a red flag speaks for the findings it named
NEW_DAYS = 14  # a sign is new if it was not said in so many days before
LAST_ZONE_BEHIND = timedelta(hours=-11)
NOTHING: tuple[None, ...] = (None,) * DAYS
Series = Sequence[float | None]


def day_everywhere(moment: datetime) -> date:
    """Return the newest day that had begun in every place people live: nobody is early silent."""
    return (moment + LAST_ZONE_BEHIND).date()


@dataclass(frozen=True, slots=True)
class Signs:
    """What single days say beyond numbers, SIGN_DAYS of them, oldest first.

    `findings` has each day's findings with their values, `urine_colour` is 1-8, `sitting_pain` the
    worst pain logged while sitting (0-10), `furthest` the place in DOWN_THE_LEG that pain reached.
    """

    findings: tuple[Mapping[str, Any], ...] = ({},) * SIGN_DAYS
    urine_colour: tuple[int | None, ...] = (None,) * SIGN_DAYS
    sitting_pain: tuple[int | None, ...] = (None,) * SIGN_DAYS
    furthest: tuple[int | None, ...] = (None,) * SIGN_DAYS

    @classmethod
    def read(
        cls,
        *,
        ends_on: date,
        days: Mapping[date, Mapping[str, Any]],
        pains: Mapping[date, Sequence[Mapping[str, Any]]],
    ) -> Signs:
        """Take them from folded days and from the fields of pain entries."""
        dates = [ends_on - timedelta(back) for back in range(SIGN_DAYS - 1, -1, -1)]
        return cls(
            findings=tuple(days.get(day, {}).get("symptoms", {}) for day in dates),
            urine_colour=tuple(days.get(day, {}).get("urine_colour") for day in dates),
            sitting_pain=tuple(pain_while_sitting(pains.get(day, ())) for day in dates),
            furthest=tuple(furthest_down(pains.get(day, ())) for day in dates),
        )


NO_SIGNS = Signs()


@dataclass(frozen=True, slots=True)
class MovedWeek:
    """What a week of the log did to the picture of an open episode, `ends_on` its Sunday.

    `directions` are those newly entered (nerve, vessel; in this order), `because` the logged
    findings behind them with their values, `said` the same in words, `checked_on` the day of the
    check that it is set against.
    """

    ends_on: date
    directions: tuple[str, ...]
    because: tuple[tuple[str, Any], ...]
    said: tuple[str, ...]
    checked_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """One athlete's 56 days, oldest first, None = not logged; units as in tracker.watching.

    `pain` ends `on`, its newest logged day if that is at most a week back; every other series ends
    `ends_on`, the newest day with anything logged, and so does `pain_to_end`. `today` is later
    only where silence is judged.
    """

    today: date
    ends_on: date
    on: date
    pain: Series
    pain_to_end: Series
    verdict: WindowVerdict
    step: SpellStep  # what this day does to the worsening spell; to be written down by the caller
    load_au: Series = NOTHING
    sitting_h: Series = NOTHING
    hydration_ml: Series = NOTHING
    logged: Sequence[bool] = (False,) * DAYS
    signs: Signs = NO_SIGNS
    answers: Mapping[str, Any] = field(default_factory=dict)  # of the latest triage
    flagged: frozenset[str] = frozenset()  # findings that a red flag of late already named
    alarm_on: date | None = None  # when the newest alarm of late was heard, if it is not closed
    heard_on: date | None = None  # when anything of the last days came in, however old it is

    @classmethod
    def gather(
        cls,
        *,
        ends_on: date,
        pain: Series,
        spell: Spell | None,
        last_notified_on: date | None = None,
        **more: Any,
    ) -> Facts:
        """Judge the 56 days ending `ends_on` and take the spell one day further.

        `last_notified_on`: the day on which any spell last spoke, so that 14 days lie between.
        `more`: the other fields by name; `today` is `ends_on` where it is not given.
        """
        window, on = at_last_entry(pain, ends_on)
        told_on = spell.last_notified_on if spell else last_notified_on
        told_days_ago = None if told_on is None else (on - told_on).days
        verdict = judge_window(window, told_days_ago=told_days_ago)
        step = next_spell(spell, verdict, window, on, last_notified_on=last_notified_on)
        more.setdefault("today", ends_on)
        return cls(
            ends_on=ends_on, on=on, pain=window, pain_to_end=tuple(pain), verdict=verdict,
            step=step, **more,
        )  # fmt: skip

    @property
    def silent_days(self) -> int:
        """How many days passed since the last one with anything logged."""
        return (self.today - self.ends_on).days

    def heard_within(self, days: int) -> bool:
        """Tell whether anything came in so lately: who has just brought in old days is there."""
        return self.heard_on is not None and (self.today - self.heard_on).days < days

    def says(self, finding: str, *, back: int = 0) -> bool:
        """Tell whether a sign was yes or unsure `back` days before `ends_on`; unsure is not no."""
        return yes_or_unsure(self.signs.findings[-1 - back].get(finding))

    def has_ever_said(self, finding: str) -> bool:
        """Tell whether a sign was yes or unsure in the latest triage or in these days."""
        lately = any(self.says(finding, back=back) for back in range(SIGN_DAYS))
        return lately or yes_or_unsure(self.answers.get(finding))


def newly_said(facts: Facts, findings: Sequence[str]) -> tuple[date, dict[str, Any]] | None:
    """Return the newest of the last days on which a sign is new, and these signs' values.

    New: yes or unsure, neither in the NEW_DAYS days before nor named by a red flag of late.
    """
    for back in range(RECENT_DAYS):
        earlier = range(back + 1, back + 1 + NEW_DAYS)
        said = {
            finding: facts.signs.findings[-1 - back][finding]
            for finding in findings
            if finding not in facts.flagged
            and facts.says(finding, back=back)
            and not any(facts.says(finding, back=day) for day in earlier)
        }
        if said:
            return facts.ends_on - timedelta(back), said
    return None


@dataclass(frozen=True, slots=True)
class ManyFacts:
    """The same of many athletes, a row each, as bytes of the snapshot: 255 (65535) = not logged.

    `pain` stands as it did on its last entry. `silent_days` since the last logged day;
    `alarm_days` since the newest alarm that is not closed was heard, -1 = none.
    """

    pain: NDArray[np.uint8]
    load_au: NDArray[np.uint16]
    hydration: NDArray[np.uint8]
    logged: NDArray[np.uint8]
    silent_days: NDArray[np.int32]
    alarm_days: NDArray[np.int32]
