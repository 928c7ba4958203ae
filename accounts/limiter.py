"""What may be done so often and no oftener, each counted in one atomic statement.

Sign-ins are counted per (address, account); nobody is locked out. A live session is untouched: only
new sign-ins from that address to that account wait.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.models import LoginAttempts

WINDOW = timedelta(minutes=5)
KEPT = timedelta(hours=2)  # longer than any window
MOST_FAILURES = 5  # per address and account
MOST_FAILURES_OF_ADDRESS = 50  # per address over all accounts


def wait_s(*, address: str, account: str, now: datetime) -> int:
    """Count one attempt; return 0 when it may go on, else the seconds to wait."""
    _forget_old(now)
    pairs = ((_key(address, account), MOST_FAILURES), (_key(address), MOST_FAILURES_OF_ADDRESS))
    return max([_count(key, most, WINDOW, now) for key, most in pairs])


def wait_for_s(*, what: str, user_id: int, most: int, window: timedelta, now: datetime) -> int:
    """Count one doing of `what` by somebody; return 0 while it is one of the `most` in a window.

    Otherwise the seconds to wait. A window is an hour at the longest.
    """
    _forget_old(now)
    return _count(_key(what, str(user_id)), most, window, now)


def forgive(*, address: str, account: str) -> None:
    """Take one attempt back: it was right."""
    LoginAttempts.objects.filter(
        key__in=[_key(address, account), _key(address)], failures__gt=0
    ).update(failures=F("failures") - 1)


def _forget_old(now: datetime) -> None:
    LoginAttempts.objects.filter(window_starts_at__lt=now - KEPT).delete()


def _key(*parts: str) -> str:
    """Hash under the installation's key, so that no list of addresses can be tried against it."""
    return salted_hmac("accounts.limiter", "|".join(parts), algorithm="sha256").hexdigest()


def _count(key: str, most: int, window: timedelta, now: datetime) -> int:
    table = connection.ops.quote_name(LoginAttempts._meta.db_table)
    adapt = connection.ops.adapt_datetimefield_value
    moment, oldest = adapt(now), adapt(now - window)
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
    return max(1, math.ceil((began + window - now).total_seconds()))
