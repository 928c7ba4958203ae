"""Identifiers that sort by the time they were made (RFC 9562, version 7)."""

from __future__ import annotations

import secrets
from uuid import UUID


def uuid7(*, now_ms: int, random_bits: int | None = None) -> UUID:
    """Make a version-7 UUID from milliseconds since 1970 and 74 random bits."""
    bits = secrets.randbits(74) if random_bits is None else random_bits
    value = (now_ms & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= (bits >> 62 & 0xFFF) << 64
    value |= 0b10 << 62
    value |= bits & (2**62 - 1)
    return UUID(int=value)
