"""E-mail: neutral outside, a link or one sentence inside; a full box and a wrong address differ.

All of it takes less than the lease (`alerts.bounded_mail`).
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Sequence
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from alerts import bounces, handing_over, wording
from alerts.bounded_mail import USUAL_S, BoundedBackend, Unheard
from alerts.channels import Gone, Letter, Outcome, Sent, TryLater
from alerts.handing_over import HandingOver
from alerts.models import Audience

NAME = "email"
UNHEARD = "smtp-unheard-"  # and how often the whole letter was handed over
PAUSE = 6  # before the copy, times as long as a letter is given: the server is to come round
logger = logging.getLogger(__name__)


def send(letter: Letter) -> Outcome:
    """Send a letter to those of its addresses that take letters.

    One of which nobody knows whether it arrived is sent once more and then given up: the ladder's
    next rung is a letter of its own (ADR 0182).
    """
    addresses = bounces.addresses_of(
        audience=letter.audience, user_id=letter.user_id, athlete_id=letter.athlete_id
    )
    if not addresses:
        if letter.audience == Audience.OPERATOR:
            logger.error(
                "delivery %s: OPERATOR_EMAILS is empty, nobody is told", letter.delivery_id
            )
        return Gone("no-address")
    living = [address for address in addresses if not bounces.bounced(address=address)]
    if not living:
        return Gone("address-bounced")
    handing = HandingOver(letter.delivery_id, times=letter.handed_over)
    if not handing.may_begin():  # whoever handed it over before did not live to tell
        return Gone("unheard-before", alarm=True)
    message = EmailMessage(
        subject=wording.subject(),
        body=wording.body_of(letter),
        to=living,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(letter)},
    )
    try:
        _hand_over(message, handing.begin)
    except handing_over.Spent:  # while this sender was held up, another took the row
        return Gone("handed-over-before")
    except Unheard:
        return _unheard(handing)
    except OSError as error:  # smtplib's errors are OSErrors
        handing.was_refused()
        return _judge(error, living)
    return Sent("smtp-accepted")


def _hand_over(message: EmailMessage, before_end: Callable[[], None]) -> None:
    """Send; `before_end` is called when all but the end of the letter could be refused yet."""
    way_out = get_connection()
    if isinstance(way_out, BoundedBackend):
        way_out.before_end = before_end
    else:
        before_end()
    message.connection = way_out
    message.send()


def _unheard(handing: HandingOver) -> Outcome:
    """The server has the whole letter and may deliver it yet: one copy, and not at once."""
    logger.error("the mail server answers too slowly: mend it, or raise ALERT_LEASE_SECONDS")
    said = f"{UNHEARD}{handing.times}"
    if not handing.may_begin():  # of a reminder no copy: twice is worse than none
        return Gone(said, alarm=True)
    return TryLater(said, PAUSE * (settings.EMAIL_TIMEOUT or USUAL_S))


def _message_id(letter: Letter) -> str:
    """Return an id that stays the same in a copy; a letter without copies has one of its own."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    if letter.delivery_id is None:
        return make_msgid(domain=host)
    return f"<{bounces.mark(letter.delivery_id)}@{host}>"


def _judge(error: OSError, addresses: Sequence[str]) -> Outcome:
    """Tell what will pass (4xx, no server) from what will not (5xx), and whose fault it is."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _refused(error.recipients, addresses)
    if isinstance(error, smtplib.SMTPResponseException):
        logger.error("the mail server refuses us with %s: check EMAIL_URL", error.smtp_code)
        if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500:
            return Gone(f"smtp-{error.smtp_code}", alarm=True)
        return TryLater(f"smtp-{error.smtp_code}")  # a wrong password is mended by the operator
    logger.warning("mail was not taken: %s", type(error).__name__)
    return TryLater(f"smtp-{type(error).__name__}"[:40])


def _refused(answers: dict[str, tuple[int, bytes]], addresses: Sequence[str]) -> Outcome:
    """No address was taken: those refused for good are marked, the rest is tried again."""
    codes = {address: answers.get(address, (450, b""))[0] for address in addresses}
    for address, code in codes.items():
        if code >= 500:
            bounces.note(address=address, answer=f"smtp-{code}", now=timezone.now())
    passing = [code for code in codes.values() if code < 500]
    return TryLater(f"smtp-{passing[0]}") if passing else Gone(f"smtp-{max(codes.values())}")
