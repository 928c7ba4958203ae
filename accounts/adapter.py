"""Where allauth meets our accounts: profiles from the first moment, and the atomic limiter."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import limiter
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Allauth's adapter with our rules."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> User:
        """Keep a new account together with its profile."""
        with transaction.atomic():
            user = super().save_user(request, user, form, commit=False)
            user.email = user.email.lower()
            if commit:
                user.save()
                user.make_profile()
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send our own words where we have some (accounts/templates), else allauth's."""
        ours = template_prefix.replace("account/", "accounts/", 1)
        try:
            get_template(f"{ours}_subject.txt")
        except TemplateDoesNotExist:
            ours = template_prefix
        super().send_mail(ours, email, context)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt first, in one statement, so that parallel guesses all count."""
        wait_s = limiter.wait_s(**self._who(request, credentials), now=timezone.now())
        if wait_s:
            raise ImmediateHttpResponse(_wait(wait_s))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return who this is, taking the counted attempt back when it was right."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            limiter.forgive(**self._who(request, credentials))
        return user

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing to take back: allauth's own counter is off."""

    def _who(self, request: HttpRequest, credentials: dict[str, Any]) -> dict[str, str]:
        account = str(credentials.get("email") or credentials.get("username") or "").lower()
        return {"address": self.get_client_ip(request), "account": account}


def _wait(seconds: int) -> JsonResponse:
    answer = JsonResponse(
        {
            "status": 429,
            "errors": [
                {
                    "code": "too_many_login_attempts",
                    "message": _("Too many tries. Wait a few minutes, or reset your password."),
                }
            ],
        },
        status=429,
    )
    answer["Retry-After"] = str(seconds)
    return answer
