"""What is worth an alert besides red flags: pure rules over days, one file a rule, found by name.

A rule module has one `RULE`. Texts are English message ids; translate, then fill:
`gettext(message).format(**params)`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts, MovedWeek

Params = Mapping[str, int | float | str]
Text = tuple[str, Params]
Because = tuple[tuple[str, int | float | str | bool], ...]
RANK = {"self_care": 0, "within_days": 1, "same_day": 2, "emergency_now": 3}
BASELINE = 8  # of 18 days logged: before that only rules of safety speak. Source: evidence 5.3


@dataclass(frozen=True, slots=True)
class Raised:
    """A rule speaks: of which day, the text for the athlete, for the clinician, and the facts.

    `beside` is what happened at the same time, each said after the message, never as a cause.
    `pressing`: this once the budget does not hold it back, though the rule is limited.
    """

    on: date
    message: Text
    tell: Text
    because: Because = ()
    beside: tuple[Text, ...] = ()
    pressing: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `judge` returns None for silence; the caller keeps lock-out and budget.

    `lock_out_days`: so many days pass before the same rule may speak to the same athlete again.
    `least_logged`: days of the last 18 with anything logged that it takes.
    `heard_by`: the consent scope with which a coach may count the alert; None = the athlete alone.
    `limited`: the budget (alerts.budget) may hold it back; safety is never limited.
    `quiet_after`: rules that tell the same; within this rule's lock-out after them it is silent.
    `of_silence`: speaks of days without an entry; all others only on a day that was logged.
    `maybe` tells of many athletes at once for whom `judge` could have something new: never no where
    it would speak. None = only an entry makes it true, and the sweep watches every entry. What a
    spell says later on (`tracker.spells.due_spells`) is not its matter.
    `judge_week` is asked instead by the weekly reading of open episodes; `judge` then says nothing.
    """

    id: str
    kind: str
    urgency: str
    title: str
    lock_out_days: int
    source: str
    judge: Callable[[Facts], Raised | None] = field(repr=False)
    maybe: Callable[[ManyFacts], NDArray[np.bool_]] | None = field(repr=False)
    heard_by: str | None = None
    least_logged: int = BASELINE
    limited: bool = True
    quiet_after: tuple[str, ...] = ()
    of_silence: bool = False
    judge_week: Callable[[MovedWeek], Raised | None] | None = field(default=None, repr=False)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule in this folder, ordered by its id."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    rules = [importlib.import_module(f"{__name__}.{name}").RULE for name in names]
    return tuple(sorted(rules, key=lambda rule: rule.id))


@cache
def by_weight() -> tuple[Rule, ...]:
    """Return every rule, safety first, then the more urgent: so the budget goes to what matters."""
    return tuple(sorted(all_rules(), key=lambda rule: (rule.limited, -RANK[rule.urgency], rule.id)))
