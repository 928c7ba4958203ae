"""Signing up, in and out with e-mail and password, as the phone does it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings as live
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import limiter
from accounts.models import LoginAttempts, User
from tests.cast import JSON, PASSWORD

BASE = "/_allauth/browser/v1/auth"
HEALTH_WORDS = re.compile(r"pain|thigh|injur|symptom|red flag|alert|hamstring", re.I)


class Phone:
    """A browser with cookies, and CSRF enforced."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.get(f"{BASE}/session")

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        token = self.client.cookies[live.CSRF_COOKIE_NAME].value
        return self.client.generic(
            method,
            path,
            json.dumps(body or {}),
            content_type=JSON,
            headers={"X-CSRFToken": token} | headers,
        )

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        return self.send("POST", f"{BASE}/login", {"email": email, "password": password})

    @property
    def session_key(self) -> str | None:
        held = self.client.cookies.get(live.SESSION_COOKIE_NAME)
        return held.value if held else None


@pytest.fixture
def phone() -> Phone:
    return Phone()


def test_a_new_person_is_signed_in_at_once_with_a_profile(phone: Phone) -> None:
    answer = phone.send(
        "POST", f"{BASE}/signup", {"email": "New.Person@Cast.test", "password": PASSWORD}
    )

    assert answer.status_code == 200, answer.content
    me = phone.client.get("/api/v1/me").json()
    assert me["email"] == "new.person@cast.test"
    assert me["email_verified"] is False
    assert me["profile"]["time_zone"] == "UTC"


def test_the_letter_confirms_the_address_and_its_subject_tells_nothing(phone: Phone) -> None:
    phone.send("POST", f"{BASE}/signup", {"email": "new@cast.test", "password": PASSWORD})

    (letter,) = mail.outbox
    link = re.search(r"http://\S+/verify-email/(\S+)", str(letter.body))
    assert link is not None
    assert not HEALTH_WORDS.search(letter.subject)
    answer = phone.send("POST", f"{BASE}/email/verify", {"key": unquote(link[1])})
    assert answer.status_code == 200, answer.content
    assert phone.client.get("/api/v1/me").json()["email_verified"] is True


def test_a_weak_password_is_refused(phone: Phone) -> None:
    answer = phone.send("POST", f"{BASE}/signup", {"email": "n@cast.test", "password": "password"})

    assert answer.status_code == 400
    assert not User.objects.exists()


def test_signing_in_changes_the_session_key(phone: Phone, ada: User) -> None:
    phone.client.session["before"] = True
    session = phone.client.session
    session["planted"] = "x"
    session.save()
    phone.client.cookies[live.SESSION_COOKIE_NAME] = session.session_key or ""
    planted = phone.session_key

    assert phone.sign_in(ada.email).status_code == 200
    assert phone.session_key not in {None, planted}


def test_a_session_without_the_csrf_token_changes_nothing(phone: Phone, ada: User) -> None:
    phone.sign_in(ada.email)

    answer = phone.client.generic(
        "PATCH", "/api/v1/me", json.dumps({"display_name": "Eve"}), content_type=JSON
    )

    assert answer.status_code == 403
    assert User.objects.get(pk=ada.pk).display_name == "Ada"


def test_signing_out_ends_the_session(phone: Phone, ada: User) -> None:
    phone.sign_in(ada.email)
    kept = phone.session_key

    answer = phone.send("DELETE", f"{BASE}/session")

    assert answer.status_code == 401
    thief = Client()
    thief.cookies[live.SESSION_COOKIE_NAME] = kept or ""
    assert thief.get("/api/v1/me").status_code == 401


def test_signing_out_clears_what_the_browser_keeps(ada: User) -> None:
    phone = Phone()

    signed_in = phone.sign_in(ada.email)
    signed_out = phone.send("DELETE", f"{BASE}/session")

    assert "Clear-Site-Data" not in signed_in
    assert signed_out["Clear-Site-Data"] == '"cache", "storage"'


def test_after_five_wrong_guesses_even_the_right_one_waits(phone: Phone, ada: User) -> None:
    for _ in range(limiter.MOST_FAILURES):
        assert phone.sign_in(ada.email, "wrong-guess-1").status_code == 400

    answer = phone.sign_in(ada.email)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= limiter.WINDOW.total_seconds()


def test_guesses_never_end_a_live_session(ada: User) -> None:
    hers, thief = Phone(), Phone()
    hers.sign_in(ada.email)

    for _ in range(limiter.MOST_FAILURES + 1):
        thief.sign_in(ada.email, "wrong-guess-1")

    assert hers.client.get("/api/v1/me").status_code == 200


def test_guesses_at_one_account_leave_others_alone(phone: Phone, ada: User, cora: User) -> None:
    for _ in range(limiter.MOST_FAILURES + 1):
        phone.sign_in(ada.email, "wrong-guess-1")

    assert phone.sign_in(cora.email).status_code == 200


def test_right_sign_ins_are_not_counted(ada: User) -> None:
    answers = [Phone().sign_in(ada.email).status_code for _ in range(limiter.MOST_FAILURES + 2)]

    assert set(answers) == {200}


def test_another_address_is_not_held_up(ada: User) -> None:
    now = timezone.now()
    for _ in range(limiter.MOST_FAILURES + 1):
        limiter.wait_s(address="192.0.2.1", account=ada.email, now=now)

    assert limiter.wait_s(address="192.0.2.1", account=ada.email, now=now) > 0
    assert limiter.wait_s(address="192.0.2.2", account=ada.email, now=now) == 0


def test_the_wait_ends_and_is_never_longer_than_said(ada: User) -> None:
    now = timezone.now()
    for _ in range(limiter.MOST_FAILURES + 1):
        told = limiter.wait_s(address="192.0.2.1", account=ada.email, now=now)

    later = now + limiter.WINDOW * 1.01
    assert told == limiter.WINDOW.total_seconds()
    assert limiter.wait_s(address="192.0.2.1", account=ada.email, now=later) == 0


def test_neither_address_nor_account_is_kept_and_old_rows_go(ada: User) -> None:
    now = timezone.now()
    limiter.wait_s(address="192.0.2.1", account=ada.email, now=now)

    kept = str(list(LoginAttempts.objects.values_list("key", flat=True)))
    assert "192.0.2.1" not in kept
    assert ada.email not in kept
    limiter.wait_s(address="192.0.2.9", account="x", now=now + 2 * limiter.KEPT)
    assert LoginAttempts.objects.count() == 2


def test_a_forgotten_password_is_chosen_anew_once(phone: Phone, ada: User) -> None:
    phone.send("POST", f"{BASE}/password/request", {"email": ada.email})
    (letter,) = mail.outbox
    assert not HEALTH_WORDS.search(letter.subject)
    link = re.search(r"/reset-password/(\S+)", str(letter.body))
    assert link is not None

    body = {"key": unquote(link[1]), "password": "another-long-walk"}
    first = phone.send("POST", f"{BASE}/password/reset", body)
    second = phone.send("POST", f"{BASE}/password/reset", body)

    assert first.status_code in {200, 401}, first.content
    assert second.status_code == 400
    assert Phone().sign_in(ada.email, "another-long-walk").status_code == 200


def test_no_letter_goes_to_an_address_that_never_came(phone: Phone) -> None:
    answer = phone.send("POST", f"{BASE}/password/request", {"email": "nobody@cast.test"})

    assert answer.status_code == 200
    assert mail.outbox == []


def test_argon2_comes_first() -> None:
    from thighcare import settings as shipped

    assert shipped.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
