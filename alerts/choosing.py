"""Which rules speak to one athlete today: least data, lock-out, budget. Pure; knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alerts.budget import may_spend
from alerts.facts import Facts
from alerts.rules import Raised, Rule, by_weight

BASELINE_DAYS = 18
RECENT_DAYS = 3  # an older last entry says nothing about today
NUDGE = "self_care"  # advice that nobody needs to act on; may be switched off


@dataclass(frozen=True, slots=True)
class Told:
    """One alert that was told: by which rule, of which day, and whether the budget paid for it."""

    rule: str
    on: date
    spent: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that speaks; `held` by the budget it makes no alert."""

    rule: Rule
    raised: Raised
    held: bool

    @property
    def spends(self) -> bool:
        """Tell whether the budget pays for it."""
        return self.rule.limited and not self.raised.pressing


def choose(
    facts: Facts,
    told: Iterable[Told],
    *,
    silence: bool = False,
    nudges: bool = True,
    off: frozenset[str] = frozenset(),
) -> list[Choice]:
    """Return what is to be said, safety first.

    `told` reaches back as far as budget and lock-outs do. `silence`: judge days without an entry,
    otherwise what was logged. Without `nudges` advice at self-care level is left out, and so are
    the rules that are `off`.
    """
    held = list(told)
    logged = sum(bool(day) for day in facts.logged[-BASELINE_DAYS:])
    chosen: list[Choice] = []
    if not silence and facts.silent_days > RECENT_DAYS:
        return chosen
    for rule in by_weight():
        if rule.of_silence is not silence or logged < rule.least_logged:
            continue
        if rule.id in off or (rule.urgency == NUDGE and not nudges):
            continue
        raised = rule.judge(facts)
        if raised is None or _is_locked_out(rule, held, raised.on):
            continue
        choice = _weigh(rule, raised, held)
        chosen.append(choice)
        if not choice.held:
            held.append(Told(rule.id, raised.on, choice.spends))
    return chosen


def _weigh(rule: Rule, raised: Raised, told: Sequence[Told]) -> Choice:
    limited = rule.limited and not raised.pressing
    spent_on = [one.on for one in told if one.spent]
    pays = may_spend(spent_on, on=raised.on, nudge=rule.urgency == NUDGE)
    return Choice(rule, raised, held=limited and not pays)


def _is_locked_out(rule: Rule, told: Iterable[Told], on: date) -> bool:
    since = on - timedelta(rule.lock_out_days)
    names = {rule.id, *rule.quiet_after}
    return any(one.rule in names and one.on > since for one in told)
