"""Bearer authentication: one query brings token, person and profile; nothing is written."""

from __future__ import annotations

from django.utils import timezone
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.models import ApiToken, AthleteProfile, User
from accounts.prepared import Prepared
from accounts.tokens import PREFIX, digest_of

_TOKEN = Prepared(
    [lambda: ApiToken, lambda: User, lambda: AthleteProfile],
    "FROM accounts_apitoken "
    "JOIN accounts_user ON accounts_user.id = accounts_apitoken.user_id "
    "JOIN accounts_athleteprofile ON accounts_athleteprofile.user_id = accounts_user.id "
    "WHERE accounts_apitoken.digest = %s AND accounts_user.is_active",
)


def known_token(secret: str) -> ApiToken | None:
    """Return the token with its person and their profile, in one statement, or None."""
    for token, user, profile in _TOKEN.run(digest_of(secret)):
        token.user, user.profile = user, profile
        return token
    return None


class BearerAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer <token>`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return who calls and with which token, or None where another scheme may apply."""
        header = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer":
            return None
        secret = secret.strip()
        if not secret.startswith(PREFIX) or not secret.isascii():
            raise exceptions.AuthenticationFailed("This token is not known.", code="bad-token")
        token = known_token(secret)
        if token is None:
            raise exceptions.AuthenticationFailed("This token is not known.", code="bad-token")
        if token.expires_at <= timezone.now():
            raise exceptions.AuthenticationFailed(
                "This token has ended. Make a new one under Me, Tokens.", code="token-expired"
            )
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, so that a refusal is 401 and not 403."""
        return 'Bearer realm="api"'
