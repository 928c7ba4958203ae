"""Of very many athletes, whom the nightly scan must look at: arrays first, few statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from alerts import budget
from alerts.choosing import BASELINE_DAYS, RECENT_DAYS
from alerts.facts import ALARM_BEFORE_DAYS, Facts, ManyFacts, day_everywhere
from alerts.judging import ALARMS
from alerts.models import Alert, State
from alerts.rules import all_rules
from alerts.switches import switched_off
from alerts.told_lately import ToldLately
from tracker.snapshot import values
from tracker.spells import due_spells
from tracker.trends import at_last_entries
from tracker.windows import Windows

SILENT_DAYS = 14  # so long a silence is looked at


@dataclass(frozen=True, slots=True)
class News:
    """Whose logged days, and whose silence, the watch must judge; ids in order."""

    logged: list[int]
    silent: list[int]


def with_news(windows: Windows, *, today: date) -> News:
    """Return athletes for whom a rule may speak or a spell move on; the watch has the last word."""
    many = _many(windows, today)
    recent = many.silent_days <= RECENT_DAYS
    off = switched_off()
    baseline = many.logged[:, -BASELINE_DAYS:].sum(axis=1, dtype=np.int32)
    maybe = [
        (rule, rule.maybe(many) & (recent | rule.of_silence) & (baseline >= rule.least_logged))
        for rule in all_rules()
        if rule.maybe is not None and rule.id not in off
    ]
    chosen = np.flatnonzero(np.any([found for _, found in maybe], axis=0))
    since = today - timedelta(budget.DAYS + SILENT_DAYS)
    told = ToldLately(windows.ids[chosen].tolist(), since=since)
    logged = set(_moving(windows, recent, today))
    silent: set[int] = set()
    for at in chosen.tolist():
        athlete_id, on = int(windows.ids[at]), date.fromordinal(int(windows.ends_on[at]))
        for rule, found in maybe:
            if found[at] and not told.lets_rest(rule, athlete_id, on):
                (silent if rule.of_silence else logged).add(athlete_id)
    return News(sorted(logged), sorted(silent))


def _many(windows: Windows, today: date) -> ManyFacts:
    pain, _gaps = at_last_entries(windows.pain)
    silent_days = np.maximum(0, today.toordinal() - windows.ends_on)
    return ManyFacts(
        pain=pain,
        load_au=windows.load_au,
        hydration=windows.hydration,
        logged=windows.logged,
        silent_days=silent_days,
        alarm_days=_alarm_days(windows, silent_days, today),
    )


def _alarm_days(windows: Windows, silent_days: NDArray[np.int32], today: date) -> NDArray[np.int32]:
    """Return days since the newest alarm not closed was heard by who is silent; -1 = none."""
    found = np.full(len(windows.ids), -1, np.int32)
    silent = np.flatnonzero(silent_days > 0)
    if not len(silent):
        return found
    place = dict(zip(windows.ids[silent].tolist(), silent.tolist(), strict=True))
    rows = Alert.objects.filter(
        athlete_id__gte=int(windows.ids[0]),
        athlete_id__lte=int(windows.ids[-1]),
        urgency__in=ALARMS,
        day__gte=today - timedelta(SILENT_DAYS + ALARM_BEFORE_DAYS),
    )
    followed = [rule.id for rule in all_rules() if rule.of_silence]
    rows = rows.exclude(state=State.RESOLVED).exclude(rule__in=followed)
    for athlete_id, day, raised_at in rows.values_list("athlete_id", "day", "raised_at"):
        if (at := place.get(athlete_id)) is not None:
            since = max(0, (today - max(day, day_everywhere(raised_at))).days)
            if found[at] < 0 or since < found[at]:
                found[at] = since
    return found


def _moving(windows: Windows, recent: NDArray[np.bool_], today: date) -> Iterable[int]:
    """Yield athletes whose open spell is due and has something to say, or is over."""
    first, last = int(windows.ids[0]), int(windows.ids[-1])
    spells = due_spells(first=first, last=last, today=today)
    place = {athlete_id: at for at, athlete_id in enumerate(windows.ids.tolist())} if spells else {}
    for athlete_id, spell in spells.items():
        at = place.get(athlete_id)
        if at is None or not recent[at]:
            continue
        facts = Facts.gather(
            ends_on=date.fromordinal(int(windows.ends_on[at])),
            pain=values(windows.pain[at].tobytes()),
            spell=spell,
        )
        if facts.step.changed:
            yield athlete_id
