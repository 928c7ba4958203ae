"""Made-up pain diaries for judging detectors: steady athletes, worsening ones, and hard nulls.

Every table holds one athlete a row and one day a column, whole levels 0 to 10, 255 = not logged.
The same seed gives the same table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

NOT_LOGGED = 255
STEADY_DAYS = 180
LEANING = 0.25  # how much likelier (log odds, per sd of pain) a day is missed, or the reverse
ONSET, AFTER = 80, 42  # a story that gets worse: its first worse day, and how many are looked at
Table = NDArray[np.uint8]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class World:
    """Ranges from which each athlete draws their own habit."""

    level: tuple[float, float] = (2.0, 5.0)
    swing: tuple[float, float] = (0.8, 1.5)  # within-person sd, points
    memory: tuple[float, float] = (0.3, 0.5)  # lag-1 autocorrelation
    missing: tuple[float, float] = (0.1, 0.4)  # share of days
    tails: float = 0.0  # 0 = normal noise, else degrees of freedom of Student's t
    wander: float = 0.0  # sd of the level's slow random walk over 56 days, points
    flares: float = 0.0  # flares of one or two days in a month


USUAL = World()
# Held back: no number of the detector was chosen on any of these.
OTHER_WORLDS = {
    "calmer, forgetful": World(swing=(0.5, 1.0), memory=(0.1, 0.3)),
    "heavy tails": World(tails=4.0),
    "half missing": World(missing=(0.35, 0.6)),
    "more memory": World(memory=(0.45, 0.65)),
    "every level": World(level=(0.5, 8.0)),
}
HARD_NULLS = {
    "erratic": World(swing=(1.7, 2.5)),
    "autocorrelated": World(memory=(0.6, 0.8)),
    "slow wander": World(wander=1.0),
    "frequent flares": World(flares=2.0),
}


def steady(world: World, *, n: int, seed: int, days: int = STEADY_DAYS) -> Table:
    """Return athletes whose pain does not get worse for good."""
    chance = np.random.default_rng(seed)
    return logged(_true_pain(world, n, days, chance), world, chance)


def worsening(name: str, world: World, *, n: int, seed: int) -> tuple[Table, int]:
    """Return athletes of a scenario and the day on which it begins."""
    scenario = SCENARIOS[name]
    chance = np.random.default_rng((seed, list(SCENARIOS).index(name)))
    here = replace(world, **scenario.world)
    pain = _true_pain(here, n, scenario.onset + AFTER, chance)
    pain[:, scenario.onset :] += scenario.rise(np.arange(AFTER))
    return logged(pain, here, chance, unlogged_when_worse=scenario.hides), scenario.onset


@dataclass(frozen=True, slots=True)
class Scenario:
    """How pain gets worse: points added by days since the onset, and what else is special."""

    rise: Callable[[NDArray[np.int64]], Reals]
    world: dict[str, tuple[float, float]]
    onset: int = ONSET
    hides: bool = False


def _step(points: float) -> Callable[[NDArray[np.int64]], Reals]:
    return lambda day: points * np.ones(len(day))


def _ramp(points: float, over: int) -> Callable[[NDArray[np.int64]], Reals]:
    return lambda day: points * np.minimum(1.0, (day + 1) / over)


def _flare(points: float, days: int) -> Callable[[NDArray[np.int64]], Reals]:
    return lambda day: points * (day < days)


SCENARIOS = {
    "step of 2": Scenario(_step(2), {}),
    "step of 2.5": Scenario(_step(2.5), {}),
    "step of 3": Scenario(_step(3), {}),
    "ramp, 3 in 7 days": Scenario(_ramp(3, 7), {}),
    "ramp, 3 in 14 days": Scenario(_ramp(3, 14), {}),
    "flare, 3 for 14 days": Scenario(_flare(3, 14), {}),
    "flare, 4 for 10 days": Scenario(_flare(4, 10), {}),
    "from zero": Scenario(_step(3), {"level": (0, 0.3), "swing": (0.3, 0.8)}),
    "near the ceiling": Scenario(_step(3), {"level": (6, 7)}),
    "45 % missing": Scenario(_step(3), {"missing": (0.45, 0.45)}),
    "bad days unlogged": Scenario(_step(3), {}, hides=True),
    "cold start": Scenario(_step(3), {}, onset=14),
}


def _true_pain(world: World, n: int, days: int, chance: np.random.Generator) -> Reals:
    memory = chance.uniform(*world.memory, (n, 1))
    shocks = (
        chance.standard_t(world.tails, (n, days)) * np.sqrt((world.tails - 2) / world.tails)
        if world.tails
        else chance.normal(size=(n, days))
    )
    noise = shocks.copy()
    for day in range(1, days):
        kept = memory[:, 0] * noise[:, day - 1]
        noise[:, day] = kept + np.sqrt(1 - memory[:, 0] ** 2) * shocks[:, day]
    low, high = world.swing
    swing = low + (high - low) * chance.beta(1.2, 3, (n, 1))  # most swing little, some a lot
    pain = chance.uniform(*world.level, (n, 1)) + swing * noise
    if world.wander:
        pain += np.cumsum(chance.normal(0, world.wander / np.sqrt(56), (n, days)), axis=1)
    if world.flares:
        starts = chance.random((n, days)) < world.flares / 30
        height = np.where(starts, chance.uniform(2, 4, (n, days)), 0.0)
        second = height[:, :-1] * (chance.random((n, days - 1)) < 0.5)
        pain += height
        pain[:, 1:] += second
    return pain


def logged(
    pain: Reals, world: World, chance: np.random.Generator, *, unlogged_when_worse: bool = False
) -> Table:
    """Return what would be written down: whole levels, with days missing, and not at random.

    Half of the athletes log less on bad days, half on good ones; a missed day makes the next one
    likelier to be missed.
    """
    n, days = pain.shape
    share = chance.uniform(*world.missing, (n, 1))
    leaning = chance.choice([-LEANING, LEANING], (n, 1))
    centre, spread = np.median(pain, axis=1, keepdims=True), pain.std(axis=1, keepdims=True)
    z = np.clip((pain - centre) / np.maximum(spread, 0.3), -2, 2)
    wish = np.log(share / (1 - share)) + (0.6 if unlogged_when_worse else leaning) * z
    chosen, missed = chance.random((n, days)), np.zeros(n, dtype=bool)
    table = np.clip(np.rint(pain), 0, 10).astype(np.uint8)
    for day in range(days):
        missed = chosen[:, day] < 1 / (1 + np.exp(-(wish[:, day] + np.where(missed, 0.6, -0.25))))
        table[missed, day] = NOT_LOGGED
    return table
