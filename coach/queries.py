"""The board: one row an athlete, each field only where its scope is granted at this instant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from alerts.queries import OpenAlertFact, open_alerts_of
from coach.status import ORDER, Shown, status_of
from teams.access import BoardMember, board_members, scopes_by_team
from tracker.queries import BoardRow, board_rows

MOST_ATHLETES = 2000

NO_LOAD = {"acute": None, "chronic": None, "ratio": None}


def _mean(row: dict[str, Any]) -> float:
    mean = row.get("pain", {}).get("mean_7d")
    return -1.0 if mean is None else float(mean)  # the unknown comes after no pain


SORTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "status": lambda row: (ORDER[row["status"]], row["athlete"]["name"].casefold()),
    "name": lambda row: row["athlete"]["name"].casefold(),
    "last_logged": lambda row: row.get("last_logged") or "",
    "pain": lambda row: -_mean(row),
}


def board(*, viewer: User, team_id: int, today: date) -> list[dict[str, Any]]:
    """Return the team's rows, those who need somebody first, in a constant number of statements.

    :raises NotFound: for anybody who is not staff of the team.
    """
    members = board_members(viewer=viewer, team_id=team_id)[:MOST_ATHLETES]
    sharing = [member.athlete_id for member in members if member.scopes]
    rows = board_rows(athlete_ids=sharing, today=today)
    contacts = [m.athlete_id for m in members if "red_flag_contact" in m.scopes]
    alerts = open_alerts_of(athlete_ids=contacts)
    made = [
        _row(
            member,
            rows.get(member.athlete_id),
            _tellable(alerts.get(member.athlete_id, []), member.scopes),
            today,
        )
        for member in members
    ]
    return sorted(made, key=SORTS["status"])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A team of the viewer's, and whose open alerts its board shows."""

    team_id: int
    athletes: tuple[int, ...]


def waiting(*, viewer: User) -> list[Waiting]:
    """Return the viewer's teams, each with the athletes whose alerts its board shows as open.

    A constant number of statements.
    """
    teams = scopes_by_team(viewer=viewer)
    contacts = {
        athlete
        for theirs in teams.values()
        for athlete, scopes in theirs.items()
        if "red_flag_contact" in scopes
    }
    alerts = open_alerts_of(athlete_ids=contacts)
    return [
        Waiting(
            team_id,
            tuple(
                sorted(
                    athlete
                    for athlete, scopes in theirs.items()
                    if "red_flag_contact" in scopes and _tellable(alerts.get(athlete, []), scopes)
                )
            ),
        )
        for team_id, theirs in sorted(teams.items())
    ]


def _tellable(alerts: list[OpenAlertFact], scopes: frozenset[str]) -> list[OpenAlertFact]:
    """An alert tells of the data behind it, so that data must be shared too (Rule.heard_by)."""
    return [alert for alert in alerts if alert.heard_by in scopes]


def _row(
    member: BoardMember, row: BoardRow | None, alerts: list[OpenAlertFact], today: date
) -> dict[str, Any]:
    scopes = member.scopes
    shown: dict[str, Any] = {
        "athlete": {
            "id": member.athlete_id,
            "name": member.name,
            "membership": member.membership_id,
        }
    }
    if scopes:
        last = row.last_logged if row else None
        shown["last_logged"] = last.isoformat() if last else None
        shown["adherence_28d"] = row.adherence_28d if row else 0.0
    if "red_flag_contact" in scopes:
        shown["open_alerts"] = len(alerts)
    if "availability" in scopes:
        shown["availability"] = row.availability if row else "unknown"
    if "load" in scopes:
        shown["load"] = row.load.as_dict() if row else NO_LOAD
    if "pain" in scopes:
        shown["pain"] = {
            "today": row.pain_today if row else None,
            "mean_7d": row.pain_mean_7d if row else None,
        }
        shown["sparkline"] = row.sparkline if row else [None] * 56
        shown["trend"] = row.trend if row else "unknown"
    shown["status"] = status_of(_status_facts(scopes, row, alerts), today=today)
    return shown


def _status_facts(
    scopes: frozenset[str], row: BoardRow | None, alerts: list[OpenAlertFact]
) -> Shown:
    sees_pain = "pain" in scopes and row is not None
    latest = next((p for p in reversed(row.sparkline) if p is not None), None) if row else None
    return Shown(
        last_logged=row.last_logged if scopes and row else None,
        open_urgencies=[alert.urgency for alert in alerts] if "red_flag_contact" in scopes else [],
        pain_latest=latest if sees_pain else None,
        trend=row.trend if sees_pain and row else None,
    )
