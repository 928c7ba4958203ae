"""Clubs' own systems: added and removed by the team's owner; the secret is shown once."""

from __future__ import annotations

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from accounts.models import User
from alerts.channels.addresses import CLUBS_SYSTEMS, Refused
from alerts.models import Webhook
from kernel.errors import DomainError, NotFound
from teams.access import LARGEST_ID, require_owner

MOST_A_TEAM = 5


class BadWebhook(DomainError):
    """An address that nothing is sent to."""

    code = "bad-webhook"


def add_webhook(*, by: User, team_id: int, url: str, now: datetime) -> Webhook:
    """Let a system of the team's listen.

    :raises NotFound: when `by` does not own the team.
    :raises BadWebhook: for an address that is not public https, or one too many.
    """
    member = require_owner(viewer=by, team_id=team_id)
    _check(url)
    with transaction.atomic():
        # The owner's own row is the lock: two requests at once count each other.
        type(member).objects.select_for_update().get(pk=member.pk)
        living = Webhook.objects.filter(team_id=team_id, ended_at=None)
        if living.count() >= MOST_A_TEAM:
            raise BadWebhook(f"At most {MOST_A_TEAM} a team. Remove one first.", status=409)
        return Webhook.objects.create(
            team_id=team_id, url=url, secret=secrets.token_urlsafe(32), created_at=now
        )


def _check(url: str) -> None:
    try:
        if not url.isascii() or not url.isprintable() or " " in url:
            raise Refused("not an address")
        CLUBS_SYSTEMS.check(url)
        if urlsplit(url).fragment:
            raise Refused("leave out what follows the #")
    except (Refused, ValueError) as error:
        raise BadWebhook(
            "Give an https address on port 443 that everybody can reach.", pointer="/url"
        ) from error


def webhooks_of(*, by: User, team_id: int) -> list[Webhook]:
    """Return the team's systems, newest first.

    :raises NotFound: when `by` does not own the team.
    """
    require_owner(viewer=by, team_id=team_id)
    return list(Webhook.objects.filter(team_id=team_id).order_by("-pk")[:100])


def remove_webhook(*, by: User, team_id: int, webhook_id: int) -> None:
    """Forget a system; what still waits for it goes with it.

    :raises NotFound: when it is not one of a team that `by` owns.
    """
    require_owner(viewer=by, team_id=team_id)
    if webhook_id > LARGEST_ID:
        raise NotFound
    deleted, _ = Webhook.objects.filter(team_id=team_id, pk=webhook_id).delete()
    if not deleted:
        raise NotFound


def health_of(hook: Webhook) -> str:
    """Say in one word how a system takes what is sent."""
    if hook.ended_at is not None:
        return "ended"
    if hook.failing_since is not None:
        return "failing"
    return "untested" if hook.last_accepted_at is None else "accepted"
