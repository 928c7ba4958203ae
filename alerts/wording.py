"""The words that leave the house: neutral outside, and inside no more than each may know.

Source: evidence pack 8.4. A coach or contact hears one sentence and nothing else.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.queries import name_of
from alerts.channels import Letter
from alerts.models import Audience
from teams.access import red_flag_watchers

# Where a tap leads. The service worker opens these and no others.
TEAM = "/team"  # and, by their ids, which team and whom it is about
TODAY = "/today"  # a reminder leads to the log


def lock_screen() -> tuple[str, str]:
    """Return title and body of a notification; the same for everybody."""
    return "ThighCare", _("Please open ThighCare now. There is something for you to read.")


def place_of(letter: Letter) -> str | None:
    """Return where a tap leads: ids only, and whom it is about only where consent stands now."""
    if letter.audience != Audience.COACH:
        return None
    watchers = red_flag_watchers(athlete_id=letter.athlete_id)
    teams = [one.team_id for one in watchers if one.user_id == letter.user_id]
    return f"{TEAM}/{teams[0]}/{letter.athlete_id}" if teams else TEAM


def subject() -> str:
    """Return the subject of every letter."""
    return _("A message from ThighCare")


def please_check_on(*, athlete_id: int) -> str:
    """Return all that somebody else is told."""
    return _("Please check on {name}. They should not train today.").format(
        name=name_of(user_id=athlete_id)
    )


def body_of(letter: Letter) -> str:
    """Return what stands in the letter, by who reads it."""
    if letter.reminder:
        return _(
            "Time for today's log:\n{link}\n\n"
            "You asked for this reminder. Change or stop it under Me, Reminders.\n"
        ).format(link=f"{settings.PUBLIC_URL}{TODAY}")
    if letter.audience in (Audience.COACH, Audience.CONTACT):
        return please_check_on(athlete_id=letter.athlete_id) + "\n"
    if letter.audience == Audience.OPERATOR and letter.reached_nobody:
        return _(
            "Person {athlete} could not be reached about an urgent message: no notification and no "
            "letter was accepted, neither for them nor for anybody they named (delivery "
            "{delivery}). ThighCare shows it when they open the app.\n\n"
            "Check that letters and notifications leave this server: {health}\n"
        ).format(
            athlete=letter.athlete_id,
            delivery=letter.delivery_id,
            health=f"{settings.PUBLIC_URL}/healthz/alerts",
        )
    if letter.audience == Audience.OPERATOR:
        return _(
            "An urgent message to person {athlete} has had no answer for two hours "
            "(delivery {delivery}). ThighCare goes on showing it until it is answered.\n\n"
            "Check that letters and notifications leave this server: {health}\n"
        ).format(
            athlete=letter.athlete_id,
            delivery=letter.delivery_id,
            health=f"{settings.PUBLIC_URL}/healthz/alerts",
        )
    return _(
        "There is a message for you in ThighCare that you have not answered yet.\n\n"
        "Please open it now:\n{link}\n\n"
        "If you feel something is seriously wrong, get medical help whatever the app says.\n"
    ).format(link=f"{settings.PUBLIC_URL}/alerts")


def reminder_line() -> str:
    """Return the words of a reminder on the lock screen."""
    return _("Time for today's log.")


def text_message() -> str:
    """Return a text message; it may stand on a lock screen, so it names nobody."""
    return _("ThighCare: somebody who named you as their contact asks you to read your e-mail now.")
