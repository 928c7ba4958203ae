"""What rules said lately to very many athletes, so that who was told already is left alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from alerts import budget
from alerts.choosing import NUDGE
from alerts.rules import Rule

# Thousands of ids as one value: a placeholder for each costs more than the answer.
AMONG = {
    "postgresql": "athlete_id = ANY(%s)",
    "sqlite": "athlete_id IN (SELECT value FROM json_each(%s))",
}


class ToldLately:
    """When each rule last spoke to some athletes, and on which days the budget paid."""

    def __init__(self, athlete_ids: Sequence[int], *, since: date) -> None:
        self._last: dict[tuple[int, str], date] = {}
        self._spent: dict[int, list[date]] = {}
        for athlete_id, rule, day, spent in _rows(athlete_ids, since):
            key = athlete_id, rule
            self._last[key] = max(day, self._last.get(key, day))
            if spent:
                self._spent.setdefault(athlete_id, []).append(day)

    def lets_rest(self, rule: Rule, athlete_id: int, on: date) -> bool:
        """Tell whether the rule could say nothing new: locked out, or nothing left to spend.

        A worsening spell is kept even where the budget holds its alert back.
        """
        since = on - timedelta(rule.lock_out_days)
        names = (rule.id, *rule.quiet_after)
        if any(self._last.get((athlete_id, name), date.min) > since for name in names):
            return True
        if not rule.limited or rule.kind == "worsening":
            return False
        spent = self._spent.get(athlete_id, [])
        return not budget.may_spend(spent, on=on, nudge=rule.urgency == NUDGE)


def _rows(athlete_ids: Sequence[int], since: date) -> Iterable[tuple[int, str, date, bool]]:
    ids: Any = athlete_ids if connection.vendor == "postgresql" else json.dumps(athlete_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT athlete_id, rule, day, spent FROM alerts_alert "  # noqa: S608  (a constant)
            f"WHERE day >= %s AND {AMONG[connection.vendor]}",
            [connection.ops.adapt_datefield_value(since), ids],
        )
        for athlete_id, rule, day, spent in cursor.fetchall():
            on = date.fromisoformat(day) if isinstance(day, str) else day
            yield athlete_id, rule, on, bool(spent)
