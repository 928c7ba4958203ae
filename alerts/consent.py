"""May this delivery go out at this instant? Asked in the transaction that marks the attempt.

And once it has gone out to somebody else, its athlete can read so in their access log.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.contacts import living_contact
from accounts.queries import has_proven_address
from accounts.services import log_told
from alerts.models import Audience, Channel, Delivery
from teams.access import red_flag_watchers


def may_be_told(delivery: Delivery) -> bool:
    """Answer from the consents as they are now; the athlete and the operator need none.

    A letter that names somebody goes only to an address that was proven, or was named by an
    athlete whose own is.
    """
    athlete_id = delivery.athlete_id
    if delivery.audience == Audience.COACH:
        allowed = any(
            watcher.user_id == delivery.recipient_id
            for watcher in red_flag_watchers(athlete_id=athlete_id)
        )
        by_letter = delivery.channel == Channel.EMAIL
        return allowed and (not by_letter or has_proven_address(user_id=_id(delivery)))
    if delivery.audience == Audience.CLUB:
        teams = {watcher.team_id for watcher in red_flag_watchers(athlete_id=athlete_id)}
        hook = delivery.webhook
        return hook is not None and hook.ended_at is None and hook.team_id in teams
    if delivery.audience == Audience.CONTACT:
        return living_contact(user_id=athlete_id) is not None and has_proven_address(
            user_id=athlete_id
        )
    return True


def note_told(delivery: Delivery, *, now: datetime) -> None:
    """Let the athlete read who was asked to check on them, and by which way."""
    contact = living_contact(user_id=delivery.athlete_id)
    names = {
        Audience.COACH: delivery.recipient.name if delivery.recipient else "",
        Audience.CONTACT: contact.name if contact else "",
        Audience.CLUB: _("A club's own system"),
    }
    if name := names.get(Audience(delivery.audience)):
        log_told(
            told=delivery.recipient, name=name, subject_id=delivery.athlete_id,
            what=f"asked to check on you ({delivery.channel})", at=now,
        )  # fmt: skip


def _id(delivery: Delivery) -> int:
    assert delivery.recipient_id is not None
    return delivery.recipient_id
