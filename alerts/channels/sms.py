"""Text messages: the interface a gateway keeps, and one that prints.

`SMS_GATEWAY` names a class with `send(*, number, text)` that returns Sent, TryLater or Gone as
every channel does, well within two thirds of ALERT_LEASE_SECONDS, and raises for nothing it meets:
`number` is E.164 ("+4915112345678"), `text` at most 160 characters of neutral words. Without one no
text is sent.
"""

from __future__ import annotations

import functools
import sys
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from accounts.contacts import living_contact
from alerts import wording
from alerts.channels import Gone, Letter, Outcome, Sent

NAME = "sms"
LONGEST = 160  # characters of one text message


class Gateway(Protocol):
    """Whoever carries text messages."""

    def send(self, *, number: str, text: str) -> Outcome:
        """Send one text and say what became of it."""


class ConsoleGateway:
    """Prints the text, for trying things out; never the number."""

    def send(self, *, number: str, text: str) -> Outcome:
        """Print it."""
        sys.stdout.write(f"text message to a number ending in {number[-2:]}: {text}\n")
        sys.stdout.flush()
        return Sent("printed")


def is_set_up() -> bool:
    """Say whether the operator named a gateway."""
    return bool(settings.SMS_GATEWAY)


@functools.lru_cache(maxsize=4)
def _gateway(name: str) -> Gateway:
    if name == "console":
        return ConsoleGateway()
    try:
        made: Gateway = import_string(name)()
    except (ImportError, TypeError) as error:
        raise ImproperlyConfigured(
            f"SMS_GATEWAY={name} cannot be loaded ({error}). Name a class as package.module.Class."
        ) from error
    return made


def check_gateway() -> None:
    """Load the gateway at start, so that a wrong name stops the start and not a message.

    :raises ImproperlyConfigured: with the next step in words.
    """
    if is_set_up():
        _gateway(settings.SMS_GATEWAY)


def send(letter: Letter) -> Outcome:
    """Text the emergency contact."""
    contact = living_contact(user_id=letter.athlete_id)
    if contact is None or not contact.phone:
        return Gone("no-number")
    if not is_set_up():
        return Gone("no-gateway")
    text = wording.text_message()[:LONGEST]
    return _gateway(settings.SMS_GATEWAY).send(number=contact.phone, text=text)
