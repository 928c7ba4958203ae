"""What an instrument is: its items, its scale, its time of day, and what change of it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

Better = Literal["lower", "higher", "neither"]
Cadence = Literal["daily", "weekly", "four_weekly", "session"]
SharedAs = Literal["load", "pain", "symptoms"]
EVERY_DAYS: dict[str, int] = {"daily": 1, "weekly": 7, "four_weekly": 28}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked: whole numbers from `low` to `high`.

    `words` has one word for each value from low to high, or none; `colours` likewise.
    """

    id: str
    ask: str
    low: int
    high: int
    required: bool = True
    low_word: str = ""
    high_word: str = ""
    words: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change that means something to people, as published.

    `points` on the instrument's scale, `share` of the earlier score (0.3 = three tenths); where
    both are given, `needs` says whether one is enough. `mark` is how well the figure is proven.
    """

    points: float | None
    share: float | None
    needs: Literal["either", "both"]
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Window:
    """When an instrument may be answered, on a clock where the athlete is.

    It opens on the first of `open_days` days and closes on the last; `closes` None = at the end of
    that day. For `late_hours` after that an answer is taken and marked late, then refused.
    """

    opens: time
    closes: time | None
    open_days: int
    late_hours: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument of one version, whole; `shared_as`: the consent by which a physio sees it."""

    id: str
    version: int
    title: str
    scoring: str
    items: tuple[Item, ...]
    low: float
    high: float
    better: Better
    cadence: Cadence
    entered_by: Literal["athlete", "clinician"]
    shared_as: SharedAs
    window: Window | None
    change: Change | None
    score_item: str = ""  # of scoring `single`: the item that is the score
    fewest: int = 0  # of scoring `activities`: how many the person names
    most: int = 0

    @property
    def is_scheduled(self) -> bool:
        """Say whether it can be asked for by the clock."""
        return self.window is not None
