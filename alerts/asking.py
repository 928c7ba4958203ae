"""The question of the day after: "Were you seen?", asked each morning until it is answered.

Asked about every urgent alert, whichever rule raised it (ADR 0150). Source: evidence pack 8.4. "Not
yet" repeats the message; "yes" ends the question. Unanswered, it rings once each morning for a week
and then stands in the inbox: time closes nothing. It is no step of a red flag: quiet hours hold its
push back, at each try.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.queries import athlete_zone
from alerts import ladder, reminders
from alerts.models import URGENT, Alert, State
from alerts.openings import RANK
from alerts.raising import new_id, raise_alerts
from kernel.calendar import day_in_zone
from triage.services import episode_to_tell_of

RULE = "SEEN-NEXT-DAY"
RINGS_FOR = timedelta(days=7)  # after the alert: then it only stands in the inbox


def unresolved(*, athlete_id: int) -> QuerySet[Alert]:
    """Return the urgent alerts for which nobody has said that they were seen."""
    rows = Alert.objects.filter(athlete_id=athlete_id, urgency__in=URGENT)
    return rows.exclude(kind=ladder.QUESTION_KIND).exclude(state=State.RESOLVED)


@transaction.atomic
def ask(*, athlete_id: int, now: datetime) -> bool:
    """Raise the question, with the message of the most urgent alert it is about.

    Return whether it stands: false where there is nothing to ask about any more.
    """
    about = sorted(
        unresolved(athlete_id=athlete_id),
        key=lambda alert: (-RANK[alert.urgency], -alert.raised_at.timestamp()),
    )
    if not about:
        return False
    zone = athlete_zone(athlete_id=athlete_id)
    if max(alert.raised_at for alert in about) > now - RINGS_FOR:
        ladder.ask_later(at={athlete_id: ladder.next_morning(now=now, zone=zone)})
    awake = reminders.when_awake(athlete_id=athlete_id, now=now)
    if _stands(athlete_id).exists():
        ladder.start_all(
            [
                ladder.Start(
                    athlete_id, uuid.uuid4(), ladder.LESSER_STEPS, urgent=False, at=awake,
                    heeds_quiet=True,
                )
            ]
        )  # fmt: skip
    else:
        _raise_question(about, day_in_zone(now, zone), now, awake)
    return True


def _raise_question(about: Sequence[Alert], day: date, now: datetime, awake: datetime) -> None:
    """Write it with where its answer belongs: the ache of the alerts, or the one of now.

    It is in the inbox at once; its push waits until the athlete is awake.
    """
    first = about[0]
    episode_id = next((alert.episode_id for alert in about if alert.episode_id), None)
    question = Alert(
        id=new_id(), athlete_id=first.athlete_id, kind=ladder.QUESTION_KIND, rule=RULE,
        urgency=first.urgency, title=_("Were you seen?"), message=first.message,
        tell_clinician=first.tell_clinician, knowledge_version=first.knowledge_version,
        episode_id=episode_id or episode_to_tell_of(athlete_id=first.athlete_id, now=now),
        day=day, raised_at=now,
    )  # fmt: skip
    raise_alerts([question], now=now, lesser_at={first.athlete_id: awake})


def _stands(athlete_id: int) -> QuerySet[Alert]:
    kind = ladder.QUESTION_KIND
    return Alert.objects.filter(athlete_id=athlete_id, kind=kind, state=State.OPEN)


def take_answer(*, athlete_id: int, was_seen: bool, told_at: datetime, now: datetime) -> None:
    """End the question that was open when the answer was given.

    Where the person was not seen yet, or something urgent came after they said it, it is asked
    again the next morning. Where nothing is left to ask about, no question stands.
    """
    _end(_stands(athlete_id).filter(raised_at__lte=told_at), at=told_at)
    if unresolved(athlete_id=athlete_id).exists():
        zone = athlete_zone(athlete_id=athlete_id)
        ladder.ask_later(at={athlete_id: ladder.next_morning(now=now, zone=zone)})
    elif was_seen:
        _end(_stands(athlete_id), at=now)
        ladder.drop_waiting(athlete_id=athlete_id, steps=[ladder.QUESTION_STEP])


def _end(questions: QuerySet[Alert], *, at: datetime) -> None:
    questions.update(state=State.RESOLVED, acknowledged_at=at, resolved_at=at)
