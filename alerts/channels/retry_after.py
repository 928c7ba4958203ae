"""Retry-After as seconds: a number, a date, or something absurd (RFC 9110, 10.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from alerts.conf import LONGEST_RETRY_AFTER_S


def retry_after_s(text: str | None) -> float | None:
    """Return seconds, at most 10 minutes; what is absurd is as good as not said."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 9:
        seconds = float(text)
    else:
        try:
            then = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return None
        now = datetime.now(UTC)
        seconds = ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds()
    return min(seconds, LONGEST_RETRY_AFTER_S) if seconds > 0 else None
