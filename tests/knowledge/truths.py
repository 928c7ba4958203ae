"""People to interview: what is true of each, and the walk through an interview with them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from triage.engine.knowledge import Knowledge
from triage.interview import Screen, next_screen, settled
from triage.interview.plan import plan_of
from triage.interview.possible import NO
from triage.interview.standing import world_of
from triage.loader import current

MORE_THAN_ANY = 90  # screens; no interview comes near it


@dataclass(frozen=True)
class Walk:
    """An interview from its first screen to its end."""

    answers: dict[str, Any]
    skipped: set[str]
    screens: list[Screen]


def interview(
    truth: Mapping[str, Any],
    *,
    knowledge: Knowledge | None = None,
    known: Mapping[str, Any] | None = None,
) -> Walk:
    """Answer screen by screen as the truth has it; what it does not have is left empty.

    `known` are the answers there are before the first screen.
    """
    knowledge = knowledge or current()
    answers: dict[str, Any] = dict(known or {})
    skipped: set[str] = set()
    screens: list[Screen] = []
    while (screen := next_screen(knowledge, answers, skipped)) is not None:
        screens.append(screen)
        assert len(screens) < MORE_THAN_ANY
        for name in screen.findings:
            assert name not in answers, f"{name} is asked twice"
            assert name not in skipped, f"{name} is asked twice"
            if name in truth:
                answers[name] = truth[name]
            else:
                skipped.add(name)
    return Walk(answers, skipped, screens)


def applicable(truth: Mapping[str, Any]) -> dict[str, Any]:
    """Return a truth without what nobody would be asked: findings whose condition is not met."""
    knowledge = current()
    plan = plan_of(knowledge)
    kept = {name: value for name, value in truth.items() if name not in plan.when}
    while True:
        world = world_of(plan, settled(knowledge, kept))
        joining = [name for name in plan.when if name in truth and name not in kept
                   and plan.sets_of(plan.when[name])(world) != NO]  # fmt: skip
        if not joining:
            return settled(knowledge, {name: truth[name] for name in truth if name in kept})
        kept |= {name: truth[name] for name in joining}


def drawn_truth(chance: random.Random) -> dict[str, Any]:
    """Return a person drawn at random: calm or alarming, some unsure, some leave numbers empty."""
    yes, unsure, empty = chance.choice(
        [(0.05, 0.0, 0.0), (0.1, 0.02, 0.3), (0.25, 0.1, 0.5), (0.02, 0.3, 1.0)]
    )
    must = {each.id for each in current().mandatory}
    truth: dict[str, Any] = {}
    for name, each in current().findings.items():
        if each.type == "bool3":
            draw = chance.random()
            truth[name] = True if draw < yes else "unsure" if draw < yes + unsure else False
        elif name not in must and chance.random() < empty:
            continue
        elif each.type == "enum":
            truth[name] = chance.choice(each.choices)
        elif each.type == "float":
            truth[name] = round(chance.uniform(each.low, each.high), 1)
        else:
            truth[name] = chance.randint(int(each.low), int(each.high))
    if chance.random() < 0.7:  # most people have none of the signs of the emergency screen
        calm = [name for group in current().compiled["screens"]["screens"] if group["emergency"]
                for name in group["findings"]]  # fmt: skip
        truth |= {name: False for name in calm if current().findings[name].type == "bool3"}
        truth["weight_bearing"] = "normal"
    return truth
