"""Addresses that letters do not reach: marked by the mail server's answer or by a bounce."""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.contacts import living_contact
from accounts.queries import email_of
from alerts.models import Audience, BouncedAddress, Delivery

_MARK = re.compile(rb"<([0-9]{1,18}\.[0-9a-f]{32})@")
TRIED_AGAIN_AFTER = timedelta(days=7)  # a box that was full, a server that was gone


def addresses_of(*, audience: str, user_id: int | None, athlete_id: int) -> list[str]:
    """Return where letters to somebody go; [] = nowhere."""
    if audience == Audience.OPERATOR:
        return list(settings.OPERATOR_EMAILS)
    if audience == Audience.CONTACT:
        contact = living_contact(user_id=athlete_id)
        return [contact.email] if contact else []
    return [] if user_id is None else [email_of(user_id=user_id)]


def bounced(*, address: str) -> bool:
    """Say whether letters to an address came back lately."""
    since = timezone.now() - TRIED_AGAIN_AFTER
    return BouncedAddress.objects.filter(digest=digest_of(address), since__gt=since).exists()


def note(*, address: str, answer: str, now: datetime) -> None:
    """Mark an address: no letter goes there for a week. Marks older than that are forgotten."""
    BouncedAddress.objects.filter(since__lt=now - TRIED_AGAIN_AFTER).delete()
    BouncedAddress.objects.update_or_create(
        digest=digest_of(address), defaults={"since": now, "answer": answer[:40]}
    )


def forgive(*, address: str) -> None:
    """Take the mark off: a letter arrived there after all."""
    BouncedAddress.objects.filter(digest=digest_of(address)).delete()


def digest_of(address: str) -> str:
    """Return a keyed hash of an address, however it is capitalised."""
    return salted_hmac("alerts.bounces", address.lower(), algorithm="sha256").hexdigest()


def mark(delivery_id: int) -> str:
    """Return the left side of a letter's Message-ID; nobody else can write it."""
    proof = salted_hmac("alerts.letters", str(delivery_id), algorithm="sha256").hexdigest()[:32]
    return f"{delivery_id}.{proof}"


def take_bounce(*, raw: bytes, now: datetime) -> int:
    """Read a delivery status notification (RFC 3464); return how many addresses it marked.

    Only a failure for good counts, and only with the Message-ID of a letter of ours: nobody can
    silence somebody else's letters by writing bounces.
    """
    message = BytesParser(policy=policy.default).parsebytes(raw)
    if not any(_failed_for_good(part) for part in message.walk()):
        return 0
    marked = 0
    for delivery in _letters_in(raw):
        user_id = (
            delivery.athlete_id if delivery.audience == Audience.ATHLETE else delivery.recipient_id
        )
        for address in addresses_of(
            audience=delivery.audience, user_id=user_id, athlete_id=delivery.athlete_id
        ):
            if delivery.audience != Audience.OPERATOR or address.lower().encode() in raw.lower():
                note(address=address, answer="bounce", now=now)
                marked += 1
    return marked


def _failed_for_good(part: EmailMessage) -> bool:
    """A block of a status report: `Action: failed` with a status of class 5."""
    action, status = str(part.get("Action", "")), str(part.get("Status", ""))
    return action.strip().lower() == "failed" and status.strip().startswith("5")


def _letters_in(raw: bytes) -> list[Delivery]:
    """Return the deliveries whose own Message-ID stands in the returned letter."""
    ids = {
        int(left.partition(".")[0])
        for left in (one.decode() for one in _MARK.findall(raw))
        if hmac.compare_digest(left, mark(int(left.partition(".")[0])))
    }
    return list(Delivery.objects.filter(pk__in=ids))
