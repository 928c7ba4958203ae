"""Settings from the environment: nothing must be set to start; a bad one says the next step."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from alerts import deadman
from thighcare import env, env_places


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
        env_places.public_url({"PUBLIC_URL": url})


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "many", "", "1001", "\u0663"])
def test_a_number_of_tests_must_be_one(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="whole number from 1 to 1000"):
        env.push_tests_per_hour({"PUSH_TESTS_PER_HOUR": given})


def test_a_number_of_tests_is_read() -> None:
    assert env.push_tests_per_hour({}) == 12
    assert env.push_tests_per_hour({"PUSH_TESTS_PER_HOUR": "3"}) == 3


def test_operators_are_listed_by_address() -> None:
    listed = env_places.addresses({"OPERATOR_EMAILS": "duty@a.test, b@b.test,"}, "OPERATOR_EMAILS")
    assert listed == ["duty@a.test", "b@b.test"]
    assert env_places.addresses({}, "OPERATOR_EMAILS") == []


@pytest.mark.parametrize("given", ["duty", "a@b", "Duty <duty@a.test>", "a b@c.test"])
def test_an_operator_who_cannot_be_written_to_stops_the_start(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="OPERATOR_EMAILS names"):
        env_places.addresses({"OPERATOR_EMAILS": given}, "OPERATOR_EMAILS")


def test_this_run_touches_nobodys_own_data() -> None:
    assert "thighcare-test-" in os.environ["VAR_DIR"]


BAD = [
    ("LOG_LEVEL", "FOO"),
    ("EMAIL_URL", "smtp://h:abc"),
    ("EMAIL_URL", "smtp://user:hush/hush@h"),
    ("EMAIL_URL", "smtp://[h"),
    ("DATABASE_URL", "postgresql://u:hush@h:abc/n"),
    ("DATABASE_URL", "postgresql://u:hush@h:99999/n"),
    ("VAPID_PRIVATE_KEY_FILE", "/nonexistent/x"),
    ("VAPID_PRIVATE_KEY_FILE", "/"),
    ("VAPID_SUBJECT", "mailto:"),
    ("VAPID_SUBJECT", "mailto:operator"),
    ("VAPID_SUBJECT", "https://"),
    ("VAPID_SUBJECT", "operator@example.org"),
    ("WEBHOOK_ALLOWED_ORIGINS", "foo"),
    ("WEBHOOK_ALLOWED_ORIGINS", "http://10.0.0.5:8080/path"),
    ("PUSH_ALLOWED_ORIGINS", "https://ok.example,https://h:abc"),
    ("PUBLIC_URL", "http://h:abc"),
    ("PUBLIC_URL", "https://hush@h"),
    ("REDIS_URL", "redis://h:abc"),
    ("REDIS_URL", "redis://:hush@/0"),
    ("REDIS_URL", "redis://h/first"),
    ("REDIS_URL", "http://h"),
    ("DEADMAN_URL", "https://localhost:99999/hush"),
    ("DEADMAN_URL", "localhost"),
    ("ALLOWED_HOSTS", "https://thighcare.example"),
    ("ALLOWED_HOSTS", "thighcare.example:8000"),
    ("DEFAULT_FROM_EMAIL", "ThighCare"),
    ("OPERATOR_EMAILS", "duty"),
    ("SECRET_KEY", "hush"),
    ("METRICS_TOKEN", "hush"),
    ("ALERT_LEASE_SECONDS", "soon"),
    ("PUSH_TESTS_PER_HOUR", "many"),
]
HERE = Path()
READERS: dict[str, Callable[[dict[str, str]], object]] = {
    "LOG_LEVEL": env.log_level,
    "EMAIL_URL": lambda given: env.email(given, HERE),
    "DATABASE_URL": lambda given: env.database(given, HERE),
    "VAPID_PRIVATE_KEY_FILE": lambda given: env_places.vapid_key_file(given, HERE),
    "VAPID_SUBJECT": lambda given: env_places.vapid_subject(given, ""),
    "WEBHOOK_ALLOWED_ORIGINS": lambda given: env_places.origins(given, "WEBHOOK_ALLOWED_ORIGINS"),
    "PUSH_ALLOWED_ORIGINS": lambda given: env_places.origins(given, "PUSH_ALLOWED_ORIGINS"),
    "PUBLIC_URL": env_places.public_url,
    "REDIS_URL": env_places.redis_url,
    "DEADMAN_URL": env_places.deadman_url,
    "ALLOWED_HOSTS": lambda given: env_places.allowed_hosts(given, ""),
    "DEFAULT_FROM_EMAIL": lambda given: env_places.sender(given, ""),
    "OPERATOR_EMAILS": lambda given: env_places.addresses(given, "OPERATOR_EMAILS"),
    "SECRET_KEY": lambda given: env.secret_key(given, HERE, embedded=True),
    "METRICS_TOKEN": env.metrics_token,
    "ALERT_LEASE_SECONDS": env.lease_s,
    "PUSH_TESTS_PER_HOUR": env.push_tests_per_hour,
}


@pytest.mark.parametrize(("name", "given"), BAD)
def test_a_bad_setting_is_named_with_the_remedy_and_never_quoted_where_it_is_secret(
    name: str, given: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        READERS[name]({name: given})

    said = str(refused.value)
    assert name in said
    assert len(said) > 60  # the remedy, not the name alone
    assert "hush" not in said
    assert "\n" not in said


STOPS = [
    ("LOG_LEVEL", "FOO"), ("DATABASE_URL", "postgresql://u:hush@h:abc/n"),
    ("SMS_GATEWAY", "no.such.Gateway"), ("ALERT_RULES_OFF", "TR-CLOT"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given"), STOPS)
def test_a_bad_setting_stops_the_start_with_one_line_that_names_it(
    tmp_path: Path, name: str, given: str
) -> None:
    root = Path(__file__).resolve().parents[2]
    usual = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "SECRET_KEY": "x" * 40}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=root, env=usual | {name: given}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert name in line
    assert "hush" not in line


def test_what_is_well_formed_is_taken_as_it_is() -> None:
    origins = "http://127.0.0.1:9999, https://push.example/"
    assert env_places.origins({"X": origins}, "X") == [
        "http://127.0.0.1:9999",
        "https://push.example",
    ]
    for url in ("redis://h", "redis://:p%40ss@h:6379/0", "rediss://h/1", "unix:///run/redis.sock"):
        assert env_places.redis_url({"REDIS_URL": url}) == url
    for subject in ("mailto:operator@example.org", "https://thighcare.example.org"):
        assert env_places.vapid_subject({"VAPID_SUBJECT": subject}, "") == subject
    hosts = "thighcare.example,web,localhost,127.0.0.1,[::1],.example.org"
    assert env_places.allowed_hosts({"ALLOWED_HOSTS": hosts}, "") == hosts.split(",")
    assert env_places.allowed_hosts({}, "h.example")[-1] == "localhost"
    named = "Thigh Care <noreply@example.org>"
    assert env_places.sender({"DEFAULT_FROM_EMAIL": named}, "h") == named
    assert env_places.sender({"DEFAULT_FROM_EMAIL": ""}, "h") == "ThighCare <noreply@h>"
    assert [env.log_level({"LOG_LEVEL": one}) for one in ("", "info", "ERROR")] == [
        "INFO",
        "INFO",
        "ERROR",
    ]


def test_a_key_file_yet_to_be_made_is_taken_where_it_can_be_made(tmp_path: Path) -> None:
    assert env_places.vapid_key_file({}, tmp_path) == tmp_path / "vapid-private"


@pytest.mark.parametrize("url", ["https://localhost:99999/x", "https://h:abc/", "http://[h/"])
def test_a_watcher_that_cannot_be_called_ends_nothing(url: str) -> None:
    assert not deadman.ping(url)
