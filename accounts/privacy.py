"""Export and erasure reach every room through this registry; a room fills it when it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

Rows = dict[str, list[Any]]
Files = Iterator[tuple[str, bytes]]


def _no_files(user_id: int) -> Files:
    return iter(())


@dataclass(frozen=True, slots=True)
class Room:
    """What one room can do for a person who leaves or wants a copy."""

    name: str
    export: Callable[[int], Rows]
    erase: Callable[[int], None]
    files: Callable[[int], Files] = _no_files  # name and content, to be brought back in


_rooms: dict[str, Room] = {}


def register(
    *,
    room: str,
    export: Callable[[int], Rows],
    erase: Callable[[int], None],
    files: Callable[[int], Files] = _no_files,
) -> None:
    """Add a room; called in `AppConfig.ready()`."""
    _rooms[room] = Room(room, export, erase, files)


def rooms() -> list[Room]:
    """Return the rooms, the last built first: what points at others goes before them."""
    return list(reversed(_rooms.values()))


def export_person(*, user_id: int) -> dict[str, Rows]:
    """Return everything kept of one person: room -> table -> rows."""
    return {room.name: room.export(user_id) for room in reversed(rooms())}


def export_files(*, user_id: int) -> Files:
    """Yield the files that can be brought back in, by name."""
    for room in reversed(rooms()):
        yield from room.files(user_id)


def erase_person(*, user_id: int) -> None:
    """Remove every trace of one person, all or nothing."""
    with transaction.atomic():
        for room in rooms():
            room.erase(user_id)
