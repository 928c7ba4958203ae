"""Bearer tokens: shown once, kept as a hash, with scopes and an end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import ApiToken, User
from kernel.errors import DomainError, NotFound

SCOPES = ("read", "write")
PREFIX = "thc_"
LONGEST = timedelta(days=366)


class BadToken(DomainError):
    """What was asked of a new token cannot be had."""

    code = "bad-token"


class WiderToken(DomainError):
    """A token asked for one that may do more than itself."""

    status = 403
    code = "wider-token"
    title = "Not allowed"


def digest_of(secret: str) -> str:
    """Return what is kept of a token; the secret has 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_token(
    *,
    by: User,
    name: str,
    scopes: Sequence[str],
    now: datetime,
    lasts: timedelta,
    asked_with: ApiToken | None = None,
) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which is never seen again.

    `asked_with` is the token that asks for it: the new one may do no more and ends no later.

    :raises BadToken: for an unknown scope, or a life over 366 days.
    :raises WiderToken: for a scope that the asking token does not have.
    """
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES):
        raise BadToken("Choose from the scopes read and write.", pointer="/scopes")
    if not timedelta(0) < lasts <= LONGEST:
        raise BadToken(
            "A token lasts at least a moment and at most 366 days.", pointer="/expires_at"
        )
    ends_at = now + lasts
    if asked_with is not None:
        if not set(wanted) <= set(asked_with.scopes):
            raise WiderToken(
                "A token cannot make one that may do more than itself. Sign in to make it.",
                pointer="/scopes",
            )
        ends_at = min(ends_at, asked_with.expires_at)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        name=name or "token",
        digest=digest_of(secret),
        scopes=wanted,
        created_at=now,
        expires_at=ends_at,
    )
    return token, secret


def revoke_token(*, by: User, token_id: int) -> None:
    """End one of the person's own tokens at once.

    :raises NotFound: when it is not theirs.
    """
    deleted, _ = ApiToken.objects.filter(user=by, pk=token_id).delete()
    if not deleted:
        raise NotFound
