"""Every route of the API and whose it is: the rows that test_access_matrix.py walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import ALL_SCOPES


@dataclass
class Hers:
    """Whatever a stranger might ask for by its id."""

    athlete: int
    team: int
    membership: int
    token: int
    assessment: str
    episode: str
    told_cause: str
    interview: str
    alert: str
    device: str
    webhook: int
    code: str
    brought_in: str
    reading: str


@dataclass(frozen=True)
class Row:
    """A route: its path for Ada's things, what to send, and whether it is for everyone."""

    path: Callable[[Hers], str]
    body: dict[str, Any] = field(default_factory=dict)
    public: bool = False
    of_an_object: bool = False


def own(path: str, **body: Any) -> Row:
    return Row(lambda hers: path, body)


def thing(path: str, **body: Any) -> Row:
    return Row(lambda hers: path.format(**vars(hers)), body, of_an_object=True)


def public(path: str) -> Row:
    return Row(lambda hers: path, public=True)


ROWS: dict[str, Row] = {
    "schema": public("schema"),
    "me": own("me", display_name="Eve"),
    "emergency-contact": own(
        "me/emergency-contact", name="Eve", email="eve@else.test", consent=True
    ),
    "zones": own("me/zones"),
    "tokens": own("tokens", name="x", scopes=["read"]),
    "token": thing("tokens/{token}"),
    "access-log": own("access-log"),
    "teams": own("teams", name="Mine"),
    "invitations": thing("teams/{team}/invitations", role="athlete"),
    "invitation": thing("invitations/{code}"),
    "accept": thing("invitations/{code}/accept", scopes=["pain"]),
    "membership": thing("memberships/{membership}", scopes=list(ALL_SCOPES)),
    "board": thing("teams/{team}/board"),
    "boards": own("boards"),
    "triage-knowledge": public("triage/knowledge"),
    "triage-assessments": own("triage/assessments", answers={"saddle_numb": True}),
    "triage-assessment": thing("triage/assessments/{assessment}"),
    "triage-episodes": own("triage/episodes"),
    "triage-episode": thing("triage/episodes/{episode}", side="left"),
    "triage-told-cause": thing(
        "triage/episodes/{episode}/told-causes/{told_cause}",
        condition="pht",
        said_by="Eve",
        said_on="2026-01-05",
    ),
    "triage-outcomes": own("triage/outcomes", episode="x", outcome="seen_cleared"),
    "triage-interviews": own("triage/interviews", answers={"age_years": 40}),
    "triage-interview": thing("triage/interviews/{interview}"),
    "triage-interview-answers": thing(
        "triage/interviews/{interview}/answers", screen="between-the-legs", answers={}
    ),
    "triage-interview-back": thing("triage/interviews/{interview}/back"),
    "days": own("days?from=2026-01-01&to=2026-02-01"),
    "entries": own("entries"),
    "insights": own("insights"),
    "snapshot": own("snapshot"),
    "imports": own("imports", text="day,pain\n2026-01-05,3\n"),
    "import": thing("imports/{brought_in}", date_order="dmy"),
    "import-confirm": thing("imports/{brought_in}/confirm"),
    "import-undo": thing("imports/{brought_in}/undo"),
    "exports": own("exports"),
    "instruments": public("instruments"),
    "readings": own("readings", instrument="nrs"),
    "reading": thing("readings/{reading}", edited_at="2026-01-05T10:00:00Z", deleted=True),
    "readings-due": own("readings/due"),
    "schedules": own("schedules"),
    "schedule": own("schedules/nrs"),
    "physio-readings": thing("teams/{team}/athletes/{athlete}/readings", instrument="fash"),
    "physio-reading": thing(
        "teams/{team}/athletes/{athlete}/readings/{reading}",
        edited_at="2026-01-05T10:00:00Z",
        deleted=True,
    ),
    "spells": own("spells"),
    "trends": own("trends"),
    "alerts": own("alerts"),
    "alert": thing("alerts/{alert}"),
    "acknowledge": thing("alerts/{alert}/acknowledge", outcome="read"),
    "resolve": thing("alerts/{alert}/resolve"),
    "reminders": own("reminders", hour=18, daily_log={"push": True}),
    "reminders-snooze": own("reminders/snooze", minutes=60),
    "push-key": public("push/key"),
    "subscriptions": own("push/subscriptions"),
    "subscription": thing("push/subscriptions/{device}"),
    "push-health": own("push/health"),
    "webhooks": thing("teams/{team}/webhooks", url="https://club.example/hook"),
    "webhook": thing("teams/{team}/webhooks/{webhook}"),
    "push-test": own("push/test"),
    "receipts": public("push/receipts"),
    "sync": own("sync", cursor=None, entries=[]),
}


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below /api/v1/, by name."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, path)
            elif path.startswith("api/v1"):
                yield pattern.name or path, pattern

    yield from walk(get_resolver().url_patterns, "")
