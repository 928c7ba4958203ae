"""What every test shares: quick password hashing, and honest skips."""

from __future__ import annotations

import os
import shutil

import hypothesis
import pytest

from tests import servers

# How long an example takes is the machine's affair: speed is measured in benchmarks, not here.
hypothesis.settings.register_profile("thighcare", deadline=None)
hypothesis.settings.load_profile("thighcare")

MISSING = {
    "browser": lambda: not shutil.which("chromium"),
    "postgres": lambda: servers.postgres_programs() is None,
    "redis": lambda: servers.redis_program() is None,
}
WHAT_TO_DO = {
    "browser": "Chromium is not installed (Debian: apt-get install chromium)",
    "postgres": "PostgreSQL is not installed (Debian: apt-get install postgresql)",
    "redis": "Redis is not installed (Debian: apt-get install redis-server)",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take --long."""
    parser.addoption("--long", action="store_true", help="run the long fault tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run and say why; in CI a missing part is a failure."""
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if item not in set(long)]
        config.hook.pytest_deselected(items=long)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    strict = os.environ.get("REQUIRE_SERVICES") == "1"
    for name, is_missing in MISSING.items():
        if not is_missing():
            continue
        if strict:
            pytest.exit(f"REQUIRE_SERVICES=1, but {WHAT_TO_DO[name]}", returncode=3)
        for item in items:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=WHAT_TO_DO[name]))


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
