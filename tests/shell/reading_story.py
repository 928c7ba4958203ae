"""Bea's forms: what the stories of readings and windows share."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from tests.cast import Api

MONDAY = datetime(2026, 3, 9, 7, 30, tzinfo=UTC)  # 08:30 in Berlin
ANSWERS: dict[str, dict[str, Any]] = {
    "nrs": {"worst": 6},
    "pgic": {"change": 3},
    "wellness": {"sleep": 2, "tiredness": 3, "stress": 1, "soreness": 4},
    "swatches": {"colour": 3},
    "sitting": {"minutes": 40},
    "srpe": {"effort": 5, "minutes": 60},
    "fash": {"total": 80},
    "psfs": {"activities": [{"name": name, "level": 4} for name in ("sit", "run", "bend")]},
}


def reading(name: str, **more: Any) -> dict[str, Any]:
    made = {
        "id": str(uuid.uuid4()), "instrument": name, "version": 1, "answers": ANSWERS[name],
        "taken_at": datetime.now(UTC).isoformat(),
    }  # fmt: skip
    return made | more


def kept(api: Api, name: str, **more: Any) -> dict[str, Any]:
    answer = api.post("/readings", reading(name, **more))
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def asked(api: Api, name: str, **more: Any) -> Any:
    answer = api.send("PUT", f"/schedules/{name}", more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def state_of(api: Api, name: str) -> tuple[str, bool]:
    (one,) = [due for due in api.get("/readings/due").json()["results"]
              if due["instrument"] == name]  # fmt: skip
    return one["state"], one["answered"]
