"""What the stories of the ladder share: a flag is raised, time passes, the relay looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.core import mail

from alerts import relay
from tests.cast import Api, entry


def raise_flag(api: Api, **fields: Any) -> list[dict[str, Any]]:
    """Log a danger sign and return the alerts of the answer."""
    alerts: list[dict[str, Any]] = api.sync(
        entry("symptom", finding="saddle_numb", value=True, **fields)
    )["alerts"]
    return alerts


def later(**by: float) -> Any:
    """Travel on from now; the clock goes on from there."""
    return time_machine.travel(datetime.now(UTC) + timedelta(**by), tick=True)


def letters_to(address: str) -> list[Any]:
    """Return the letters to an address, oldest first."""
    return [letter for letter in mail.outbox if address in letter.to]


def send_all() -> None:
    """Let the relay look until what one pass wrote is sent by the next."""
    for _ in range(3):
        relay.deliver_due()
