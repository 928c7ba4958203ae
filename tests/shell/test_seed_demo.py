"""The demo team: real rows through the real services, and safe to make twice."""

from __future__ import annotations

import re
from io import StringIO
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import User
from alerts.models import Alert
from teams.models import Consent
from tracker.models import Day, Entry, Snapshot

pytestmark = pytest.mark.django_db


def seed(*, athletes: int = 4, days: int = 40, seed: int = 1) -> str:
    out = StringIO()
    call_command("seed_demo", athletes=athletes, days=days, seed=seed, stdout=out)
    return out.getvalue()


def entries() -> list[tuple[UUID, str, str]]:
    rows = Entry.objects.order_by("entry_id")
    return [(row.entry_id, row.kind, str(row.content)) for row in rows]


def test_it_prints_logins_that_work() -> None:
    printed = seed()
    logins = re.findall(r"(\S+@demo\.test)\s+(\S+)", printed)
    assert [email for email, _ in logins] == [
        "coach@demo.test",
        *(f"athlete{n}@demo.test" for n in range(1, 5)),
    ]
    for email, password in logins:
        assert User.objects.get(email=email).check_password(password)
        assert EmailAddress.objects.filter(user__email=email, verified=True, primary=True).exists()


def test_everybody_has_a_history_up_to_the_last_days() -> None:
    seed()
    assert Snapshot.objects.count() == 4
    for row in Snapshot.objects.all():
        days = Day.objects.filter(athlete_id=row.athlete_id)
        assert days.count() >= 20
        assert days.latest("day").day == row.ends_on


def test_one_athlete_has_a_red_flag_and_one_is_getting_worse() -> None:
    seed(athletes=9, days=90)
    more_than_advice = Alert.objects.exclude(urgency="self_care").select_related("athlete")
    raised = {(row.athlete.email, row.kind) for row in more_than_advice}
    assert raised == {("athlete1@demo.test", "red_flag"), ("athlete2@demo.test", "worsening")}


def test_consent_differs_from_athlete_to_athlete() -> None:
    seed()
    granted = {
        n: set(
            Consent.objects.filter(
                membership__user__email=f"athlete{n}@demo.test", revoked_at=None
            ).values_list("scope", flat=True)
        )
        for n in range(1, 5)
    }
    assert granted[1] == {"availability", "load", "pain", "symptoms", "red_flag_contact"}
    assert granted[3] == set()
    assert granted[2] not in (granted[1], granted[3])


def test_made_twice_it_is_there_once() -> None:
    first = seed()
    before, alerts, users = entries(), Alert.objects.count(), User.objects.count()
    assert seed() == first
    assert entries() == before
    assert (Alert.objects.count(), User.objects.count()) == (alerts, users)


def test_a_later_call_may_ask_for_more_athletes() -> None:
    seed(athletes=1, days=10)
    seed(athletes=2, days=10)
    assert User.objects.filter(email__startswith="athlete").count() == 2


def test_another_seed_makes_other_days() -> None:
    from thighcare.demo.histories import Story, entries_of

    today = User.objects.create_user("x@demo.test").created_at.date()
    one, same, other = (
        entries_of(Story(email="x@demo.test", number=1, today=today, days=30, seed=seed))
        for seed in (1, 1, 2)
    )
    assert one == same
    assert one != other


@pytest.mark.parametrize("bad", [{"athletes": 0}, {"athletes": 501}, {"days": 0}, {"days": 1001}])
def test_a_number_out_of_range_is_refused_and_nothing_is_made(bad: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="between 1 and"):
        seed(**bad)
    assert not User.objects.exists()


def test_made_again_with_other_numbers_it_keeps_the_days_that_are_there() -> None:
    seed(athletes=2, days=30)
    before = entries()
    seed(athletes=2, days=60, seed=5)
    assert entries() == before
