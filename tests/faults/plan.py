"""What a campaign of kills is to do, and what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.faults.ledger import Verdict

LEASE_S = 30  # the product's own


@dataclass(frozen=True)
class Plan:
    """What a campaign does."""

    kills: int
    seed: int
    postgres: bool = False
    athletes: int = 20
    every_s: float = 0.8  # between two blows, on average; deaths at points come on top
    most_s: float = 480.0
    pause_s: float = 1.0  # between two batches of one athlete, on average
    patient: bool = True  # wait until lost bells are swept too, not for deliveries alone
    lease_s: int = LEASE_S

    @property
    def stores(self) -> str:
        """One word for a file's name."""
        return "postgres" if self.postgres else "sqlite"


@dataclass
class Outcome:
    """What became of it."""

    plan: Plan
    seconds: float
    kills: list[tuple[float, str]]  # when (seconds since 1970) what was killed, in order
    requests: int
    failures: int
    verdict: Verdict

    @property
    def killed(self) -> Counter[str]:
        """How often what was killed."""
        return Counter(what for _, what in self.kills)
