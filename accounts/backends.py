"""Sign-in by e-mail; the profile comes with the person in one query."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class EmailBackend(AuthenticationBackend):
    """Allauth's backend, with the profile loaded beside the user."""

    def get_user(self, user_id: int) -> User | None:
        """Return an active user with the profile, or None."""
        return User.objects.select_related("profile").filter(pk=user_id, is_active=True).first()
