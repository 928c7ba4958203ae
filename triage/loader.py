"""Read the knowledge files into one compiled copy: what the engine, the phone and replay share."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from triage.engine.expression import BadExpression, Tree, parse
from triage.engine.knowledge import Compiled, Knowledge, build
from triage.engine.texts import ASKS, WORDS, split_clauses

FOLDER = Path(__file__).resolve().parent / "knowledge"
SINGLE_FILES = ("derived", "levels", "sources", "emergency_numbers", "placeholders", "wording",
                "screens")  # fmt: skip


class BadKnowledge(Exception):
    """A knowledge file that cannot be used: which file, which key, why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


@cache
def current() -> Knowledge:
    """Return the knowledge shipped with this version, read once a process."""
    return load(FOLDER)


def load(folder: Path) -> Knowledge:
    """Return the knowledge of a folder.

    :raises BadKnowledge: for the first file that cannot be used; `triage.lint` tells more.
    """
    try:
        return build(compile_folder(folder))
    except KeyError as error:
        raise BadKnowledge(str(folder.name), str(error.args[0]), "is not known") from None


def compile_folder(folder: Path) -> Compiled:
    """Return the compiled copy: plain JSON values, expressions parsed, rules in pack order.

    :raises BadKnowledge: for a file that is missing, unreadable or lacks a key.
    """
    one = {name: read_file(folder, f"{name}.toml") for name in SINGLE_FILES}
    findings = [_finding(raw, each, file) for file, raw in _each(folder, "findings")
                for each in _need(raw, "findings", file)]  # fmt: skip
    rules = [_rule(raw, each, file) for file, raw in _each(folder, "red_flags")
             for each in _need(raw, "rules", file)]  # fmt: skip
    rules.sort(key=lambda rule: (rule["order"], rule["id"]))
    conditions = [_condition(raw, file) for file, raw in _each(folder, "conditions")]
    conditions.sort(key=lambda condition: (condition["order"], condition["id"]))
    _name_weighed(rules, conditions)
    levels = one["levels"]
    return {
        "version": version_of(folder),
        "pack_version": _need(levels, "pack_version", "levels.toml"),
        "findings": findings,
        "derived": [_derived(each) for each in _need(one["derived"], "derived", "derived.toml")],
        "sections": _heads(folder, "findings", ("section", "title", "weight_cap")),
        "families": _heads(folder, "red_flags", ("family", "title")),
        "reviews": _reviews(folder),
        "levels": {
            key: _need(levels, key, "levels.toml")
            for key in ("order", "family_order", "step_down", "titles", "disclaimer", "safety_net",
                        "emergency_box", "could_not_check", "tell_neutral", "self_care_unclear",
                        "telling", "unsure_do_now", "phone_asked")
        },
        "mandatory": _need(levels, "mandatory", "levels.toml"),
        "rules": rules,
        "numbers": {
            key: _need(one["emergency_numbers"], key, "emergency_numbers.toml")
            for key in ("fallback", "countries")
        },
        "placeholders": _placeholders(one["placeholders"]),
        "sources": _need(one["sources"], "citations", "sources.toml"),
        "conditions": conditions,
        "screens": _screens(one["screens"]),
    }  # fmt: skip


def version_of(folder: Path) -> str:
    """Return the hash over all files: names and bytes, in the order of their names."""
    digest = hashlib.sha256()
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.toml"))
    for name in names:
        content = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def read_file(folder: Path, name: str) -> dict[str, Any]:
    """Return one TOML file.

    :raises BadKnowledge: where it is missing, is not TOML, or names no reviewer and review date.
    """
    try:
        raw = tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadKnowledge(name, "file", "is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadKnowledge(name, "file", f"is not TOML: {error}") from None
    for key, kind in (("reviewer", str), ("review_due", date)):
        if not isinstance(_need(raw, key, name), kind):
            raise BadKnowledge(name, key, f"must be a {kind.__name__}")
    return raw


def _each(folder: Path, sub: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((folder / sub).glob("*.toml")):
        name = f"{sub}/{path.name}"
        yield name, read_file(folder, name)


def _need(raw: dict[str, Any], key: str, file: str) -> Any:
    if key not in raw:
        raise BadKnowledge(file, key, "is missing")
    return raw[key]


def _heads(folder: Path, sub: str, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"file": file} | {key: _need(raw, key, file) for key in keys}
        for file, raw in _each(folder, sub)
    ]


def _reviews(folder: Path) -> dict[str, dict[str, str]]:
    """Return for each file who reviewed it and until when that holds (an ISO date)."""
    names = [f"{name}.toml" for name in SINGLE_FILES]
    files = [(name, read_file(folder, name)) for name in names]
    for sub in ("findings", "red_flags", "conditions"):
        files += _each(folder, sub)
    return {
        file: {"reviewer": raw["reviewer"], "review_due": raw["review_due"].isoformat()}
        for file, raw in files
    }


def _tree(text: str, file: str, key: str) -> Tree:
    try:
        return parse(text)
    except BadExpression as error:
        raise BadKnowledge(file, key, f"is no expression: {error}") from None


def _finding(raw: dict[str, Any], each: dict[str, Any], file: str) -> dict[str, Any]:
    made = {"id": _need(each, "id", file), "section": _need(raw, "section", file)}
    keys = ("question", "label", "type")
    made |= {key: _need(each, key, f"{file} {each['id']}") for key in keys}
    optional = ("low", "high", "choices", "choice_labels", "note", "ask_when", "may_skip")
    made |= {key: each[key] for key in optional if key in each}
    if "ask_when" in each:
        made["ask_logic"] = _tree(each["ask_when"], file, f"{each['id']}.ask_when")
    return made


def _derived(each: dict[str, Any]) -> dict[str, Any]:
    name = _need(each, "id", "derived.toml")
    text, _ = (_need(each, key, f"derived.toml {name}") for key in ("expression", "label"))
    return dict(each) | {"logic": _tree(text, "derived.toml", name)}


def _rule(raw: dict[str, Any], each: dict[str, Any], file: str) -> dict[str, Any]:
    made = {"id": _need(each, "id", file), "family": _need(raw, "family", file)}
    keys = ("order", "level", "when", "suspected", "do_now", "tell_clinician", "sources")
    made |= {key: _need(each, key, f"{file} {each['id']}") for key in keys}
    made["logic"] = _tree(each["when"], file, f"{each['id']}.when")
    made |= {"unless_fired": each["unless_fired"]} if "unless_fired" in each else {}
    clauses: list[list[Any]] = [*split_clauses(each["tell_clinician"])]
    if "states" in each:
        made["states"], key = each["states"], f"{each['id']}.states"
        if len(each["states"]) != len(clauses):
            reason = f"has {len(each['states'])} ties for {len(clauses)} sentences"
            raise BadKnowledge(file, key, reason)
        for clause, tie in zip(clauses, each["states"], strict=True):
            clause.append(tie if tie in (ASKS, WORDS) else _tree(tie, file, key))
    return made | {"tell_clauses": clauses}


def _condition(raw: dict[str, Any], file: str) -> dict[str, Any]:
    keys = ("id", "order", "title", "self_care", "prior", "sources")
    made = {key: _need(raw, key, file) for key in keys}
    weights = [
        {key: _need(each, key, f"{file} weights") for key in ("finding", "yes", "no", "basis",
                                                              "reason")}
        for each in _need(raw, "weights", file)
    ]  # fmt: skip
    made |= {"hidden_by": raw["hidden_by"]} if "hidden_by" in raw else {}
    made["weights"] = [[each["finding"], each["yes"], each["no"]] for each in weights]
    made["reasons"] = {each["finding"]: [each["basis"], each["reason"]] for each in weights}
    return made


def _name_weighed(rules: list[dict[str, Any]], conditions: list[dict[str, Any]]) -> None:
    """Write into each SCORE(cause) of a rule the findings that the cause weighs."""
    weighed = {each["id"]: [row[0] for row in each["weights"]] for each in conditions}

    def visit(tree: Tree) -> None:
        if tree[0] == "score":
            tree[2] = weighed.get(tree[1], [])
        for part in tree[1:]:
            if isinstance(part, list) and part and isinstance(part[0], str):
                visit(part)

    for rule in rules:
        visit(rule["logic"])


def _screens(raw: dict[str, Any]) -> dict[str, Any]:
    file = "screens.toml"
    keys = ("id", "part", "section", "kind", "title", "findings")
    return {
        "parts": [
            {key: _need(each, key, file) for key in ("id", "title")}
            for each in _need(raw, "parts", file)
        ],
        "given": [
            {key: _need(each, key, file) for key in ("finding", "value", "unless")}
            for each in raw.get("given", ())
        ],
        "only_when": [
            {"finding": each["finding"], "logic": _tree(each["when"], file, each["finding"])}
            for each in raw.get("only_when", ())
        ],
        "screens": [
            {key: _need(each, key, f"{file} {each.get('id')}") for key in keys}
            | {key: each.get(key, False) for key in ("emergency", "whole")}
            | {"lead": each.get("lead")}
            for each in _need(raw, "screens", file)
        ],
    }


def _placeholders(raw: dict[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for each in _need(raw, "placeholders", "placeholders.toml"):
        entry = {key: value for key, value in each.items() if key not in ("name", "rules")}
        name = _need(each, "name", "placeholders.toml")
        for key in [f"{rule} {name}" for rule in each["rules"]] if "rules" in each else [name]:
            table[key] = entry
    return table
