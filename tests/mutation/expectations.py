"""Write what the knowledge says now as the expectations of the tests; see what would change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.knowledge.expected import OUTCOMES, POINTS, TELLING, points
from tests.knowledge.plain import Plain
from tests.knowledge.walked import WALKS, walks
from tests.mutation.telling import probes, telling_sets
from triage.loader import current


def expectations(*, write: bool) -> int:
    """Write the files, or say which entries are behind; 0 = they are as the knowledge is."""
    behind = 0
    tables = ((TELLING, telling()), (POINTS, points(current())), (WALKS, walks(current())))
    for path, table in tables:
        old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        changed = [name for name in sorted({*old, *table}) if old.get(name) != table.get(name)]
        for name in changed:
            print(f"{path.name}: {name}")
        behind += len(changed)
        if write:
            path.write_text(as_lines(table), encoding="utf-8")
    if behind and not write:
        print("Run: python -m tests.mutation sets --write, and read the difference.")
    return 0 if write else min(behind, 1)


def telling() -> dict[str, Any]:
    """Return level and telling sets of every rule, derived finding and ask_when."""
    compiled = current().compiled
    plain, table = Plain(compiled), {}
    for rule in (*compiled["rules"], *probes(compiled).values()):
        entry: dict[str, Any] = {"level": rule["level"]} | {name: [] for name in OUTCOMES}
        for answers in telling_sets(plain, rule):
            entry[plain.outcome(rule, answers)].append(answers)
        table[rule["id"]] = entry
    return table


def as_lines(table: Mapping[str, Any]) -> str:
    """Return JSON with one set of answers a line, so that a difference can be read."""
    blocks = []
    for name, entry in table.items():
        rows = []
        for key, value in entry.items():
            if key in OUTCOMES and value:
                sets = ",\n   ".join(json.dumps(answers) for answers in value)
                rows.append(f'  "{key}": [\n   {sets}\n  ]')
            else:
                rows.append(f'  "{key}": {json.dumps(value)}')
        blocks.append(f' "{name}": {{\n' + ",\n".join(rows) + "\n }")
    return "{\n" + ",\n".join(blocks) + "\n}\n"
