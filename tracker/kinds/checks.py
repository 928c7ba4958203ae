"""How the fields of an entry are checked: strict types, and every refusal names the remedy."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from kernel.errors import FieldError


class Refused(Exception):
    """A value that a field does not take: a stable code and the remedy."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


Check = Callable[[Any], Any]
AskFinding = Callable[[str, Any], tuple[str, str] | None]
WholeCheck = Callable[[Mapping[str, Any], AskFinding], list[FieldError]]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Takes a number from low to high; 5.0 is 5; true is not a number."""

    low: float
    high: float
    whole: bool = False

    def __call__(self, value: Any) -> int | float:
        found = _number(value)
        if self.whole and found != int(found):
            raise Refused("not-whole", f"Give a whole number from {self.low} to {self.high}.")
        _within(found, self.low, self.high)
        return int(found) if found == int(found) else found


def whole(low: int, high: int) -> Check:
    """Take a whole number from low to high."""
    return Numbers(low, high, whole=True)


def number(low: float, high: float) -> Check:
    """Take a number from low to high; whole numbers stay whole."""
    return Numbers(low, high)


def one_of(*choices: str) -> Check:
    """Take one of these words."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Refused("not-a-choice", "Choose one of: " + ", ".join(choices) + ".")
        return value

    return check


def text(longest: int) -> Check:
    """Take text of 1 to `longest` characters, kept as it was sent."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise Refused("not-text", "Give text in quotation marks.")
        if not value:
            raise Refused("empty", "Write at least one character.")
        if len(value) > longest:
            raise Refused("too-long", f"Write at most {longest} characters.")
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Refused("bad-text", "Leave out the character that cannot be stored.")
        return value

    return check


def anything(value: Any) -> Any:
    """Take any value, 5.0 as 5; the kind's own `check` judges it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def takes(check: Check, value: Any) -> bool:
    """Say whether a field takes a value."""
    try:
        check(value)
    except Refused:
        return False
    return True


def _number(value: Any) -> int | float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not -math.inf < value < math.inf:
        raise Refused("not-a-number", "Give a number without quotation marks.")
    return value + 0  # -0.0 becomes 0.0


def _within(found: int | float, low: float, high: float) -> int | float:
    if not low <= found <= high:
        raise Refused("out-of-range", f"Give a value from {low} to {high}.")
    return found


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry, ready to check what was sent."""

    name: str
    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    whole_check: WholeCheck | None

    def read(
        self, sent: Mapping[str, Any], ask_finding: AskFinding
    ) -> tuple[dict[str, Any], list[FieldError]]:
        """Return the cleaned fields and every trouble found; the order of fields is fixed."""
        kept: dict[str, Any] = {}
        errors: list[FieldError] = []
        for name in self.required:
            if name not in sent:
                errors.append(FieldError(f"/{name}", "missing", f"Give {name}."))
        for fields in (self.required, self.optional):
            for name, check in fields.items():
                if name in sent:
                    try:
                        kept[name] = check(sent[name])
                    except Refused as refused:
                        errors.append(FieldError(f"/{name}", refused.code, refused.detail))
        for name in sent:
            if name not in self.required and name not in self.optional:
                detail = "There is no such field. Leave it out."
                errors.append(FieldError(f"/{_pointer(name)}", "unknown-field", detail))
        if not errors and self.whole_check is not None:
            errors.extend(self.whole_check(kept, ask_finding))
        return kept, errors


def _pointer(name: str) -> str:
    return name[:64].replace("~", "~0").replace("/", "~1")


def kind_of(module: ModuleType) -> Kind:
    """Read a kind module."""
    fields: Mapping[str, Check] = module.FIELDS
    return Kind(
        name=module.NAME,
        required={name: check for name, check in fields.items() if not name.startswith("?")},
        optional={name[1:]: check for name, check in fields.items() if name.startswith("?")},
        whole_check=getattr(module, "check", None),
    )
