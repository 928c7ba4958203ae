"""What a push service may do, and what must become of the first push and of the letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

LETTER_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Case:
    """One push service: how it answers, and what the rows and the mail server must show.

    `asked_s` is the pause it asks for, as far as that is heard; None = our own backoff.
    """

    name: str
    answer: str  # what the delivery says of it, or how that begins
    status: int = 201
    manner: str = "plain"
    headers: dict[str, str] = field(default_factory=dict)
    becomes: str = "due"  # state of the first push: done, dead, or due = tried again
    letter_now: bool = False
    device_gone: bool = False
    alarm: bool = False
    asked_s: float | None = None


def later(seconds: float) -> str:
    """Return a date so far from now as Retry-After writes it."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def too_many(name: str, retry_after: str, asked_s: float | None) -> Case:
    """Return a service that says 429."""
    return Case(name, "http-429", status=429, headers={"Retry-After": retry_after}, asked_s=asked_s)


def refusing(status: int) -> Case:
    """Return a service that refuses us, not the device."""
    return Case(
        f"says{status}", f"http-{status}", status=status, becomes="dead", letter_now=True,
        alarm=True,
    )  # fmt: skip


def quick_cases(*, inside: str) -> list[Case]:
    """Return what is over in a moment; `inside` is the address that a redirect leads to."""
    return [
        Case("well", "http-201", becomes="done"),
        Case("huge", "http-201", manner="huge", becomes="done"),
        Case("says500", "http-500", status=500),
        Case("says503", "http-503", status=503),
        too_many("seconds", "240", 240),
        too_many("date", later(500), 200),  # at least: it is read some time after it was written
        too_many("toolong", "86400", 600),
        too_many("absurd", "9" * 30, None),
        too_many("nodate", "Fri, 31 Dec 99999 23:59:59 GMT", None),
        Case("says404", "http-404", 404, becomes="dead", letter_now=True, device_gone=True),
        Case("says410", "http-410", 410, becomes="dead", letter_now=True, device_gone=True),
        *map(refusing, (401, 403, 413)),
        Case(
            "redirect", "http-307", 307, headers={"Location": inside}, becomes="dead",
            letter_now=True, alarm=True,
        ),
        Case("reset", "unreachable-", manner="reset"),
        Case("garbage", "unreachable-", manner="garbage"),
        Case("longhead", "unreachable-", manner="huge_head"),
    ]  # fmt: skip


def slow_cases() -> list[Case]:
    """Return what holds a sender for all of its five seconds."""
    return [
        Case("hang", "unreachable-TimeoutError", manner="hang"),
        Case("drip", "unreachable-", manner="drip"),
    ]
