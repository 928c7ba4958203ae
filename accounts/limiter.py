"""Sign-ins are counted in one atomic statement per (address, account); nobody is locked out.

A live session is untouched: only new sign-ins from that address to that account wait.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.models import LoginAttempts

WINDOW = timedelta(minutes=5)
MOST_FAILURES = 5  # per address and account
MOST_FAILURES_OF_ADDRESS = 50  # per address over all accounts


def wait_s(*, address: str, account: str, now: datetime) -> int:
    """Count one attempt; return 0 when it may go on, else the seconds to wait."""
    LoginAttempts.objects.filter(window_starts_at__lt=now - 2 * WINDOW).delete()
    pairs = ((_key(address, account), MOST_FAILURES), (_key(address), MOST_FAILURES_OF_ADDRESS))
    return max([_count(key, most, now) for key, most in pairs])


def forgive(*, address: str, account: str) -> None:
    """Take one attempt back: it was right."""
    LoginAttempts.objects.filter(
        key__in=[_key(address, account), _key(address)], failures__gt=0
    ).update(failures=F("failures") - 1)


def _key(*parts: str) -> str:
    """Hash under the installation's key, so that no list of addresses can be tried against it."""
    return salted_hmac("accounts.limiter", "|".join(parts), algorithm="sha256").hexdigest()


def _count(key: str, most: int, now: datetime) -> int:
    table = connection.ops.quote_name(LoginAttempts._meta.db_table)
    adapt = connection.ops.adapt_datetimefield_value
    moment, oldest = adapt(now), adapt(now - WINDOW)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, window_starts_at, failures) VALUES (%s, %s, 1) "  # noqa: S608  (our own table's name)
            f"ON CONFLICT (key) DO UPDATE SET "
            f"failures = CASE WHEN {table}.window_starts_at < %s THEN 1 "
            f"ELSE {table}.failures + 1 END, "
            f"window_starts_at = CASE WHEN {table}.window_starts_at < %s THEN %s "
            f"ELSE {table}.window_starts_at END "
            f"RETURNING failures",
            [key, moment, oldest, oldest, moment],
        )
        (failures,) = cursor.fetchone()
    if failures <= most:
        return 0
    began = LoginAttempts.objects.values_list("window_starts_at", flat=True).get(key=key)
    return max(1, math.ceil((began + WINDOW - now).total_seconds()))
