"""What Prometheus reads: every stage of an alert, asked of the rows at the moment of the scrape.

No counter lives in a process, so several web processes, a relay and workers tell one story and a
restart forgets nothing. `RECENT` bounds the cost: the last day among the newest deliveries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from alerts import auditor, jobs, tally
from alerts.channels import WORDS
from alerts.channels.web_push import REFUSED
from alerts.models import URGENT, Alert, Audience, Channel, Delivery, DeliveryState, JobRun, State
from alerts.queries import oldest_due_age_s

RECENT = timedelta(hours=24)
NEWEST = 50_000  # deliveries looked at, however many the day had
LETTER_STEP = 3  # from here on somebody did not answer a push
JOBS = ("sweep", "scan", "audit", "drift", "months")
# Ends where a person has no such way, or took it back: nothing an operator could mend.
NO_SUCH_WAY = (
    "no-device", "no-number", "no-gateway", "no-webhook", "nobody-allowed", "nothing-to-ask",
)  # fmt: skip


def scraped(*, now: datetime) -> bytes:
    """Return the text that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(Stages(now))
    return generate_latest(registry)


class Stages(Collector):
    """The stages of alerts as they stand at one moment."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield each family."""
        yield from self._waiting()
        yield from self._deliveries()
        yield from self._alerts()
        yield from self._jobs()
        counts = tally.all_counted()
        for family in COUNTED:
            yield family.as_metric(counts)

    def _waiting(self) -> Iterator[Metric]:
        age = _gauge("oldest_due_age_seconds", "How long the oldest due one waits", ["urgent"])
        for urgent in (True, False):
            age_s = oldest_due_age_s(now=self._now, urgent=urgent)
            age.add_metric([str(urgent).lower()], age_s or 0.0)
        yield age
        stands = auditor.standing(now=self._now)
        audited = _gauge("audit_age_seconds", "Since the last audit; absent if there was none")
        if stands.audited_s is not None:
            audited.add_metric([], stands.audited_s)
        found = _gauge("audit_findings", "What the last audit found wrong")
        found.add_metric([], stands.findings)
        yield from (audited, found)

    def _deliveries(self) -> Iterator[Metric]:
        by_state = _gauge("deliveries", "Deliveries of the last day", ["channel", "state"])
        rows = self._recent().values_list("channel", "state").annotate(n=Count("pk"))
        held = {(channel, state): n for channel, state, n in rows.order_by()}
        for channel in Channel.values:
            for state in DeliveryState.values:
                by_state.add_metric([channel, state], held.get((channel, state), 0))
        yield by_state
        sums = {
            "n_attempts": Sum("attempts"),
            "n_accepted": Count("accepted_at"),
            "n_displayed": Count("displayed_at"),
            "n_clicked": Count("clicked_at"),
            "n_dead": Count("pk", filter=Q(state=DeliveryState.DEAD)),
            "n_failed": Count("pk", filter=Q(state=DeliveryState.DEAD) & ~_no_such_way()),
            "n_escalated": Count(
                "pk", filter=Q(step__gte=LETTER_STEP, urgent=True, attempts__gt=0)
            ),
        }
        told = self._recent().order_by().values("channel").annotate(**sums)
        yield from _by_channel({row["channel"]: dict(row) for row in told})

    def _recent(self) -> QuerySet[Delivery]:
        newest = Delivery.objects.aggregate(top=Max("pk"))["top"] or 0
        return Delivery.objects.filter(pk__gt=newest - NEWEST, due_at__gt=self._now - RECENT)

    def _alerts(self) -> Iterator[Metric]:
        stands = _gauge("alerts", "Open alerts, and those answered in the last day", ["state"])
        since = self._now - RECENT
        stands.add_metric(["open"], Alert.objects.filter(state=State.OPEN).count())
        urgent = Alert.objects.filter(state=State.OPEN, urgency__in=URGENT)
        stands.add_metric(["open_urgent"], urgent.count())
        answered = Alert.objects.filter(raised_at__gt=since, acknowledged_at__gt=since)
        stands.add_metric(["acknowledged"], answered.count())
        yield stands

    def _jobs(self) -> Iterator[Metric]:
        took = _gauge("job_seconds", "Work of the last finished run", ["job"])
        age = _gauge("job_age_seconds", "Since the last finished run", ["job"])
        left = _gauge("job_unfinished", "Runs of the last day not finished yet", ["job"])
        for job in JOBS:
            if (run := jobs.last_done(job=job)) and run.done_at:
                took.add_metric([job], run.seconds)
                age.add_metric([job], (self._now - run.done_at).total_seconds())
            open_runs = JobRun.objects.filter(job=job, done_at=None)
            left.add_metric([job], open_runs.filter(claimed_at__gt=self._now - RECENT).count())
        yield from (took, age, left)


def _no_such_way() -> Q:
    ended = Q(channel=Channel.PUSH, last_answer__in=("http-404", "http-410"))  # by its own browser
    letterless = Q(last_answer="no-address") & ~Q(audience=Audience.OPERATOR)
    return Q(last_answer__in=NO_SUCH_WAY) | ended | letterless


TOLD = {
    "attempts": "Sendings tried",
    "accepted": "Taken by the push service or mail server",
    "displayed": "Shown on a device",
    "clicked": "Opened by a person",
    "escalated": "Steps beyond the pushes",
    "dead": "Given up, or no such way to this person",
    "failed": "Given up, although there was a way",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A tally as Prometheus reads it: what is known to be countable is there with 0."""

    name: str
    what: str
    labels: Mapping[str, Sequence[str]]  # each label with the values it is known to have

    def as_metric(self, counts: Mapping[tuple[str, ...], int]) -> CounterMetricFamily:
        """Take the rows of this name."""
        family = CounterMetricFamily(f"thighcare_{self.name}", self.what, labels=list(self.labels))
        values = dict.fromkeys(product(*self.labels.values()), 0)
        for (name, *labels), n in counts.items():
            if name == self.name and len(labels) == len(self.labels):
                values[tuple(labels)] = n
        for labels_of, n in values.items():
            family.add_metric(labels_of, n)
        return family


COUNTED = (
    Counted(tally.BELLS_LOST, "Messages that the queue would not take", {}),
    Counted(
        tally.SENDINGS,
        "What became of each sending",
        {"channel": Channel.values, "what": tuple(WORDS.values())},
    ),
    Counted(
        tally.REMINDERS,
        "What became of each reminder",
        {"channel": (Channel.PUSH, Channel.EMAIL), "what": tuple(WORDS.values())},
    ),
    Counted(
        tally.REFUSALS,
        "Push services that refuse us",
        {"status": tuple(str(status) for status in REFUSED)},
    ),
    Counted(
        tally.UNSENT,
        "Pushes that we ourselves could not or would not send",
        {"reason": ("key", "address")},
    ),
    Counted(
        tally.SHED,
        "Requests told to come later",
        {"reason": ("line_is_long",), "kind": ("batch", "read")},
    ),
)


def _by_channel(rows: dict[str, dict[str, Any]]) -> Iterator[Metric]:
    for stage, what in TOLD.items():
        family = _gauge(stage, f"{what}, deliveries of the last day", ["channel"])
        for channel in Channel.values:
            family.add_metric([channel], rows.get(channel, {}).get(f"n_{stage}") or 0)
        yield family


def _gauge(name: str, what: str, labels: list[str] | None = None) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"thighcare_{name}", what, labels=labels or [])
