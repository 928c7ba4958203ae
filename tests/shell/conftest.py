"""The cast as fixtures; every shell test may use the database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.tokens import issue_token
from alerts.channels import breaker
from tests import cast
from tests.cast import Api
from tests.push_service import PushService
from tests.tables import make_tables

# What only PostgreSQL does is asked where the shell runs on it (DEVELOPING.md, Tests).
ON_POSTGRESQL_ALONE = ["test_entries_by_month.py"]
collect_ignore = (
    [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ON_POSTGRESQL_ALONE
)


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    pass


@pytest.fixture
def file_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Give SQLite a file, for threads: its shared memory database knows no waiting for a lock."""
    if connection.vendor != "sqlite":
        yield
        return
    settings, memory = connection.settings_dict, connection.connection
    usual = settings["NAME"]
    connection.connection, settings["NAME"] = None, str(tmp_path / "together.sqlite3")
    make_tables()
    yield
    connection.close()
    connection.connection, settings["NAME"] = memory, usual


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    """A push service that may be sent to, and that nobody has given up on."""
    breaker.forget()
    with PushService() as running:
        settings.PUSH_ALLOWED_ORIGINS = [running.origin]
        yield running


@pytest.fixture
def ada() -> User:
    """An athlete."""
    return cast.person("Ada", birth_year=1996, country="DE")


@pytest.fixture
def cora() -> User:
    """Ada's coach."""
    return cast.person("Cora")


@pytest.fixture
def otto() -> User:
    """A coach of another team."""
    return cast.person("Otto")


@pytest.fixture
def eve() -> User:
    """A stranger."""
    return cast.person("Eve")


@pytest.fixture
def pat() -> User:
    """Ada's physio."""
    return cast.person("Pat")


@pytest.fixture
def ada_api(ada: User) -> Api:
    """Ada's script."""
    return cast.api_as(ada)


@pytest.fixture
def long_api(ada: User) -> Api:
    """Ada's script with a token that outlives the days of a story."""
    _, secret = issue_token(
        by=ada, name="long", scopes=("read", "write"), now=datetime.now(UTC),
        lasts=timedelta(days=90),
    )  # fmt: skip
    return Api(Client(), {"Authorization": f"Bearer {secret}"})
