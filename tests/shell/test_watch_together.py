"""Many athletes watched together are told exactly what each would have been told alone."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from accounts.models import AthleteProfile, User
from alerts import services
from alerts.models import Alert, Delivery, ReminderPreference
from tracker.models import Day, Entry, Snapshot, WorseningSpell
from tracker.snapshot import Window, roll
from triage.models import Assessment, Episode, KnowledgeCopy
from triage.queries import latest_answers, latest_answers_of

NOW = datetime(2026, 6, 10, 23, 30, tzinfo=UTC)
TODAY = NOW.date()
ATHLETES = 240
SIGNS = ("tingle_leg", "warmth", "cramps_now", "dark_urine", "weak_leg", "heat_sweat")
KNOWLEDGE = "as-it-was"
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "UTC")


def evening(day: date) -> datetime:
    """When a day's facts and alerts came in."""
    return datetime.combine(day, time(20), UTC)


def draw_days(chance: random.Random, ends_on: date) -> dict[date, dict[str, Any]]:
    """Days of one athlete: own level, often a late rise, some strong pain, load, drink, signs."""
    level, rises, sits = chance.uniform(0, 5), chance.random() < 0.4, chance.random() < 0.3
    rise, onset = chance.choice([2, 4, 7]), chance.choice([3, 4, 8, 20])
    found: dict[date, dict[str, Any]] = {}
    for back in range(chance.choice([6, 30, 55]), -1, -1):
        if back and chance.random() < 0.2:
            continue
        pain = level + chance.gauss(0, 0.7) + (rise if rises and back < onset else 0)
        fields: dict[str, Any] = {"pain_worst": max(0, min(10, round(pain)))}
        if chance.random() < 0.5:
            fields["load_au"] = 200 if back > 6 else 600
        if sits:
            fields["sitting_h"] = 10.5
        if chance.random() < 0.3:
            fields |= {"hydration_ml": chance.choice([800, 2000, 6000]), "urine_colour": 6}
        if chance.random() < 0.04:
            fields["symptoms"] = {chance.choice(SIGNS): chance.choice([True, "unsure", False])}
        found[ends_on - timedelta(back)] = fields
    return found


def days_of(chance: random.Random, athlete: User) -> tuple[date, list[Model]]:
    """Return the newest day, and the rows of days, pain entries and the snapshot."""
    ends_on = TODAY - timedelta(chance.choice([0, 0, 0, 1, 3, 4, 7, 8, 9]))
    days = draw_days(chance, ends_on)
    window, revision = roll(Window(), days), chance.randrange(1, 9)
    rows: list[Model] = [
        Snapshot(
            athlete=athlete, ends_on=window.ends_on, pain=window.pain, logged=window.logged,
            load_au=window.load_au, sitting=window.sitting, hydration=window.hydration,
            revision=revision,
        )
    ]  # fmt: skip
    for day, fields in days.items():
        later = chance.choice([0, 0, 0, 1])
        rows.append(Day(
            athlete=athlete, day=day, folded=fields, changed_at=evening(day),
            revision=revision + later, watched=chance.random() < 0.9,
        ))  # fmt: skip
        region = chance.choice(["buttock", "thigh_middle", "below_knee"])
        rows.append(Entry(
            athlete=athlete, entry_id=uuid.UUID(int=chance.getrandbits(128)), kind="pain", day=day,
            edited_at=NOW, edited_at_raw=NOW, digest=b"", seen=b"", revision=1,
            content={"level": fields["pain_worst"], "region": region},
        ))  # fmt: skip
    return ends_on, rows


def past_of(chance: random.Random, athlete: User, ends_on: date) -> Iterator[Model]:
    """Yield what some were told before, what they wish, their spells and their old checks."""
    for rule in chance.sample(["TR-PAIN-UP", "TR-LOAD-UP", "TR-PAIN-HIGH", "TR-CRAMP", "RF-1"], 2):
        if chance.random() < 0.3:
            alert = Alert(
                athlete=athlete, rule=rule, title="x", message="x",
                kind="red_flag" if rule == "RF-1" else "old", spent=chance.random() < 0.5,
                urgency=chance.choice(["self_care", "within_days", "same_day"]),
                day=ends_on - timedelta(chance.choice([0, 3, 12, 40, 119, 121])),
                because=[{"finding": "warmth", "value": True}],
            )  # fmt: skip
            alert.raised_at = evening(alert.day)
            yield alert
    if chance.random() < 0.3:
        yield Delivery(
            athlete=athlete, ladder=uuid.uuid4(), step=chance.choice([1, 6]), urgent=False,
            channel=chance.choice(["push", "question"]), due_at=NOW + timedelta(hours=30),
        )  # fmt: skip
    if chance.random() < 0.4:
        quiet = {"quiet_from": chance.choice([0, 20]), "quiet_until": chance.choice([0, 6])}
        yield ReminderPreference(athlete=athlete, advice=chance.random() < 0.5, **quiet)
    if chance.random() < 0.3:
        opened = ends_on - timedelta(chance.choice([1, 15, 30, 56]))
        yield WorseningSpell(
            athlete=athlete, opened_on=opened, before=2, now_level=5, noise=0.7,
            last_notified_on=opened, last_notified_level=5,
            closed_on=chance.choice([None, None, ends_on]),
        )  # fmt: skip
    if chance.random() < 0.4:
        opened_at = NOW - timedelta(chance.choice([3, 12]))
        episode = Episode(athlete=athlete, opened_at=opened_at)
        yield episode
        for hours in range(chance.choice([0, 1, 2])):  # the latest counts, whatever comes first
            taken_at = opened_at + timedelta(hours=chance.choice([-hours, hours]))
            yield Assessment(
                uid=uuid.uuid4(), athlete=athlete, episode=episode, origin="triage", day=TODAY,
                taken_at=taken_at, received_at=opened_at, knowledge_id=KNOWLEDGE,
                answers={"fluid_restriction": hours == 0},
                verdict={"complete": chance.random() < 0.5},
            )  # fmt: skip


@pytest.fixture
def crowd() -> list[int]:
    KnowledgeCopy.objects.create(version=KNOWLEDGE, compiled={}, kept_at=NOW)
    chance = random.Random(4)
    people = User.objects.bulk_create(
        User(email=f"athlete{n}@example.test", password="!") for n in range(ATHLETES)
    )
    AthleteProfile.objects.bulk_create(
        AthleteProfile(user=athlete, time_zone=chance.choice(ZONES)) for athlete in people
    )
    rows: dict[type[Model], list[Model]] = {}
    for athlete in people:
        ends_on, theirs = days_of(chance, athlete)
        for row in (*theirs, *past_of(chance, athlete, ends_on)):
            rows.setdefault(type(row), []).append(row)
    for model in sorted(rows, key=lambda model: model is Assessment):
        model._default_manager.bulk_create(rows[model], batch_size=1_000)
    return [athlete.pk for athlete in people]


def outcome(act: Callable[[], int]) -> dict[str, Any]:
    """Return every row that an act leaves behind, without ids drawn at random; undo it."""
    with transaction.atomic():
        new = act()
        kept = {
            "new": new,
            "alerts": sorted(map(repr, Alert.objects.values_list(
                "athlete_id", "rule", "day", "kind", "urgency", "title", "message",
                "tell_clinician", "because", "raised_at", "state", "spent",
            ))),
            "deliveries": sorted(map(repr, Delivery.objects.values_list(
                "athlete_id", "step", "channel", "audience", "urgent", "due_at", "state",
            ))),
            "spells": sorted(map(repr, WorseningSpell.objects.values_list(
                "athlete_id", "opened_on", "before", "now_level", "noise", "last_notified_on",
                "last_notified_level", "closed_on",
            ))),
            "watched": sorted(Day.objects.filter(watched=True).values_list("pk", flat=True)),
            "asked": sorted(map(repr, Episode.objects.values_list("athlete_id", "recheck_since"))),
        }  # fmt: skip
        transaction.set_rollback(True)
    return kept


@pytest.mark.parametrize(
    ("silence", "speaking"),
    [
        (
            False,
            {"TR-PAIN-UP", "TR-PAIN-8", "TR-PAIN-HIGH", "TR-LOAD-UP", "TR-NEURO", "TR-HYD-HIGH"},
        ),
        (True, {"TR-MISSED", "TR-SILENT"}),
    ],
)
def test_together_they_are_told_what_each_is_told_alone(
    crowd: list[int], silence: bool, speaking: set[str]
) -> None:
    before = outcome(lambda: 0)

    together = outcome(lambda: services.watch_together(athlete_ids=crowd, now=NOW, silence=silence))
    alone = outcome(
        lambda: sum(services.watch(athlete_id=one, now=NOW, silence=silence) for one in crowd)
    )

    assert together == alone
    new = set(together["alerts"]) - set(before["alerts"])
    assert speaking <= {alert.split("'")[1] for alert in new}
    assert together["deliveries"] != before["deliveries"]
    changes = {kept for kept in ("spells", "watched", "asked") if together[kept] != before[kept]}
    assert changes == (set() if silence else {"spells", "watched", "asked"})


@pytest.mark.parametrize("silence", [False, True])
def test_together_they_cost_no_more_statements_than_few(crowd: list[int], silence: bool) -> None:
    # what is due to one person at a time: closing a spell, an unwatched day, an old check
    WorseningSpell.objects.all().delete()
    Day.objects.update(watched=True)
    Episode.objects.all().delete()

    def statements(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as caught, transaction.atomic():
            assert services.watch_together(athlete_ids=ids, now=NOW, silence=silence)
            transaction.set_rollback(True)
        return len(caught)

    few, many = statements(crowd[:60]), statements(crowd)
    assert many - few <= 8  # insertions in parts, and alerts that rose


def test_the_latest_answers_of_many_are_those_of_each(crowd: list[int]) -> None:
    of_many = latest_answers_of(athlete_ids=crowd)

    alone = {one: latest_answers(athlete_id=one) for one in crowd}
    assert of_many == {one: answers for one, answers in alone.items() if answers}
    assert {answers["fluid_restriction"] for answers in of_many.values()} == {True, False}


@pytest.mark.parametrize("together", [1, 7, 500])
def test_the_scan_tells_the_same_however_many_are_watched_in_one_transaction(
    crowd: list[int], monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    usual = outcome(lambda: services.scan(now=NOW).alerts)
    monkeypatch.setattr(services, "TOGETHER", together)

    assert outcome(lambda: services.scan(now=NOW, chunk=90).alerts) == usual
    assert usual["new"] >= 20
