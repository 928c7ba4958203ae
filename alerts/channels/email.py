"""E-mail: neutral words, a link, nothing about health in subject or body."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from accounts.queries import email_of
from alerts.channels import Letter, Outcome, Sent, TryLater

logger = logging.getLogger(__name__)


def send(letter: Letter) -> Outcome:
    """Send a letter that asks the person to open ThighCare."""
    body = _reminder() if letter.reminder else _message()
    try:
        send_mail(
            subject=_("A message from ThighCare"),
            message=body,
            from_email=None,
            recipient_list=[email_of(user_id=letter.user_id)],
        )
    except OSError as error:  # smtplib's errors are OSErrors, a refused recipient among them
        logger.warning("mail was not taken: %s", type(error).__name__)
        return TryLater(f"smtp-{type(error).__name__}"[:40])
    return Sent("smtp-accepted")


def _message() -> str:
    return _(
        "There is a message for you in ThighCare that you have not answered yet.\n\n"
        "Please open it now:\n{link}\n\n"
        "If you feel something is seriously wrong, get medical help whatever the app says.\n"
    ).format(link=f"{settings.PUBLIC_URL}/alerts")


def _reminder() -> str:
    return _(
        "Time for today's log:\n{link}\n\n"
        "You asked for this reminder. Change or stop it under Me, Reminders.\n"
    ).format(link=f"{settings.PUBLIC_URL}/today")
