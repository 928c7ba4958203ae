"""Simulated stable athletes: nothing gets worse, everything swings, days are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from alerts.story import History

FIRST = date(2026, 1, 1)


def stable_athletes(*, n: int, days: int, seed: int) -> Iterator[History]:
    """Yield what each logged: own level and swing of pain with some memory, own habits.

    A quarter sits long, a third drinks little, some cramp now and then; training weeks differ
    by a third; 5 to 40 % of days are missing, and weeks of holiday among them.
    """
    chance = np.random.default_rng(seed)
    for _ in range(n):
        level, swing = chance.uniform(0, 5), chance.uniform(0.5, 1.4)
        hours, litres, darkness = (
            chance.uniform(3, 9),
            chance.uniform(1.2, 3.0),
            chance.uniform(2, 4),
        )
        sessions, session = chance.integers(2, 6), chance.uniform(150, 450)
        gaps, cramps = chance.uniform(0.05, 0.4), chance.choice([0.0, 0.01, 0.04])
        holiday = int(chance.integers(0, days))
        noise, logged = 0.0, {}
        for at in range(days):
            noise = 0.4 * noise + np.sqrt(1 - 0.4**2) * chance.normal()
            if chance.random() < gaps or holiday <= at < holiday + 8:
                continue
            fields: dict[str, Any] = {
                "pain_worst": int(np.clip(round(level + swing * noise), 0, 10)),
                "sitting_h": round(float(np.clip(chance.normal(hours, 1.5), 0, 16)) * 2) / 2,
                "hydration_ml": int(np.clip(chance.normal(litres, 0.4), 0.2, 4.5) * 20) * 50,
                "urine_colour": int(np.clip(round(chance.normal(darkness, 0.9)), 1, 8)),
                "load_au": 0,
                "symptoms": {"saddle_numb": False, "swelling_one_sided": False, "weak_leg": False},
            }
            if chance.random() < sessions / 7:
                fields["load_au"] = int(session * chance.uniform(0.6, 1.4))
            if chance.random() < cramps:
                fields["symptoms"]["cramps_now"] = True
            logged[FIRST + timedelta(at)] = fields
        yield History(days=logged)
