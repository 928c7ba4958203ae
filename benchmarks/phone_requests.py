"""What a phone of the load tools sends, as bytes made by hand."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from benchmarks.lines import request_of

READ_DAYS = 28  # as the phone's first screen asks
_RED = (b'"kind":"symptom","finding":"saddle_numb","value":true',)


def read(*, token: str, port: int) -> bytes:
    """Return a read of the last four weeks."""
    today = datetime.now(UTC).date()
    path = f"/api/v1/days?from={today - timedelta(days=READ_DAYS)}&to={today}"
    return request_of("GET", path, token=token, port=port)


def write(
    *, token: str, port: int, cursor: bytes | None, red: bool, days: int, dice: random.Random
) -> bytes:
    """Return a batch: a red flag of today, or pain and sitting on one of the last `days` days."""
    now = datetime.now(UTC)
    day = (now - timedelta(days=0 if red else dice.randrange(days))).date()
    shared = f'"day":"{day}","edited_at":"{now.isoformat()}","id":"'.encode()
    facts = _RED if red else (
        b'"kind":"pain","level":%d,"context":"worst"' % (3 if days == 1 else dice.randrange(8)),
        b'"kind":"sitting","hours":2',
    )  # fmt: skip
    entries = b",".join(b'{%s%s",%s}' % (shared, _new_id(dice), fact) for fact in facts)
    body = b'{"cursor":%s,"entries":[%s]}' % (b'"%s"' % cursor if cursor else b"null", entries)
    return request_of("POST", "/api/v1/sync", token=token, port=port, body=body)


def _new_id(dice: random.Random) -> bytes:
    digits = b"%032x" % dice.getrandbits(128)
    parts = digits[:8], digits[8:12], b"4" + digits[13:16], b"8" + digits[17:20], digits[20:]
    return b"-".join(parts)
