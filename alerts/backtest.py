"""What a rule would have raised on days gone by; reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from accounts.models import User
from alerts.facts import DAYS
from alerts.models import Alert
from alerts.prefilter import SILENT_DAYS
from alerts.rules import all_rules
from alerts.story import Flag, History, live_through
from alerts.switches import switched_off
from kernel.errors import DomainError
from tracker.logged import logged_between
from tracker.screening import profile_answers
from tracker.trends.rules import all_rules as all_trend_rules
from tracker.watching import folded_days, pain_entries
from tracker.windows import read_windows
from triage.drift_again import checked_athletes, weeks_again
from triage.drifting import Logged
from triage.queries import latest_answers

CHUNK = 1_000


class UnknownRule(DomainError):
    """A rule that there is not."""

    code = "unknown-rule"


def known() -> list[str]:
    """Return the ids of the rules that notify: each of them can be tried."""
    return [rule.id for rule in all_rules()]


@dataclass(frozen=True, slots=True)
class WouldRaise:
    """One alert that would have been raised; `held` = the budget would have held it back."""

    athlete_id: int
    on: date
    held: bool


def backtest(*, rule_id: str, days: int, today: date) -> Iterator[WouldRaise]:
    """Yield what a rule would have raised in the last `days` days, athlete by athlete.

    It counts as switched on. All others that are on run beside it, so that lock-outs, spells and
    the budget do what they would have done. Red flags are those that were; what else was really
    raised plays no part. A rule that is read by the week is read again each Sunday, from the checks
    that were and from the log as it stands.

    :raises UnknownRule: naming those that there are.
    """
    if rule_id not in known():
        shown = rule_id in {rule.id for rule in all_trend_rules()}
        only = f"{rule_id} only shows in Trends and notifies nobody. " if shown else ""
        raise UnknownRule(f"{only}Choose one of: {', '.join(known())}.")
    first = today - timedelta(days=days - 1)
    if next(rule for rule in all_rules() if rule.id == rule_id).judge_week is not None:
        return _by_the_week(first, today)
    return _over_everyone(rule_id, first, today)


def _by_the_week(first: date, today: date) -> Iterator[WouldRaise]:
    """Read again the weeks that are over, of everyone who was ever checked."""
    after = 0
    while ids := checked_athletes(after_id=after, limit=CHUNK):
        for athlete in User.objects.filter(pk__in=ids).select_related("profile").order_by("pk"):
            for week in weeks_again(
                athlete_id=athlete.pk,
                first=first,
                last=today - timedelta(days=1),
                country=athlete.profile.country,
                profile_answers=partial(profile_answers, athlete),
                entries=partial(_logged, athlete.pk),
            ):
                yield WouldRaise(athlete.pk, week.ends_on, held=False)
        after = ids[-1]


def _logged(athlete_id: int, first: date, last: date, told_after: datetime) -> list[Logged]:
    found = logged_between(athlete_id=athlete_id, first=first, last=last, told_after=told_after)
    return [Logged(one.kind, one.day, one.told_at, one.fields) for one in found]


def _over_everyone(rule_id: str, first: date, last: date) -> Iterator[WouldRaise]:
    off = switched_off() - {rule_id}
    after, since = 0, first - timedelta(SILENT_DAYS)
    while len(ids := read_windows(after_id=after, limit=CHUNK, since=since).ids):
        for athlete_id in ids.tolist():
            history = _history(athlete_id, first, last)
            for day, choice in live_through(history, first=first, last=last, off=off):
                if choice.rule.id == rule_id:
                    yield WouldRaise(athlete_id, day, choice.held)
        after = int(ids[-1])


def _history(athlete_id: int, first: date, last: date) -> History:
    begin = first - timedelta(2 * DAYS)  # the window of the first day that is lived through
    flags = Alert.objects.filter(athlete_id=athlete_id, kind="red_flag", day__gte=begin)
    return History(
        days=folded_days(athlete_id=athlete_id, first=begin, last=last),
        pains=pain_entries(athlete_id=athlete_id, first=begin, last=last),
        flags=[
            Flag(day, frozenset(one["finding"] for one in because))
            for day, because in flags.values_list("day", "because")
        ],
        answers=latest_answers(athlete_id=athlete_id),
    )
