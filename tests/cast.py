"""The cast of every story: Ada the athlete, Cora her coach, Otto of another team, Eve, Pat."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from accounts.tokens import issue_token
from teams import services
from teams.models import Membership, Role, Scope, Team

PASSWORD = "a-long-walk-in-the-rain"
JSON = "application/json"


def person(name: str, **profile: Any) -> User:
    """Make a person with a confirmed address."""
    email = f"{name.lower()}@cast.test"
    user = User.objects.create_user(email, PASSWORD, display_name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for field, value in profile.items():
        setattr(user.profile, field, value)
    user.profile.save()
    return user


@dataclass
class Api:
    """Somebody's script: a bearer token and the API."""

    client: Client
    headers: dict[str, str]

    def get(self, path: str, **query: Any) -> Any:
        """GET under /api/v1."""
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None) -> Any:
        """Send a JSON body, or raw bytes as they are."""
        data = raw if raw is not None else json.dumps({} if body is None else body).encode()
        return self.client.generic(
            method, f"/api/v1{path}", data, content_type=JSON, headers=self.headers
        )

    def post(self, path: str, body: Any = None, *, raw: bytes | None = None) -> Any:
        """POST under /api/v1."""
        return self.send("POST", path, body, raw=raw)

    def sync(self, *entries: Mapping[str, Any], cursor: str | None = None) -> Any:
        """Send a batch and return the answer's body."""
        answer = self.post("/sync", {"cursor": cursor, "entries": list(entries)})
        assert answer.status_code == 200, answer.content
        return answer.json()


def api_as(user: User, *, scopes: tuple[str, ...] = ("read", "write")) -> Api:
    """Return the API as somebody sees it."""
    _, secret = issue_token(
        by=user, name="test", scopes=scopes, now=datetime.now(UTC), lasts=timedelta(days=1)
    )
    return Api(Client(), {"Authorization": f"Bearer {secret}"})


def today() -> date:
    """Return the day it is in UTC, where the cast lives."""
    return datetime.now(UTC).date()


def entry(kind: str, *, day: date | None = None, **fields: Any) -> dict[str, Any]:
    """Return an entry as a phone would send it."""
    made = {
        "id": str(uuid.uuid4()),
        "kind": kind,
        "day": (day or today()).isoformat(),
        "edited_at": datetime.now(UTC).isoformat(),
    }
    return made | fields


def team_of(owner: User, *, name: str = "Harriers") -> Team:
    """Found a team."""
    return services.create_team(by=owner, name=name, now=datetime.now(UTC))


def join(
    team: Team, user: User, role: str = Role.ATHLETE, scopes: tuple[str, ...] = ()
) -> Membership:
    """Put somebody into a team with these scopes."""
    now = datetime.now(UTC)
    owner = team.memberships.get(role=Role.OWNER).user
    invitation = services.invite(by=owner, team_id=team.pk, role=role, now=now)
    return services.accept(by=user, code=invitation.code, scopes=scopes, now=now)


ALL_SCOPES = tuple(Scope.values)
