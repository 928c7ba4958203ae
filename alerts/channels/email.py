"""E-mail: neutral outside, a link or one sentence inside; a full box and a wrong address differ.

All of it takes less than the lease (`alerts.bounded_mail`).
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from alerts import bounces, wording
from alerts.bounded_mail import USUAL_S, Unheard
from alerts.channels import Gone, Letter, Outcome, Sent, TryLater
from alerts.models import Audience, Delivery

NAME = "email"
UNHEARD = "smtp-unheard-"  # and how often in a row
PAUSES = (0, 6, 24, 96, 384)  # after each unheard one, times as long as it was given; then no more
logger = logging.getLogger(__name__)


def send(letter: Letter) -> Outcome:
    """Send a letter to those of its addresses that take letters."""
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
    message = EmailMessage(
        subject=wording.subject(),
        body=wording.body_of(letter),
        to=living,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(letter)},
    )
    try:
        _hand_over(message)
    except Unheard:
        return _unheard(letter)
    except OSError as error:  # smtplib's errors are OSErrors
        return _judge(error, living)
    return Sent("smtp-accepted")


def _hand_over(message: EmailMessage) -> None:
    message.send()


def _unheard(letter: Letter) -> Outcome:
    """The server has the whole letter and may deliver it yet: try again, but ever more rarely."""
    logger.error("the mail server answers too slowly: mend it, or raise ALERT_LEASE_SECONDS")
    rows = Delivery.objects.filter(pk=letter.delivery_id or 0)
    before = rows.values_list("last_answer", flat=True).first()
    times = 1 + _times_unheard(before or "")
    said = f"{UNHEARD}{times}"
    if before is None or times > len(PAUSES):  # a reminder twice is worse than none
        return Gone(said, alarm=True)
    return TryLater(said, PAUSES[times - 1] * (settings.EMAIL_TIMEOUT or USUAL_S))


def _times_unheard(answer: str) -> int:
    return int(answer.removeprefix(UNHEARD)) if answer.startswith(UNHEARD) else 0


def _message_id(letter: Letter) -> str:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<{bounces.mark(letter.delivery_id or 0)}@{host}>"


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
