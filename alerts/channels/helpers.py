"""Whoever may be told: finds who is allowed at this instant and writes a delivery for each.

Nothing leaves here. Each delivery reads the consent again when its attempt is marked.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from accounts.contacts import living_contact
from alerts.channels import Gone, Letter, Outcome, Sent
from alerts.channels.sms import is_set_up
from alerts.models import Audience, Channel, Delivery, Webhook
from teams.access import red_flag_watchers

NAME = "helpers"


def send(letter: Letter) -> Outcome:
    """Write a delivery for each person and way; written twice they stand once."""
    assert letter.delivery_id is not None
    step = Delivery.objects.get(pk=letter.delivery_id)
    ways = [*_coaches(letter.athlete_id), *_contact(letter.athlete_id)]
    now = timezone.now()
    rows = [
        Delivery(
            athlete_id=step.athlete_id, ladder=step.ladder, step=step.step,
            urgent=True, due_at=now, **way,
        )
        for way in ways
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return Sent(f"told-{len(rows)}") if rows else Gone("nobody-allowed")


def _coaches(athlete_id: int) -> Iterator[dict[str, object]]:
    watchers = red_flag_watchers(athlete_id=athlete_id)
    for user_id in dict.fromkeys(watcher.user_id for watcher in watchers):
        for channel in (Channel.PUSH, Channel.EMAIL):
            yield {"audience": Audience.COACH, "recipient_id": user_id, "channel": channel}
    teams = {watcher.team_id for watcher in watchers}
    for hook in Webhook.objects.filter(team_id__in=teams, ended_at=None).values_list("pk"):
        yield {"audience": Audience.CLUB, "webhook_id": hook[0], "channel": Channel.WEBHOOK}


def _contact(athlete_id: int) -> Iterator[dict[str, object]]:
    contact = living_contact(user_id=athlete_id)
    if contact is None:
        return
    yield {"audience": Audience.CONTACT, "channel": Channel.EMAIL}
    if contact.phone and is_set_up():
        yield {"audience": Audience.CONTACT, "channel": Channel.SMS}
