"""The question of the next day, as a channel: it goes into the athlete's own inbox."""

from __future__ import annotations

from django.utils import timezone

from alerts import asking
from alerts.channels import Gone, Letter, Outcome, Sent

NAME = "question"


def send(letter: Letter) -> Outcome:
    """Raise the question; asked twice it stands once."""
    stands = asking.ask(athlete_id=letter.athlete_id, now=timezone.now())
    return Sent("asked") if stands else Gone("nothing-to-ask")
