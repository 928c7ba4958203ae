"""Does a rule's text for clinicians say only what was answered? Sentences are tied to answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from triage.engine.knowledge import Compiled, build
from triage.engine.texts import ASKS, PLACEHOLDER, WORDS
from triage.engine.trees import names_in

Found = tuple[str, str, str]  # file, key, reason
NUMBERS = {"EMERGENCY", "URGENT"}
BEGINS = "Please "  # a sentence that asks, where it is no question


def telling(compiled: Compiled) -> Iterator[Found]:
    """Yield what is wrong with the ties of the rules; for a knowledge whose expressions are right.

    A sentence that states answers has an expression, one that states only what its words in braces
    say has "{}", one that asks has "".
    """
    files = {each["family"]: each["file"] for each in compiled["families"]}
    knowledge = build(compiled)
    reads = {rule.id: rule.reads for rule in knowledge.rules}
    for raw in compiled["rules"]:
        file, key = files[raw["family"]], f"{raw['id']}.states"
        if "states" not in raw:
            yield file, key, "is missing: it ties each sentence to the answers that it states"
            continue
        for text, end, tie in raw["tell_clauses"]:
            for reason in _sentence(compiled, raw, text + end, tie):
                yield file, key, reason
            for name in _fills(text):
                entry = _entry(compiled, raw, name)
                read = [each for option in entry.get("options", ()) for each in option["findings"]
                        if knowledge.reads[each] & reads[raw["id"]]]  # fmt: skip
                if not read and not entry.keys() & {"value", "weeks_of", "otherwise"}:
                    yield file, key, f"{{{name}}} can never be filled by what the rule reads"


def _sentence(compiled: Compiled, raw: Any, said: str, tie: Any) -> Iterator[str]:
    fills = _fills(said)
    if tie == ASKS:
        if fills or not (said.endswith("?") or said.startswith(BEGINS)):
            yield f"{said!r} asks nothing: tie it to the answers that it states"
    elif tie == WORDS:
        if not any("otherwise" not in _entry(compiled, raw, name) for name in fills):
            yield f"{said!r} has no words of its own to state: tie it to answers"
    elif not any(True for _ in names_in(tie)):
        yield f"{said!r} is tied to no answer"


def _fills(said: str) -> list[str]:
    return [name for name in PLACEHOLDER.findall(said) if name not in NUMBERS]


def _entry(compiled: Compiled, raw: Any, name: str) -> dict[str, Any]:
    table = compiled["placeholders"]
    found: dict[str, Any] = table.get(f"{raw['id']} {name}") or table.get(name) or {}
    return found
