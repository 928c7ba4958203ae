"""Is every cause whole: weights on known findings, within the scale, with basis and reason?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from triage.engine.knowledge import Compiled
from triage.engine.trees import adds
from triage.lint_problem import Problem, texts
from triage.loader import read_file

PERSONAS = {"athlete", "active", "desk"}
KEYS = {
    "id",
    "order",
    "title",
    "reviewer",
    "review_due",
    "sources",
    "self_care",
    "weights",
    "hidden_by",
    "prior",
}
WEIGHT_KEYS = {"finding", "yes", "no", "basis", "reason"}
BASES = {"seed", "lit", "expert"}
LIMIT = 3  # points; |w| <= 3. Source: evidence-pack-draft-2, 2.0


def conditions(folder: Path, compiled: Compiled) -> Iterator[Problem]:
    """Yield what is wrong with the files of causes."""
    trees = {raw["id"]: raw["logic"] for raw in compiled["derived"]}
    weighable = {
        raw["id"]
        for raw in (*compiled["findings"], *compiled["derived"])
        if "section" in raw
        and raw.get("type", "bool3") == "bool3"
        and not adds(["value", raw["id"]], trees)
    }
    computed = {raw["id"] for raw in compiled["derived"] if raw["logic"][0] != "sum"}
    ids: set[str] = set()
    orders: set[int] = set()
    for path in sorted((folder / "conditions").glob("*.toml")):
        file = f"conditions/{path.name}"
        raw = read_file(folder, file)
        if raw["id"] != path.stem or not re.fullmatch(r"[a-z][a-z0-9_]*", raw["id"]):
            yield Problem(file, "id", "must be the name of the file")
        if raw["id"] in ids or raw["order"] in orders:
            yield Problem(file, "order", "must be a whole number of its own")
        ids.add(raw["id"])
        orders.add(raw["order"])
        if extra := raw.keys() - KEYS:
            yield Problem(file, min(extra), "is not a key of a cause")
        for key in ("title", "self_care"):
            yield from texts(file, key, raw[key])
        hidden_by = raw.get("hidden_by")
        if hidden_by is not None and hidden_by not in computed:
            yield Problem(file, "hidden_by", "is no computed finding")
        if raw["prior"].keys() != PERSONAS:
            yield Problem(file, "prior", f"must name {sorted(PERSONAS)}")
        for name, points in raw["prior"].items():
            yield from _points(file, f"prior.{name}", points)
        yield from _weights(file, raw["weights"], weighable)


def _weights(file: str, weights: list[dict[str, Any]], weighable: set[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for each in weights:
        name = each["finding"]
        if name not in weighable:
            yield Problem(file, name, "is no yes/no finding with a section, or reads a sum")
        if name in seen:
            yield Problem(file, name, "is weighed twice")
        seen.add(name)
        for key in ("yes", "no"):
            yield from _points(file, f"{name}.{key}", each[key])
        if each["yes"] == 0 == each["no"]:
            yield Problem(file, name, "weighs nothing", warning=True)
        if each["basis"] not in BASES:
            yield Problem(file, f"{name}.basis", f"must be one of {sorted(BASES)}")
        yield from texts(file, f"{name}.reason", each["reason"])
        if extra := each.keys() - WEIGHT_KEYS:
            yield Problem(file, f"{name}.{min(extra)}", "is not a key of a weight")


def _points(file: str, key: str, points: Any) -> Iterator[Problem]:
    if not isinstance(points, int) or isinstance(points, bool) or abs(points) > LIMIT:
        yield Problem(file, key, f"must be a whole number from {-LIMIT} to {LIMIT}")
