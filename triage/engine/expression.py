"""The grammar of rules: text in, a small tree of JSON lists out.

["yes", id]                     an asked yes/no finding or a derived one is true
["and"|"or", tree, ...]         ["not", tree]
["is_yes", id]                  two-valued: true only if it is true
["any_unsure", [id, ...]]       ["missing", id]
["count", [id, ...], n]         at least n of them are true
["compare", side, sign, side, sign, side ...]  a chain; a side is ["value", id],
                                ["const", number or text] or ["sum", [tree, ...]]
["sum", [tree, ...]]            INT(a) + INT(b) + ...
["compare", ["score", cause, [id, ...]], ">=", ["const", n]]   the points of a cause; the loader
                                adds the findings that it weighs
"""

from __future__ import annotations

import re
from typing import Any

Tree = list[Any]
SIGNS = ("<=", ">=", "==", "!=", "<", ">")
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|'(?P<text>[^']*)'|(?P<sign><=|>=|==|!=|<|>|\(|\)|,|\+))"
)
_WORDS = {"AND", "OR", "NOT", "IS_YES", "COUNT", "INT", "ANY_UNSURE", "SCORE", "is", "missing"}


class BadExpression(ValueError):
    """A text that the grammar does not know."""


def parse(text: str) -> Tree:
    """Return the tree of an expression.

    :raises BadExpression: with the place and what was expected there.
    """
    reader = _Reader(text)
    tree = reader.either()
    reader.expect_end()
    return tree


class _Reader:
    """Recursive descent: OR over AND over NOT over comparisons."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, Any]] = []
        place = 0
        while place < len(text.rstrip()):
            match = _TOKEN.match(text, place)
            if match is None:
                raise BadExpression(f"cannot read {text[place : place + 20]!r}")
            kind = str(match.lastgroup)
            self.tokens.append((kind, match.group(kind)))
            place = match.end()
        self.at = 0

    def peek(self) -> str | None:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def take(self, wanted: str | None = None) -> tuple[str, Any]:
        if self.at >= len(self.tokens):
            raise BadExpression(f"ends too early, expected {wanted or 'more'}")
        kind, value = self.tokens[self.at]
        if wanted is not None and (value != wanted or kind == "text"):
            raise BadExpression(f"expected {wanted!r}, found {value!r}")
        self.at += 1
        return kind, value

    def expect_end(self) -> None:
        if self.at < len(self.tokens):
            raise BadExpression(f"did not expect {self.peek()!r}")

    def either(self) -> Tree:
        return self._joined("OR", "or", self.both)

    def both(self) -> Tree:
        return self._joined("AND", "and", self.negation)

    def _joined(self, word: str, name: str, part: Any) -> Tree:
        parts = [part()]
        while self.peek() == word:
            self.take(word)
            parts.append(part())
        return parts[0] if len(parts) == 1 else [name, *parts]

    def negation(self) -> Tree:
        if self.peek() == "NOT":
            self.take("NOT")
            return ["not", self.negation()]
        return self.comparison()

    def comparison(self) -> Tree:
        if self.peek() == "(":
            self.take("(")
            tree = self.either()
            self.take(")")
            return tree
        side = self.side()
        if self.peek() == "is":
            self.take("is")
            self.take("missing")
            if side[0] != "value":
                raise BadExpression("only a finding can be missing")
            return ["missing", side[1]]
        if self.peek() not in SIGNS:
            return ["yes", side[1]] if side[0] == "value" else self._alone(side)
        chain: Tree = ["compare", side]
        while self.peek() in SIGNS:
            chain.append(self.take()[1])
            chain.append(self.side())
        return self._counted(chain)

    @staticmethod
    def _alone(side: Tree) -> Tree:
        if side[0] in ("is_yes", "any_unsure", "sum"):
            return side
        raise BadExpression(f"{side[0]} needs a comparison")

    @staticmethod
    def _counted(chain: Tree) -> Tree:
        if any(isinstance(part, list) and part[0] == "score" for part in chain[1:]):
            if (
                len(chain) == 4
                and chain[1][0] == "score"
                and chain[2] == ">="
                and isinstance(chain[3][1], int)
            ):
                return chain
            raise BadExpression("write SCORE(cause) >= n")
        if not any(isinstance(part, list) and part[0] == "count" for part in chain[1:]):
            return chain
        if len(chain) == 4 and chain[1][0] == "count" and chain[2] == ">=":
            kind, at_least = chain[3]
            if kind == "const" and isinstance(at_least, int):
                return ["count", chain[1][1], at_least]
        raise BadExpression("write COUNT(...) >= n")

    def side(self) -> Tree:
        kind, value = self.take()
        if kind == "number":
            return ["const", float(value) if "." in value else int(value)]
        if kind == "text":
            return ["const", value]
        if kind == "name" and value == "INT":
            return self._sum()
        if kind == "name" and value == "SCORE":
            names = self._names()
            if len(names) != 1:
                raise BadExpression("SCORE takes one cause")
            return ["score", names[0], []]
        if kind == "name" and value == "IS_YES":
            names = self._names()
            if len(names) != 1:
                raise BadExpression("IS_YES takes one finding")
            return ["is_yes", names[0]]
        if kind == "name" and value in ("COUNT", "ANY_UNSURE"):
            return [value.lower(), self._names()]
        if kind != "name" or value in _WORDS:
            raise BadExpression(f"did not expect {value!r}")
        return ["value", value]

    def _names(self) -> list[str]:
        self.take("(")
        names: list[str] = []
        while True:
            kind, value = self.take()
            if kind != "name" or value in _WORDS:
                raise BadExpression(f"expected a finding, found {value!r}")
            names.append(value)
            if self.take()[1] == ")":
                return names
            if self.tokens[self.at - 1][1] != ",":
                raise BadExpression("findings in brackets are parted by commas")

    def _sum(self) -> Tree:
        terms: list[Tree] = []
        while True:
            self.take("(")
            terms.append(self.either())
            self.take(")")
            if self.peek() != "+":
                return ["sum", terms]
            self.take("+")
            self.take("INT")
