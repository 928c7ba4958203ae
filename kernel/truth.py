"""Kleene's three-valued logic: True, False, and None for "we do not know"."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def negate(value: Truth) -> Truth:
    """Return the opposite; unknown stays unknown."""
    return None if value is None else not value


def all_of(values: Iterable[Truth]) -> Truth:
    """Return False if any is False, else unknown if any is unknown, else True."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def any_of(values: Iterable[Truth]) -> Truth:
    """Return True if any is True, else unknown if any is unknown, else False."""
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False
