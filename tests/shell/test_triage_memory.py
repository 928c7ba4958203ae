"""An episode remembers its side, its start, how it ended and whether it came back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from tests.cast import Api, api_as
from tests.knowledge.golden import golden_cases
from triage.models import Episode
from triage.queries import awaiting_outcome, episodes, open_episode_fact
from triage.services import record_assessment, record_outcome

CALM = golden_cases()[0].answers
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def assess(ada: User, answers: dict[str, Any], *, days: float = 0) -> dict[str, Any]:
    at = NOON + timedelta(days=days)
    return record_assessment(athlete_id=ada.pk, answers=CALM | answers, taken_at=at, now=at)[0]


def seen(ada: User, *, days: float, outcome: str = "seen_treated") -> None:
    record_outcome(
        athlete_id=ada.pk, episode_id=Episode.objects.latest("opened_at").pk, outcome=outcome,
        seen_on=None, note="", now=NOON + timedelta(days=days),
    )  # fmt: skip


def test_side_and_start_are_kept_as_told(ada: User) -> None:
    assess(ada, {"side": "left", "symptom_days": 5})
    assess(ada, {"side": "right", "symptom_days": 30}, days=1)

    fact = open_episode_fact(athlete_id=ada.pk)

    assert fact is not None
    assert (fact.state, fact.side, str(fact.started_on)) == ("open", "right", "2026-11-19")


def test_what_was_never_told_stays_unknown(ada: User) -> None:
    record_assessment(athlete_id=ada.pk, answers={"fever": False}, taken_at=NOON, now=NOON)

    (fact,) = episodes(athlete_id=ada.pk)

    assert (fact.side, fact.started_on, fact.urgency, fact.recurrence_of) == (None,) * 4


def test_it_is_remembered_what_it_was_judged_as(ada: User) -> None:
    told = assess(ada, {"side": "left"})

    fact = open_episode_fact(athlete_id=ada.pk)

    assert fact is not None
    assert list(fact.judged_as.ranking) == told["ranking"] != []
    assert [cause["id"] for cause in fact.judged_as.causes] == [
        cause["id"] for cause in told["causes"]
    ]


def test_causes_are_forgotten_while_a_level_withholds_them(ada: User) -> None:
    assess(ada, {"side": "left"})
    assess(ada, {"fever": True}, days=1)

    fact = open_episode_fact(athlete_id=ada.pk)

    assert fact is not None
    assert fact.withheld
    assert (fact.judged_as.ranking, fact.judged_as.causes) == ((), ())


@pytest.mark.parametrize(
    ("before", "after", "weeks", "again"),
    [
        ("left", "left", 11, True),
        ("both", "left", 11, True),
        ("left", "both", 11, True),
        ("left", "left", 13, False),
        ("left", "right", 1, False),
        ("changes", "changes", 1, False),
    ],
)
def test_the_same_side_within_twelve_weeks_is_a_recurrence(
    ada: User, before: str, after: str, weeks: int, again: bool
) -> None:
    first = assess(ada, {"side": before})
    seen(ada, days=1)

    assess(ada, {"side": after}, days=1 + 7 * weeks)

    fact = open_episode_fact(athlete_id=ada.pk)
    assert fact is not None
    assert (str(fact.recurrence_of) == first["episode"]) is again


def test_somebody_elses_episode_is_never_the_earlier_one(ada: User, eve: User) -> None:
    assess(eve, {"side": "left"})
    seen(eve, days=1)

    assess(ada, {"side": "left"}, days=2)

    assert [fact.recurrence_of for fact in episodes(athlete_id=ada.pk)] == [None]


def test_an_episode_cannot_be_over_without_a_word_on_how(ada: User) -> None:
    assess(ada, {})

    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.update(closed_at=NOON)


def test_the_list_shows_the_open_one_first_and_the_whole_shows_what_happened(ada: User) -> None:
    first = assess(ada, {"side": "left", "fever": True})
    seen(ada, days=1, outcome="not_yet")
    seen(ada, days=2)
    second = assess(ada, {"side": "left"}, days=3)
    api = api_as(ada)

    listed = api.get("/triage/episodes").json()
    whole = api.get(f"/triage/episodes/{first['episode']}").json()

    assert [each["id"] for each in listed["results"]] == [second["episode"], first["episode"]]
    assert [each["state"] for each in listed["results"]] == ["open", "closed"]
    assert listed["results"][0]["urgency"] == "self_care"
    assert listed["results"][0]["held_by"] == second["id"]
    assert listed["results"][0]["recurrence_of"] == first["episode"]
    assert listed["next"] is None
    assert (whole["urgency"], whole["closed_as"]) == (None, "seen_treated")
    assert [each["urgency_now"] for each in whole["assessments"]] == ["same_day"]
    assert [each["outcome"] for each in whole["outcomes"]] == ["seen_treated", "not_yet"]
    assert whole["drift"] == []


def test_a_hundred_and_one_episodes_come_in_two_pages(ada: User) -> None:
    Episode.objects.bulk_create(
        Episode(
            athlete=ada, opened_at=NOON + timedelta(days=n), closed_at=NOON, closed_as="settled"
        )
        for n in range(101)
    )
    api = api_as(ada)

    one = api.get("/triage/episodes").json()
    two = api.client.get(one["next"], headers=api.headers).json()

    assert (len(one["results"]), len(two["results"]), two["next"]) == (100, 1, None)
    assert api.get("/triage/episodes", cursor="x").status_code == 400


def test_were_you_seen_is_asked_from_the_next_day_on_and_once_a_day(ada: User) -> None:
    def asked(days: float) -> bool:
        return awaiting_outcome(athlete_id=ada.pk, now=NOON + timedelta(days=days)) is not None

    assert not asked(0)
    assess(ada, {"fever": True})
    assert not asked(0.4)
    assert asked(0.6)

    seen(ada, days=1, outcome="not_yet")
    assert not asked(1.3)
    assert asked(2)

    seen(ada, days=2)
    assert not asked(3)


def test_below_same_day_nobody_asks_whether_they_were_seen(ada: User) -> None:
    assess(ada, {})

    assert awaiting_outcome(athlete_id=ada.pk, now=NOON + timedelta(days=3)) is None


def test_an_outcome_for_an_old_episode_says_nothing_of_the_open_one(
    ada: User, ada_api: Api
) -> None:
    old = assess(ada, {"fever": True})["episode"]
    seen(ada, days=1)
    assess(ada, {"fever": True}, days=2)

    ada_api.post("/triage/outcomes", {"episode": old, "outcome": "seen_cleared"})

    assert open_episode_fact(athlete_id=ada.pk).urgency == "same_day"
    states = {alert["state"] for alert in ada_api.get("/alerts", state="open").json()["results"]}
    assert states == {"open"}
