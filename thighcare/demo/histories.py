"""One demo athlete's entries, as a phone would send them. Pure: the same seed, the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from thighcare.demo.diaries import stretch
from tracker.trends import worsening_alarms

Entry = dict[str, Any]

_NAMESPACE = UUID("6f1d5c1e-8f0a-5b3e-9d55-3a7f5a6a2c11")
SPORTS = ("running", "football", "sprinting", "hockey", "rowing", "dance", "cycling", "rugby")
CALM_TRIES, SETTLED_DAYS = 20, 28
HIGHEST_RISEN = 6  # below what is a rule of its own
RISE = (2, 3, 3, 4, 4, 5)  # points above the usual level on the last days of a worsening athlete


@dataclass(frozen=True, slots=True)
class Story:
    """Who this is about and what is to happen to them."""

    email: str
    number: int
    today: date
    days: int
    seed: int
    red_flag: bool = False
    worsening: bool = False


def entries_of(story: Story) -> list[Entry]:
    """Return all entries of a story, oldest day first; ids and edits depend on the day alone."""
    chance = Random(f"{story.seed}-{story.number}")  # noqa: S311  (a made-up life is no secret)
    pain = _calm_stretch(story, chance)
    if story.worsening:
        pain = _risen(pain)
    if story.red_flag:
        pain[-1] = pain[-1] if pain[-1] is not None else 4
    sport, side = chance.choice(SPORTS), chance.choice(["left", "right"])
    sits_h, drinks_ml = chance.uniform(3, 9), chance.uniform(1400, 2800)
    training_days = set(chance.sample(range(7), chance.randint(3, 5)))
    entries: list[Entry] = []
    for place, level in enumerate(pain):
        day = story.today - timedelta(story.days - 1 - place)
        words = _day_of(day, level, chance, sport, side, sits_h, drinks_ml, training_days)
        entries += [_entry(story, day, kind, fields) for kind, fields in words]
    if story.red_flag:
        sign = {"finding": "saddle_numb", "value": True}
        entries.append(_entry(story, story.today, "symptom", sign))
    return entries


def _day_of(
    day: date,
    level: int | None,
    chance: Random,
    sport: str,
    side: str,
    sits_h: float,
    drinks_ml: float,
    training_days: set[int],
) -> Iterator[tuple[str, Entry]]:
    """Yield kind and fields of a day; nothing on a day without pain logged: the phone was away."""
    hours = round(min(16.0, max(0.5, chance.gauss(sits_h, 1.2))) * 2) / 2
    water = round(min(5000.0, max(300.0, chance.gauss(drinks_ml, 350))) / 50) * 50
    minutes, effort = 5 * chance.randint(6, 22), chance.randint(3, 9)
    colour, at_desk = chance.randint(1, 5), chance.random() < 0.7
    if level is None:
        return
    yield "pain", {"level": level, "region": "thigh_upper", "side": side, "context": "worst"}
    yield "sitting", {"hours": hours, "seat": "desk" if at_desk else "sofa"}
    yield "hydration", {"ml": water, "urine_colour": colour}
    if day.weekday() in training_days:
        yield "activity", {"sport": sport, "minutes": minutes, "rpe": effort}
    else:
        yield "activity", {"sport": "rest", "minutes": 0, "rpe": 0}


def _calm_stretch(story: Story, chance: Random) -> list[int | None]:
    """Return a stretch that does not end in a rise of its own, if one is found."""
    for _ in range(CALM_TRIES):
        pain = stretch(days=story.days, number=story.number, chance=chance)
        alarms = worsening_alarms(range(story.days), pain)
        if not alarms or alarms[-1] < story.days - SETTLED_DAYS:
            break
    return pain


def _risen(pain: list[int | None]) -> list[int | None]:
    """Return the series with a rise at its end, each of its last days logged."""
    logged = sorted(level for level in pain if level is not None)
    usual = logged[len(logged) // 2] if logged else 2
    rise = RISE[-len(pain) :]
    return pain[: -len(rise)] + [min(HIGHEST_RISEN, usual + points) for points in rise]


def _entry(story: Story, day: date, kind: str, fields: Entry) -> Entry:
    name = f"{story.email} {day.isoformat()} {kind}"
    return {
        "id": str(uuid5(_NAMESPACE, name)),
        "kind": kind,
        "day": day.isoformat(),
        "edited_at": f"{day.isoformat()}T00:00:00Z",
        **fields,
    }
