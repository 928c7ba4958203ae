"""Everything that can be wrong with the knowledge files, told as file, key and reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from triage import lint_cases, lint_conditions, lint_logic, lint_screens, lint_telling
from triage.engine.knowledge import Compiled, build
from triage.engine.texts import PLACEHOLDER
from triage.engine.trees import in_order
from triage.lint_problem import Problem, texts
from triage.loader import SINGLE_FILES, BadKnowledge, compile_folder, read_file
from triage.wording import all_texts, wording

TYPES = {"bool3": set(), "enum": {"choices"}, "int": {"low", "high"}, "float": {"low", "high"},
         "nrs": {"low", "high"}}  # fmt: skip
FINDING_KEYS = {"id", "question", "label", "type", "ask_when", "note", "low", "high", "choices",
                "choice_labels", "may_skip"}  # fmt: skip
RULE_KEYS = {"id", "order", "level", "when", "suspected", "do_now", "tell_clinician", "sources",
             "states", "unless_fired"}  # fmt: skip
PLACEHOLDER_KEYS = {"options", "value", "weeks_of", "otherwise", "when_unsure", "unit"}
_ID = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER_WORDS = {"EMERGENCY", "URGENT"}


def lint(folder: Path, *, today: date) -> list[Problem]:
    """Return all problems of a folder, those that refuse it first."""
    try:
        compiled = compile_folder(folder)
    except BadKnowledge as error:
        return [Problem(error.file, error.key, error.reason)]
    found = [
        *_files(folder, compiled, today),
        *_findings(folder),
        *_levels(compiled),
        *_rules(folder, compiled),
        *lint_conditions.conditions(folder, compiled),
        *_placeholders(compiled),
        *_numbers(compiled),
        *lint_screens.screens(compiled),
    ]
    try:
        found += wording(folder, all_texts(folder))
    except BadKnowledge as error:
        found.append(Problem(error.file, error.key, error.reason))
    if not _refuses(found):
        found += [Problem(*each) for each in lint_logic.expressions(compiled)]
        try:
            in_order({raw["id"]: raw["logic"] for raw in compiled["derived"]})
        except (ValueError, KeyError) as error:
            found.append(Problem("derived.toml", "derived", str(error)))
    if not _refuses(found):
        found += [Problem(*each) for each in lint_telling.telling(compiled)]
        found += lint_cases.cases(folder, build(compiled))
    return sorted(found, key=lambda problem: problem.warning)


def _refuses(found: list[Problem]) -> bool:
    return any(not problem.warning for problem in found)


def _raw_files(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    names = [f"{name}.toml" for name in SINGLE_FILES]
    for sub in ("findings", "red_flags", "conditions"):
        names += sorted(f"{sub}/{path.name}" for path in (folder / sub).glob("*.toml"))
    for name in names:
        yield name, read_file(folder, name)


def _files(folder: Path, compiled: Compiled, today: date) -> Iterator[Problem]:
    for name, raw in _raw_files(folder):
        if not raw["reviewer"].strip():
            yield Problem(name, "reviewer", 'is empty; "none yet" is honest')
        if raw["review_due"] < today:
            yield Problem(name, "review_due", f"was due on {raw['review_due']}", warning=True)
        if not name.startswith("red_flags/"):
            yield from _sources(name, "sources", raw.get("sources"), compiled)


def _sources(file: str, key: str, sources: Any, compiled: Compiled) -> Iterator[Problem]:
    if not sources or not isinstance(sources, list):
        yield Problem(file, key, "names no source")
        return
    for source in sources:
        if source not in compiled["sources"]:
            yield Problem(file, key, f"source {source!r} is not in sources.toml")


def _findings(folder: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    sections: set[str] = set()
    for file, raw in _raw_files(folder):
        if not file.startswith("findings/"):
            continue
        if raw["section"] in sections:
            yield Problem(file, "section", f"{raw['section']} has a file already")
        sections.add(raw["section"])
        for each in raw["findings"]:
            name = each["id"]
            if not _ID.fullmatch(name) or name in seen:
                yield Problem(file, name, "is no id, or stands twice")
            seen.add(name)
            yield from texts(file, f"{name}.question", each["question"])
            if extra := each.keys() - FINDING_KEYS:
                yield Problem(file, f"{name}.{min(extra)}", "is not a key of a finding")
            needs = TYPES.get(each["type"])
            if needs is None:
                yield Problem(file, f"{name}.type", f"{each['type']!r} is no type")
            elif needs != each.keys() & {"low", "high", "choices"}:
                yield Problem(file, f"{name}.type", f"{each['type']} needs {sorted(needs)}")
            elif len(each.get("choice_labels", ())) != len(each.get("choices", ())):
                yield Problem(file, f"{name}.choice_labels", "must name each choice in its order")
            elif "low" in needs and not each["low"] < each["high"]:
                yield Problem(file, f"{name}.low", "must lie below high")


def _levels(compiled: Compiled) -> Iterator[Problem]:
    levels, order = compiled["levels"], compiled["levels"]["order"]
    known = {raw["id"] for raw in compiled["findings"]}
    for name in order:
        if name not in levels["titles"]:
            yield Problem("levels.toml", f"titles.{name}", "is missing")
    for name in order[1:]:
        below = levels["step_down"].get(name)
        if below not in order or order.index(below) >= order.index(name):
            yield Problem("levels.toml", f"step_down.{name}", "must name a lower level")
    for name in compiled["mandatory"]:
        if name not in known:
            yield Problem("levels.toml", "mandatory", f"{name!r} is no finding")


def _rules(folder: Path, compiled: Compiled) -> Iterator[Problem]:
    ids: set[str] = set()
    orders: set[int] = set()
    for file, raw in _raw_files(folder):
        if not file.startswith("red_flags/"):
            continue
        families = {each["family"] for each in compiled["rules"]}
        for rule in raw["rules"]:
            name = rule["id"]
            if rule.get("unless_fired", raw["family"]) not in families:
                yield Problem(file, f"{name}.unless_fired", "is no family of rules")
            if not re.fullmatch(re.escape(raw["family"]) + r"-([0-9]+|[A-Z]+)", name):
                yield Problem(file, name, f"is not of the family {raw['family']}")
            if name in ids:
                yield Problem(file, name, "stands twice")
            if not isinstance(rule["order"], int) or rule["order"] in orders:
                yield Problem(file, f"{name}.order", "must be a whole number of its own")
            ids.add(name)
            orders.add(rule["order"])
            if extra := rule.keys() - RULE_KEYS:
                yield Problem(file, f"{name}.{min(extra)}", "is not a key of a rule")
            if rule["level"] not in compiled["levels"]["order"]:
                yield Problem(file, f"{name}.level", f"{rule['level']!r} is no level")
            for key in ("suspected", "do_now", "tell_clinician"):
                yield from texts(file, f"{name}.{key}", rule[key])
            for key in ("suspected", "do_now"):
                if set(PLACEHOLDER.findall(rule[key])) - _NUMBER_WORDS:
                    yield Problem(file, f"{name}.{key}", "may hold {EMERGENCY} and {URGENT} only")
            yield from _sources(file, f"{name}.sources", rule["sources"], compiled)
            for word in set(PLACEHOLDER.findall(rule["tell_clinician"])) - _NUMBER_WORDS:
                table = compiled["placeholders"]
                if word not in table and f"{name} {word}" not in table:
                    reason = f"{{{word}}} has no entry in placeholders.toml"
                    yield Problem(file, f"{name}.tell_clinician", reason)


def _placeholders(compiled: Compiled) -> Iterator[Problem]:
    known = {raw["id"] for raw in (*compiled["findings"], *compiled["derived"])}
    for key, entry in compiled["placeholders"].items():
        named = [name for option in entry.get("options", ()) for name in option["findings"]]
        named += [entry[kind] for kind in ("value", "weeks_of") if kind in entry]
        for name in named:
            if name not in known:
                yield Problem("placeholders.toml", key, f"{name!r} is no finding")
        if extra := entry.keys() - {
            "options",
            "value",
            "weeks_of",
            "otherwise",
            "when_unsure",
            "unit",
        }:
            yield Problem("placeholders.toml", key, f"{min(extra)!r} is not a key")


def _numbers(compiled: Compiled) -> Iterator[Problem]:
    table = compiled["numbers"]
    for key in ("emergency", "urgent"):
        yield from texts("emergency_numbers.toml", f"fallback.{key}", table["fallback"].get(key))
    for country, numbers in table["countries"].items():
        if not re.fullmatch(r"[A-Z]{2}", country):
            yield Problem("emergency_numbers.toml", country, "is no country code of two letters")
        if not re.fullmatch(r"[0-9]{2,4}", str(numbers.get("emergency", ""))):
            yield Problem("emergency_numbers.toml", f"{country}.emergency", "must be a number")
