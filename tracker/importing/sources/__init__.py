"""The files that can be brought in: one module each, found by looking; none is edited for another.

A module has `SOURCE`. `claims` says whether a file is of this kind, `read` yields its records in
the order of the file, `suggest` gives the first choices. Pure: no Django.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from tracker.importing.choices import Choices
from tracker.importing.looks import Look, look_at
from tracker.importing.records import BadFile, Found

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is known of a file before it is read through: its columns, and what they seem to be."""

    choices: Choices
    header: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()


def _no_table(file: BinaryIO, time_zone: str) -> Suggestion:
    return Suggestion(Choices(time_zone))


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file. `rank`: the lower is asked first. `asks`: what a person may choose.

    `rest` returns what a whole export holds beside entries: room -> table -> rows.
    """

    name: str
    rank: int
    most_bytes: int
    claims: Callable[[Look], bool]
    read: Callable[[BinaryIO, Choices], Iterator[Found]]
    suggest: Callable[[BinaryIO, str], Suggestion] = _no_table
    asks: tuple[str, ...] = ()
    rest: Callable[[BinaryIO], Mapping[str, Any]] | None = None


@cache
def all_sources() -> dict[str, Source]:
    """Return every source of this folder by name, the most particular first."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    found: list[Source] = [importlib.import_module(f"{__name__}.{name}").SOURCE for name in names]
    return {source.name: source for source in sorted(found, key=lambda one: (one.rank, one.name))}


def source_of(file: BinaryIO) -> Source:
    """Return the source that a file is of.

    :raises BadFile: where none knows it, or it is larger than such a file may be.
    """
    look = look_at(file)
    for source in all_sources().values():
        if source.claims(look):
            if look.size > source.most_bytes:
                most = source.most_bytes // MB
                raise BadFile(f"Such a file may have at most {most} MB.", code="file-too-large")
            return source
    raise BadFile(
        "This kind of file is not known. Choose a CSV table, an Apple Health export, a FIT, TCX or "
        "GPX activity, or an export of ThighCare.",
        code="unknown-file",
    )
