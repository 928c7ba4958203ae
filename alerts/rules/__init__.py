"""What is worth an alert besides red flags: pure rules over days, one file a rule, found by name.

A rule module has one `RULE`. Texts are English message ids; translate, then fill:
`gettext(message).format(**params)`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tracker.trends import (
    Spell,
    SpellStep,
    WindowVerdict,
    at_last_entry,
    judge_window,
    next_spell,
)

Params = dict[str, int | float]
Text = tuple[str, Params]


@dataclass(frozen=True, slots=True)
class PainFacts:
    """What the pain rules look at: 56 days ending `on` (oldest first, None = not logged).

    `on` is the newest day with pain logged, if that is at most a week back.
    """

    on: date
    pain: Sequence[float | None]
    verdict: WindowVerdict
    step: SpellStep  # what this day does to the worsening spell; to be written down by the caller

    @classmethod
    def gather(
        cls,
        *,
        ends_on: date,
        pain: Sequence[float | None],
        spell: Spell | None,
        last_notified_on: date | None = None,
    ) -> PainFacts:
        """Judge the 56 days ending `ends_on` and take the spell one day further.

        `last_notified_on`: the day on which any spell last spoke, so that 14 days lie between.
        """
        window, on = at_last_entry(pain, ends_on)
        verdict = judge_window(window)
        step = next_spell(spell, verdict, window, on, last_notified_on=last_notified_on)
        return cls(on=on, pain=window, verdict=verdict, step=step)


@dataclass(frozen=True, slots=True)
class Raised:
    """A rule speaks: the text for the athlete, for the clinician, and the facts behind it."""

    message: Text
    tell: Text
    because: tuple[tuple[str, int | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `judge` returns None for silence; the caller keeps the lock-out.

    `lock_out_days`: so many days pass before the same rule may speak to the same athlete again.
    `maybe` tells of many windows at once (uint8, 56 days a row, 255 = not logged, each as it stood
    on its last entry) for whom `judge` could have something new: never no where it would speak.
    What a spell says later on (`tracker.spells.due_spells`) is not its matter.
    """

    id: str
    kind: str
    urgency: str
    title: str
    lock_out_days: int
    source: str
    judge: Callable[[PainFacts], Raised | None] = field(repr=False)
    maybe: Callable[[NDArray[np.uint8]], NDArray[np.bool_]] = field(repr=False)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule in this folder, ordered by its id."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    rules = [importlib.import_module(f"{__name__}.{name}").RULE for name in names]
    return tuple(sorted(rules, key=lambda rule: rule.id))
