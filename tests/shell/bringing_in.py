"""How tests bring a file in: sent, worked on, confirmed."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Api
from tracker.importing.jobs import work_on_waiting


def send(api: Api, content: bytes | str, *, name: str = "a.csv") -> dict[str, Any]:
    """Send a file as a form and have it read through."""
    raw = content if isinstance(content, bytes) else content.encode()
    answer = api.client.post(
        "/api/v1/imports", {"file": SimpleUploadedFile(name, raw)}, headers=api.headers
    )
    assert answer.status_code == 201, answer.content
    work_on_waiting()
    return look(api, answer.json()["id"])


def look(api: Api, import_id: str) -> dict[str, Any]:
    """Return the import as it is now."""
    found: dict[str, Any] = api.get(f"/imports/{import_id}").json()
    return found


def tell(api: Api, import_id: str, word: str) -> dict[str, Any]:
    """Confirm or undo, and have it done."""
    answer = api.post(f"/imports/{import_id}/{word}")
    assert answer.status_code == 200, answer.content
    work_on_waiting()
    return look(api, import_id)


def bring_in(api: Api, content: bytes | str, *, name: str = "a.csv") -> dict[str, Any]:
    """Send, look, confirm."""
    held = send(api, content, name=name)
    assert held["state"] == "ready", held
    return tell(api, held["id"], "confirm")
