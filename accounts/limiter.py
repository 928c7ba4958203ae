"""Failed sign-ins are counted in one atomic statement per (address, account); nobody is locked out.

A live session is untouched: only new sign-ins from that address to that account wait.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from accounts.models import LoginAttempts

WINDOW = timedelta(minutes=5)
MOST_FAILURES = 5  # per address and account
MOST_FAILURES_OF_ADDRESS = 50  # per address over all accounts


def _key(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def wait_s(*, address: str, account: str, now: datetime) -> int:
    """Count one attempt; return 0 when it may go on, else the seconds to wait."""
    pairs = ((_key(address, account), MOST_FAILURES), (_key(address), MOST_FAILURES_OF_ADDRESS))
    waits = [_count(key, most, now) for key, most in pairs]
    return max(waits)


def forgive(*, address: str, account: str) -> None:
    """Take one attempt back: it was right."""
    LoginAttempts.objects.filter(
        key__in=[_key(address, account), _key(address)], failures__gt=0
    ).update(failures=F("failures") - 1)


def _count(key: str, most: int, now: datetime) -> int:
    table = connection.ops.quote_name(LoginAttempts._meta.db_table)
    oldest = now - WINDOW
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, window_starts_at, failures) VALUES (%s, %s, 1) "  # noqa: S608
            f"ON CONFLICT (key) DO UPDATE SET "
            f"failures = CASE WHEN {table}.window_starts_at < %s THEN 1 "
            f"ELSE {table}.failures + 1 END, "
            f"window_starts_at = CASE WHEN {table}.window_starts_at < %s THEN %s "
            f"ELSE {table}.window_starts_at END "
            f"RETURNING failures",
            [key, now, oldest, oldest, now],
        )
        (failures,) = cursor.fetchone()
    return 0 if failures <= most else int(WINDOW.total_seconds())
