"""What can be set about alerts, with its defaults."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

MOST_TRIES = 8  # of a push: the next step tries again anyway
MOST_TRIES_ELSEWHERE = 120  # two and a half minutes apart on average: about five hours
BATCH = 50  # deliveries a pass
LONGEST_RETRY_AFTER_S = 600.0  # a push service may not hold a delivery back longer
PUSH_TTL_S = 24 * 60 * 60
REMINDER_TTL_S = 3 * 60 * 60  # later it would speak of another day
PUSH_TIMEOUT_S = 5.0  # in all, from looking up the name to the last byte; less on a short lease
WORK_SHARE = 2 / 3  # of a lease: whatever is sent is over by then, the rest is for the rows
PUSH_ANSWER_BYTES = 8192
PAYLOAD_BYTES = 1024


def lease() -> timedelta:
    """Return how long one sender may hold a delivery."""
    return timedelta(seconds=settings.ALERT_LEASE_SECONDS)


def work_s() -> float:
    """Return how many seconds any one sending may take, so that nobody else begins it meanwhile."""
    return float(settings.ALERT_LEASE_SECONDS * WORK_SHARE)


def most_tries(channel: str) -> int:
    """Return how often a delivery by this channel is tried."""
    return MOST_TRIES if channel == "push" else MOST_TRIES_ELSEWHERE
