"""Many athletes watched together are told exactly what each would have been told alone."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AthleteProfile, User
from alerts import services
from alerts.models import Alert, Delivery, ReminderPreference
from tracker.models import Day, Entry, Snapshot, WorseningSpell
from tracker.snapshot import Window, roll
from triage.models import Episode

NOW = datetime(2026, 6, 10, 23, 30, tzinfo=UTC)
TODAY = NOW.date()
ATHLETES = 240
SIGNS = ("tingle_leg", "warmth", "cramps_now", "dark_urine", "weak_leg", "heat_sweat")
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "UTC")


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


def log_days(chance: random.Random, athlete: User) -> date:
    """Write days, pain entries and the snapshot; return the newest day."""
    ends_on = TODAY - timedelta(chance.choice([0, 0, 0, 1, 3, 4, 7, 8, 9]))
    days = draw_days(chance, ends_on)
    window = roll(Window(), days)
    revision = chance.randrange(1, 9)
    Snapshot.objects.create(
        athlete=athlete, ends_on=window.ends_on, pain=window.pain, logged=window.logged,
        load_au=window.load_au, sitting=window.sitting, hydration=window.hydration,
        revision=revision,
    )  # fmt: skip
    Day.objects.bulk_create(
        Day(
            athlete=athlete, day=day, folded=fields, changed_at=NOW,
            revision=revision + chance.choice([0, 0, 0, 1]), watched=chance.random() < 0.9,
        )
        for day, fields in days.items()
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(
            athlete=athlete, entry_id=uuid.UUID(int=chance.getrandbits(128)), kind="pain", day=day,
            edited_at=NOW, edited_at_raw=NOW, digest=b"", seen=b"", revision=1,
            content={
                "level": fields["pain_worst"],
                "region": chance.choice(["buttock", "thigh_middle", "below_knee"]),
            },
        )
        for day, fields in days.items()
    )  # fmt: skip
    return ends_on


def tell_before(chance: random.Random, athlete: User, ends_on: date) -> None:
    """Write what some were told before, what they wish, their spells and their old checks."""
    for rule in chance.sample(["TR-PAIN-UP", "TR-LOAD-UP", "TR-PAIN-HIGH", "TR-CRAMP", "RF-1"], 2):
        if chance.random() < 0.3:
            Alert.objects.create(
                athlete=athlete, rule=rule, title="x", message="x", raised_at=NOW,
                kind="red_flag" if rule == "RF-1" else "old", spent=chance.random() < 0.5,
                urgency=chance.choice(["self_care", "within_days", "same_day"]),
                day=ends_on - timedelta(chance.choice([0, 3, 12, 40, 119, 121])),
                because=[{"finding": "warmth", "value": True}],
            )  # fmt: skip
    if chance.random() < 0.3:
        Delivery.objects.create(
            athlete=athlete, ladder=uuid.uuid4(), step=chance.choice([1, 6]), urgent=False,
            channel=chance.choice(["push", "question"]), due_at=NOW + timedelta(hours=30),
        )  # fmt: skip
    if chance.random() < 0.4:
        quiet = {"quiet_from": chance.choice([0, 20]), "quiet_until": chance.choice([0, 6])}
        ReminderPreference.objects.create(athlete=athlete, advice=chance.random() < 0.5, **quiet)
    if chance.random() < 0.3:
        opened = ends_on - timedelta(chance.choice([1, 15, 30, 56]))
        WorseningSpell.objects.create(
            athlete=athlete, opened_on=opened, before=2, now_level=5, noise=0.7,
            last_notified_on=opened, last_notified_level=5,
            closed_on=chance.choice([None, None, ends_on]),
        )  # fmt: skip
    if chance.random() < 0.3:
        Episode.objects.create(athlete=athlete, opened_at=NOW - timedelta(chance.choice([3, 12])))


@pytest.fixture
def crowd() -> list[int]:
    chance = random.Random(4)
    ids = []
    for n in range(ATHLETES):
        athlete = User.objects.create(email=f"athlete{n}@example.test", password="!")
        AthleteProfile.objects.update_or_create(
            user=athlete, defaults={"time_zone": chance.choice(ZONES)}
        )
        tell_before(chance, athlete, log_days(chance, athlete))
        ids.append(athlete.pk)
    return ids


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


@pytest.mark.parametrize("silence", [False, True])
def test_together_they_are_told_what_each_is_told_alone(crowd: list[int], silence: bool) -> None:
    before = outcome(lambda: 0)

    together = outcome(lambda: services.watch_together(athlete_ids=crowd, now=NOW, silence=silence))
    alone = outcome(
        lambda: sum(services.watch(athlete_id=one, now=NOW, silence=silence) for one in crowd)
    )

    assert together == alone
    assert together["new"] >= 20
    assert together["deliveries"] != before["deliveries"]
    if not silence:
        assert all(together[kept] != before[kept] for kept in ("spells", "watched", "asked"))
        rules = set(Alert.objects.none().values_list("rule", flat=True))
        assert rules == set()


def test_together_they_cost_no_more_statements_than_few(crowd: list[int]) -> None:
    def statements(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as caught, transaction.atomic():
            services.watch_together(athlete_ids=ids, now=NOW, silence=True)
            transaction.set_rollback(True)
        return len(caught)

    assert statements(crowd) <= statements(crowd[:40]) + 2
