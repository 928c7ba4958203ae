"""Settings from the environment: nothing must be set to start; a bad one says the next step."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from thighcare import env


def test_the_embedded_default_makes_its_key_once_and_keeps_it_private(tmp_path: Path) -> None:
    first = env.secret_key({}, tmp_path, embedded=True)
    second = env.secret_key({}, tmp_path, embedded=True)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_shared_database_wants_a_shared_key(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="Make one with"):
        env.secret_key({}, tmp_path, embedded=False)


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="shorter than 32"):
        env.secret_key({"SECRET_KEY": "short"}, tmp_path, embedded=True)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()

    with pytest.raises(ImproperlyConfigured, match="Point VAR_DIR"):
        env.var_dir({"VAR_DIR": str(blocked / "var")}, tmp_path)


def test_sqlite_is_safe_under_two_writers_and_power_loss(tmp_path: Path) -> None:
    made = env.database({}, tmp_path)

    assert made["NAME"] == str(tmp_path / "thighcare.sqlite3")
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in made["OPTIONS"]["init_command"]


def test_a_postgres_url_is_read_with_its_escapes(tmp_path: Path) -> None:
    made = env.database(
        {"DATABASE_URL": "postgresql://ada:p%40ss@db:5433/thigh?sslmode=require"}, tmp_path
    )

    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == (
        "ada",
        "p@ss",
        "db",
        "5433",
    )
    assert made["OPTIONS"]["sslmode"] == "require"


def test_another_database_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="Use postgresql://"):
        env.database({"DATABASE_URL": "mysql://x/y"}, tmp_path)


@pytest.mark.parametrize(
    ("url", "tls", "ssl", "port"),
    [
        ("smtp://mail.example", False, False, 25),
        ("smtp+tls://u:p@mail.example", True, False, 587),
        ("smtps://mail.example", False, True, 465),
    ],
)
def test_mail_goes_where_the_address_says(
    tmp_path: Path, url: str, tls: bool, ssl: bool, port: int
) -> None:
    made = env.email({"EMAIL_URL": url}, tmp_path)

    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"], made["EMAIL_PORT"]) == (tls, ssl, port)


def test_without_a_mail_server_letters_are_files(tmp_path: Path) -> None:
    assert env.email({}, tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


@pytest.mark.parametrize("url", ["thighcare.example.org", "ftp://x", "https://x/path"])
def test_a_public_address_must_be_an_address(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
        env.public_url({"PUBLIC_URL": url})


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "many", "", "1001", "\u0663"])
def test_a_number_of_tests_must_be_one(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="whole number from 1 to 1000"):
        env.push_tests_per_hour({"PUSH_TESTS_PER_HOUR": given})


def test_a_number_of_tests_is_read() -> None:
    assert env.push_tests_per_hour({}) == 12
    assert env.push_tests_per_hour({"PUSH_TESTS_PER_HOUR": "3"}) == 3


def test_operators_are_listed_by_address() -> None:
    listed = env.addresses({"OPERATOR_EMAILS": "duty@a.test, b@b.test,"}, "OPERATOR_EMAILS")
    assert listed == ["duty@a.test", "b@b.test"]
    assert env.addresses({}, "OPERATOR_EMAILS") == []


@pytest.mark.parametrize("given", ["duty", "a@b", "Duty <duty@a.test>", "a b@c.test"])
def test_an_operator_who_cannot_be_written_to_stops_the_start(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="OPERATOR_EMAILS names"):
        env.addresses({"OPERATOR_EMAILS": given}, "OPERATOR_EMAILS")


def test_this_run_touches_nobodys_own_data() -> None:
    assert "thighcare-test-" in os.environ["VAR_DIR"]
