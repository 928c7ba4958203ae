"""Three phones and a server, with a bad network and bad clocks: all come to agree, nothing is lost.

The phone here keeps the rules of `pwa/static/pwa/outbox.js` and `sync.js`, written once more:
an entry and its place in the queue are one step; an edit looks later than what it edits;
flagged entries go first and alone; an answer clears what was sent unless it was edited
meanwhile; news never overwrite what still waits; the cursor moves with each answer. Change one,
change the other.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from alerts.queries import open_alerts
from kernel.calendar import format_instant, parse_instant
from tests.cast import person
from tracker.invariants import broken
from tracker.models import Entry
from tracker.services import record_entries

MORNING = datetime(2026, 3, 9, 8, tzinfo=UTC)
TEN_YEARS = timedelta(days=3653)
SKEWS = (timedelta(), TEN_YEARS, -TEN_YEARS, TEN_YEARS / 2)
MOST_FLAGGED, MOST = 200, 1  # small batches: what does not fit is sent with the next
_numbers = itertools.count(1)

Message = tuple[int, str | None, tuple[dict[str, Any], ...]]  # phone, cursor, entries


class Died(Exception):
    """The server is killed before its transaction ends."""


@dataclass
class Phone:
    """One phone: what it shows, what waits, how far it has read."""

    number: int
    skew: timedelta
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    outbox: dict[str, tuple[str, bool]] = field(default_factory=dict)  # id -> edited_at, flagged
    cursor: str | None = None
    alerts: set[str] = field(default_factory=set)

    def keep(self, entry: dict[str, Any], *, flagged: bool) -> None:
        """Keep an entry and queue it."""
        self.entries[entry["id"]] = entry
        self.outbox[entry["id"]] = (entry["edited_at"], flagged)

    def clock(self, now: datetime) -> str:
        """Return what this phone takes the time to be."""
        return format_instant(now + self.skew)

    def edited(self, entry_id: str, now: datetime, **fields: Any) -> None:
        """Tell a fact again: later than it was told before, whatever the clock says."""
        held = self.entries[entry_id]
        after = parse_instant(held["edited_at"]) + timedelta(milliseconds=1)
        at = format_instant(max(now + self.skew, after))
        self.keep(held | fields | {"edited_at": at}, flagged=held["kind"] == "symptom")

    def batch(self) -> tuple[dict[str, Any], ...]:
        """Return what goes next: flagged entries alone, else the oldest that wait."""
        flagged = [one for one, (_, is_flagged) in self.outbox.items() if is_flagged]
        chosen = flagged[:MOST_FLAGGED] or list(self.outbox)[:MOST]
        return tuple(dict(self.entries[one]) for one in chosen)

    def take(self, sent: tuple[dict[str, Any], ...], answer: Mapping[str, Any]) -> None:
        """Write down what the server kept and knew."""
        versions = {entry["id"]: entry["edited_at"] for entry in sent}
        for result in answer["results"]:
            waits = self.outbox.get(result["id"])
            if waits is not None and waits[0] == versions[result["id"]]:
                del self.outbox[result["id"]]
        for entry in answer["entries"]:
            if entry["id"] not in self.outbox:
                self.entries[entry["id"]] = entry
        self.cursor = answer["cursor"]
        self.alerts |= {alert["id"] for alert in answer["alerts"]}


class Phones(RuleBasedStateMachine):
    """What people and networks do, in any order."""

    @initialize(skews=st.permutations(SKEWS))
    def begin(self, skews: list[timedelta]) -> None:
        """Give Ada three phones that agree on two notes."""
        self.ada: User = person(f"Ada{next(_numbers)}", country="DE")
        self.now = MORNING
        self.phones = [Phone(number, skew) for number, skew in enumerate(skews[:3])]
        self.on_the_way: list[Message] = []
        self.raised: set[str] = set()
        self.made_from: dict[str, str | None] = {}
        self.stood: dict[UUID, str] = {}
        self.made = itertools.count(1)
        for which in (0, 1):
            self.somebody_logs(which, red=False, back=which)
        self.settle()

    @rule(which=st.integers(0, 2), red=st.booleans(), back=st.integers(0, 40))
    def somebody_logs(self, which: int, red: bool, back: int) -> None:
        """A new fact, on this day or an earlier one."""
        phone = self.phones[which]
        fields: dict[str, Any] = {"kind": "note", "text": self.version(None)}
        if red:
            fields, back = {"kind": "symptom", "finding": "saddle_numb", "value": True}, 0
        phone.keep(
            {
                "id": str(UUID(int=next(self.made) + (which << 64))),
                "day": (MORNING.date() - timedelta(days=back)).isoformat(),
                "edited_at": phone.clock(self.now),
                **fields,
            },
            flagged=red,
        )

    @rule(which=st.integers(0, 2), data=st.data())
    def somebody_edits(self, which: int, data: st.DataObject) -> None:
        """Another value, another day, or a deletion, of what the phone shows."""
        phone = self.phones[which]
        notes = sorted(one for one, held in phone.entries.items() if held["kind"] == "note")
        if not notes:
            return
        one = data.draw(st.sampled_from(notes))
        change: dict[str, Any] = data.draw(
            st.fixed_dictionaries(
                {"deleted": st.booleans()},
                optional={"day": st.sampled_from(["2026-03-09", "2026-02-01", "2026-01-20"])},
            )
        )
        phone.edited(one, self.now, text=self.version(phone.entries[one]["text"]), **change)

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        """The server's clock goes on."""
        self.now += timedelta(minutes=minutes)

    @rule(which=st.integers(0, 2), skew=st.sampled_from(SKEWS))
    def a_clock_is_set(self, which: int, skew: timedelta) -> None:
        """Somebody sets a phone's clock."""
        self.phones[which].skew = skew

    @rule(which=st.integers(0, 2), answered=st.booleans())
    def a_phone_syncs(self, which: int, answered: bool) -> None:
        """A batch arrives at once; its answer may get lost, the server killed before giving it."""
        phone = self.phones[which]
        sent = phone.batch()
        answer = self.serve((which, phone.cursor, sent))
        if answered:
            phone.take(sent, answer)

    @rule(which=st.integers(0, 2))
    def a_batch_is_held_up(self, which: int) -> None:
        """The phone gives up waiting; the batch may arrive later, more than once, or never."""
        phone = self.phones[which]
        self.on_the_way.append((which, phone.cursor, phone.batch()))

    @rule(which=st.integers(0, 2), at=st.integers(0, 1), answered=st.booleans())
    def an_edit_is_held_up_and_overtaken(self, which: int, at: int, answered: bool) -> None:
        """The person edits again while the first edit is stuck, and the second comes through."""
        phone = self.phones[which]
        notes = sorted(one for one, held in phone.entries.items() if held["kind"] == "note")
        for _ in range(2):
            text = self.version(phone.entries[notes[at]]["text"])
            phone.edited(notes[at], self.now, text=text)
            self.a_batch_is_held_up(which)
        self.now += timedelta(minutes=1)
        sent = phone.batch()
        answer = self.serve((which, phone.cursor, sent))
        if answered:
            phone.take(sent, answer)
        self.now += timedelta(minutes=1)

    @precondition(lambda self: self.on_the_way)
    @rule(data=st.data(), again=st.booleans())
    def what_was_held_up_arrives(self, data: st.DataObject, again: bool) -> None:
        """In any order; nobody listens to the answer."""
        at = data.draw(st.integers(0, len(self.on_the_way) - 1))
        self.serve(self.on_the_way[at] if again else self.on_the_way.pop(at))

    @rule(which=st.integers(0, 2))
    def the_server_is_killed_on_the_way(self, which: int) -> None:
        """Nothing of a batch is kept when its transaction does not end."""
        phone = self.phones[which]
        with contextlib.suppress(Died), transaction.atomic():
            self.serve((which, phone.cursor, phone.batch()), told=False)
            raise Died

    def version(self, edited: str | None) -> str:
        """Return a text that no other version has, and remember which one it was made from."""
        text = f"version {next(self.made)}"
        self.made_from[text] = edited
        return text

    def note_what_stands(self) -> None:
        """No version ever gives way to one that it was made from: nobody's edit is lost."""
        for row in Entry.objects.filter(athlete=self.ada, kind="note"):
            text, before = row.content["text"], self.stood.get(row.entry_id)
            self.stood[row.entry_id] = text
            while before is not None:
                before = self.made_from[before]
                assert before != text, f"{text} came back over what was made from it"

    def serve(self, message: Message, *, told: bool = True) -> dict[str, Any]:
        """Let the server answer."""
        _, cursor, entries = message
        outcome = record_entries(
            athlete=self.ada, entries=entries, cursor=cursor, now=self.now, allow_history=False
        )
        alerts = open_alerts(athlete_id=self.ada.pk)
        if told:
            self.note_what_stands()
            self.raised |= {alert["id"] for alert in alerts}
        assert "invalid" not in {result.status for result in outcome.results}
        return {
            "results": [result.as_dict() for result in outcome.results],
            "entries": outcome.entries,
            "alerts": alerts,
            "cursor": outcome.cursor,
            "more": outcome.more,
        }

    def settle(self) -> None:
        """The network is good again: everyone sends and reads until nothing is new."""
        for message in self.on_the_way:
            self.serve(message)
        for _ in range(2):
            for phone in self.phones:
                more = True
                while phone.outbox or more:
                    sent = phone.batch()
                    answer = self.serve((phone.number, phone.cursor, sent))
                    phone.take(sent, answer)
                    more = answer["more"]

    def teardown(self) -> None:
        """All agree in the end, on everything that anybody ever logged."""
        if not hasattr(self, "phones"):
            return
        logged = {one for phone in self.phones for one in phone.entries}
        red = {
            one
            for phone in self.phones
            for one, held in phone.entries.items()
            if held["kind"] == "symptom"
        }
        self.settle()
        rows = Entry.objects.filter(athlete=self.ada)
        stands = {
            str(row.entry_id): (row.day.isoformat(), row.deleted, dict(row.content)) for row in rows
        }
        assert len(rows) == len(stands)
        assert set(stands) == logged
        for phone in self.phones:
            assert {one: _said(held) for one, held in phone.entries.items()} == stands
            assert phone.alerts == self.raised
        assert bool(self.raised) == bool(red)
        assert [line for line in broken() if f" {self.ada.pk}" in line] == []


def _said(held: Mapping[str, Any]) -> tuple[str, bool, dict[str, Any]]:
    aside = {"id", "kind", "day", "edited_at", "deleted", "at"}
    fields = {name: value for name, value in held.items() if name not in aside}
    return held["day"], held.get("deleted", False), fields


def test_three_phones_and_a_server_agree_whatever_the_network_does() -> None:
    run_state_machine_as_test(
        Phones,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
