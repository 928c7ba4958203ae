"""A rule's expression in plain words: the same tree, told with labels of findings; no Django.

The words that join labels ("any of", "not") are English as the labels are: they belong to the
language the knowledge is written in, not to the page around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from triage.engine.expression import Tree

NUMBER = {">=": "{} or more", ">": "more than {}", "<=": "{} or less", "<": "less than {}",
          "==": "exactly {}", "!=": "anything but {}"}  # fmt: skip
OPPOSITE = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}  # 3 < x is x > 3


@dataclass(frozen=True, slots=True)
class Plain:
    """A part of a trigger: a phrase, or a head with the parts it speaks of.

    `link` is "finding" or "cause" with the id in `name`; "" = nothing to look up.
    """

    text: str
    link: str = ""
    name: str = ""
    parts: tuple[Plain, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What findings, choices and causes are called in one version of the knowledge."""

    labels: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    causes: Mapping[str, str]

    @classmethod
    def of(cls, compiled: Mapping[str, Any]) -> Vocabulary:
        """Return the vocabulary of a compiled copy; one from before labels gives its questions."""
        named = (*compiled["findings"], *compiled["derived"])
        return cls(
            {raw["id"]: raw.get("label") or raw.get("question") or raw["id"] for raw in named},
            {
                raw["id"]: dict(zip(raw["choices"], raw.get("choice_labels", raw["choices"]),
                                    strict=True))
                for raw in compiled["findings"]
                if "choices" in raw
            },
            {raw["id"]: raw["title"] for raw in compiled.get("conditions", ())},
        )  # fmt: skip

    def value(self, name: str, value: Any) -> str:
        """Return one answer in words."""
        if value is True or value is False:
            return "yes" if value else "no"
        return self.choices.get(name, {}).get(str(value), str(value))


def outline(tree: Tree, words: Vocabulary) -> Plain:
    """Return a tree in plain words."""
    kind = tree[0]
    if kind == "not":
        return _denied(tree[1], words)
    if kind in ("and", "or"):
        head = "all of" if kind == "and" else "any of"
        return _group(head, (outline(part, words) for part in tree[1:]))
    if kind == "count":
        return _group(_at_least(tree[2], len(tree[1])), _named(tree[1], words))
    if kind == "any_unsure":
        return Plain("unsure about any of", parts=_named(tree[1], words))
    if kind == "compare":
        return _compared(tree, words, denied=False)
    if kind == "sum":
        return Plain("how many of", parts=tuple(outline(part, words) for part in tree[1]))
    return _finding(tree[1], words, {"is_yes": "a clear yes to: ", "missing": "no answer to: "}
                    .get(kind, ""))  # fmt: skip


def sentence(plain: Plain) -> str:
    """Return an outline on one line, parts in brackets where they are more than a phrase."""
    if not plain.parts:
        return plain.text
    told = [f"({sentence(part)})" if part.parts else part.text for part in plain.parts]
    if plain.text == "all of":
        return " and ".join(told)
    return f"{plain.text}: {'; '.join(told)}"


def _group(head: str, parts: Iterable[Plain]) -> Plain:
    """Return a head with its parts; a part with the same head gives its own, one alone stands."""
    flat: list[Plain] = []
    for part in parts:
        flat += part.parts if part.text == head and part.parts else [part]
    return flat[0] if len(flat) == 1 else Plain(head, parts=tuple(flat))


def _finding(name: str, words: Vocabulary, before: str = "") -> Plain:
    return Plain(f"{before}{words.labels.get(name, name)}", "finding", name)


def _named(names: list[str], words: Vocabulary) -> tuple[Plain, ...]:
    return tuple(_finding(name, words) for name in names)


def _at_least(number: int, of: int) -> str:
    if number == 1:
        return "any of"
    return "all of" if number == of else f"at least {number} of"


def _denied(tree: Tree, words: Vocabulary) -> Plain:
    kind = tree[0]
    if kind == "not":
        return outline(tree[1], words)
    if kind in ("and", "or"):
        head = "not all of" if kind == "and" else "none of"
        return Plain(head, parts=tuple(outline(part, words) for part in tree[1:]))
    if kind == "count":
        if len(tree[1]) == 1:
            return _finding(tree[1][0], words, "not: ")
        head = "none of" if tree[2] == 1 else f"fewer than {tree[2]} of"
        return Plain(head, parts=_named(tree[1], words))
    if kind == "any_unsure":
        return Plain("unsure about none of", parts=_named(tree[1], words))
    if kind == "compare":
        return _compared(tree, words, denied=True)
    before = {"is_yes": "no clear yes to: ", "missing": "an answer to: "}.get(kind, "not: ")
    return _finding(tree[1], words, before)


def _compared(tree: Tree, words: Vocabulary, *, denied: bool) -> Plain:
    """Return a comparison of one finding, sum or cause with one or two constants."""
    sides, signs = list(tree[1::2]), list(tree[2::2])
    place = next(at for at, side in enumerate(sides) if side[0] != "const")
    side = sides[place]
    bounds = [(TURNED[sign], sides[at][1]) for at, sign in enumerate(signs[:place])]
    bounds += [(sign, sides[place + 1 + at][1]) for at, sign in enumerate(signs[place:])]
    if denied:
        bounds = [(OPPOSITE[sign], bound) for sign, bound in bounds]
    if side[0] == "sum":
        parts = tuple(outline(part, words) for part in side[1])
        return Plain(f"{_range(bounds, denied)} of", parts=parts)
    if side[0] == "score":
        title = words.causes.get(side[1], side[1])
        return Plain(f"points for “{title}”: {_range(bounds, denied)}", "cause", side[1])
    named = [(sign, words.value(side[1], bound)) for sign, bound in bounds]
    if side[1] in words.choices:
        sign, choice = named[0]
        told = choice if sign == "==" else f"anything but {choice}"
    else:
        told = _range(named, denied)
    return Plain(f"{words.labels.get(side[1], side[1])}: {told}", "finding", side[1])


def _range(bounds: list[tuple[str, Any]], denied: bool) -> str:
    if [sign for sign, _ in bounds] == [">=", "<="]:
        return f"from {bounds[0][1]} to {bounds[1][1]}"
    return (" or " if denied else " and ").join(NUMBER[sign].format(at) for sign, at in bounds)
