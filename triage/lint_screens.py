"""Do the screens of the interview hold every finding once, each on a screen that can ask it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from triage.engine.knowledge import Compiled
from triage.engine.trees import names_in
from triage.lint_problem import Problem, texts

FILE = "screens.toml"
TICKS = 9  # rows of one screen
ROWS, LINES, LINE = 7, 14, 36  # of an emergency page at 360 x 640: rows, lines of text, characters
KINDS = {
    "ticks": {"bool3"},
    "yes_no": {"bool3"},
    "number": {"int", "float", "nrs"},
    "choice": {"enum"},
    "body_map": {"bool3", "enum"},
}
EMERGENCY_SECTIONS = {"I", "H", "K", "L", "J", "G"}  # their mandatory findings cannot wait
# Asked of everyone, first. Source: evidence-pack-draft-2, section 1
EMERGENCY_TOO = {"leg_slightly_fuller", "leg_paralysed", "low_grade_fever", "heart_racing_rest",
                 "breathless_effort", "pain_on_breathing", "near_faint"}  # fmt: skip


def screens(compiled: Compiled) -> Iterator[Problem]:
    """Yield what is wrong with the screens."""
    raw = compiled["screens"]
    findings = {each["id"]: each for each in compiled["findings"]}
    parts = {each["id"] for each in raw["parts"]}
    ids: set[str] = set()
    emergency = True
    for each in raw["screens"]:
        name = each["id"]
        if name in ids or "~" in name:
            yield Problem(FILE, name, "is no id, or stands twice")
        ids.add(name)
        if each["part"] not in parts:
            yield Problem(FILE, f"{name}.part", "is no part of the interview")
        if each["emergency"] and not emergency:
            yield Problem(FILE, f"{name}.emergency", "must stand before all other screens")
        emergency = each["emergency"]
        for key in ("title", "lead") if each["lead"] is not None else ("title",):
            yield from texts(FILE, f"{name}.{key}", each[key])
        yield from _members(each, findings)
    yield from _everyone(raw, findings)
    yield from _emergency(compiled)
    yield from _conditions(compiled)


def _members(screen: dict[str, Any], findings: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    name, kind, members = screen["id"], screen["kind"], screen["findings"]
    if kind not in KINDS:
        yield Problem(FILE, f"{name}.kind", f"must be one of {sorted(KINDS)}")
        return
    for member in members:
        if member not in findings:
            yield Problem(FILE, f"{name}.findings", f"{member!r} is no finding")
        elif findings[member].get("may_skip") and kind != "yes_no":
            reason = f"{member} may be skipped: on {kind} what is left open would be a no"
            yield Problem(FILE, f"{name}.findings", reason)
        elif findings[member]["type"] not in KINDS[kind]:
            yield Problem(FILE, f"{name}.findings", f"{member} cannot be asked by {kind}")
    if not members or (kind == "yes_no" and len(members) > 1):
        yield Problem(FILE, f"{name}.findings", "holds too few or too many")
    if kind == "ticks" and len(members) > TICKS:
        yield Problem(FILE, f"{name}.findings", f"holds more than {TICKS}")
    if screen["emergency"]:
        asked = [findings[member]["question"] for member in members if member in findings]
        lines = sum(-(-len(question) // LINE) for question in asked)
        if len(members) > ROWS or lines > LINES:
            yield Problem(FILE, f"{name}.findings", "does not fit a small phone without scrolling")


def _everyone(raw: dict[str, Any], findings: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    placed = [member for each in raw["screens"] for member in each["findings"]]
    for name in findings:
        if (times := placed.count(name)) != 1:
            yield Problem(FILE, name, f"stands on {times} screens, must stand on one")


def _emergency(compiled: Compiled) -> Iterator[Problem]:
    must = set(compiled["mandatory"])
    first = {name for each in compiled["screens"]["screens"] if each["emergency"]
             for name in each["findings"]}  # fmt: skip
    for raw in compiled["findings"]:
        section, name = raw["section"], raw["id"]
        waits_not = section == "I" or (section in EMERGENCY_SECTIONS and name in must)
        if (waits_not or name in EMERGENCY_TOO) and name not in first:
            yield Problem(FILE, name, "must be asked on the emergency screen")


def _conditions(compiled: Compiled) -> Iterator[Problem]:
    raw = compiled["screens"]
    known = {each["id"] for each in (*compiled["findings"], *compiled["derived"])}
    for each in raw["given"]:
        if not {each["finding"], each["unless"]} <= known:
            yield Problem(FILE, "given", f"{each['finding']!r} hangs on what is not known")
    for each in raw["only_when"]:
        if not {each["finding"], *names_in(each["logic"])} <= known:
            yield Problem(FILE, "only_when", f"{each['finding']!r} hangs on what is not known")
