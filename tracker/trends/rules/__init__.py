"""What a log shows beside the detector: pure rules over a series, one file a rule, found by name.

A rule module has one `RULE` and its thresholds as a dataclass, the defaults being the values of
the evidence. Texts are English message ids: `gettext(message).format(**numbers)`.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from typing import Any, Literal

from tracker.trends.log import Log
from tracker.trends.tell import Text

Area = Literal["pain", "night", "place", "sitting", "fluids", "load", "feeling", "logging"]
Level = Literal["amber", "note", "good"]
Action = Literal["check", "check_today"]
Fires = Callable[[Log, int, Any], Text | None]
Eases = Callable[[Log, int, Any, int], bool | None]
Seen = Callable[[Log, int], bool]


@dataclass(frozen=True, slots=True)
class TrendRule:
    """One rule. A day is a place in the series of `Log`; nothing after it is looked at.

    `fires(log, at, thresholds)` returns what is to be said of the day `at`, None = nothing.
    `seen` tells whether a day has what the rule needs: below `least` such days of `span_days` it is
    unknown, never quiet. `eases(log, at, thresholds, since)` tells whether a day that does not fire
    is calm again, None = the day cannot tell; after `clear_days` calm days it is over. Without
    `eases` every seen day is calm. `safety` speaks before the baseline is there. `each_day` False
    looks at the last day only. `beside` names what else changed, never as a cause.
    """

    id: str
    area: Area
    level: Level
    title: str
    source: str
    defaults: Any
    span_days: int
    least: int
    seen: Seen = field(repr=False)
    fires: Fires = field(repr=False)
    eases: Eases | None = field(default=None, repr=False)
    clear_days: int = 1
    safety: bool = False
    each_day: bool = True
    action: Action | None = None
    beside: bool = False

    @property
    def outlives_silence(self) -> bool:
        """Tell whether it stands however long ago its data ended: severity never falls for lack of
        data, mere advice does. Source: evidence 5.3."""
        return self.safety or self.level == "amber"


AMBER_CLEARS = 5  # calm days until an amber is over. Source: evidence 5.3, hysteresis

# An amber that speaks from the first day on and asks for a new check.
safety_amber = partial(
    TrendRule, level="amber", clear_days=AMBER_CLEARS, safety=True, action="check"
)


@cache
def all_rules() -> tuple[TrendRule, ...]:
    """Return every rule in this folder, ordered by its id."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    rules = [importlib.import_module(f"{__name__}.{name}").RULE for name in names]
    return tuple(sorted(rules, key=lambda rule: rule.id))


@cache
def version() -> str:
    """Return what names the rules in force with their thresholds: 12 hexadecimal digits."""
    held = repr([(rule.id, sorted(asdict(rule.defaults).items())) for rule in all_rules()])
    return hashlib.sha256(held.encode()).hexdigest()[:12]
