"""Where a push may go: known services only, public addresses only, looked up once."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from alerts.channels import bounded_http
from alerts.channels.addresses import Refused, Unreachable, check_endpoint
from alerts.channels.bounded_http import post
from tests.push_service import PushService

FCM = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.mark.parametrize(
    "endpoint",
    [
        FCM,
        "https://fcm.googleapis.com:443/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://autopush.push.services.mozilla.com/wpush/v2/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://web.push.apple.com/abc",
        "https://eu.push.apple.com/abc",
    ],
)
def test_the_push_services_of_browsers_are_known(endpoint: str) -> None:
    check_endpoint(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "abc",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:99999999/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil-fcm.googleapis.com/x",
        "https://xnotify.windows.com/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://user:secret@fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://169.254.169.254/latest/meta-data",
        "ftp://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "https://fcm.googleapis.com./x",
        "https://[fcm.googleapis.com]/x",
    ],
)
def test_other_addresses_are_refused(endpoint: str) -> None:
    with pytest.raises(Refused):
        check_endpoint(endpoint)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.7", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"],
)  # fmt: skip
def test_a_known_name_that_leads_inside_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, 443))])
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: touched.append(a))
    with pytest.raises(Refused):
        post(FCM, headers={}, body=b"")
    assert touched == []


def test_the_name_is_looked_up_once_and_that_very_address_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lookups: list[str] = []
    touched: list[object] = []

    def lookup(host: str, *_: object, **__: object) -> list[Any]:
        lookups.append(host)
        return [(2, 1, 6, "", ("142.250.1.1" if len(lookups) == 1 else "127.0.0.1", 443))]

    def connect(address: object, *_: object, **__: object) -> None:
        touched.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        post(FCM, headers={}, body=b"")
    assert lookups == ["fcm.googleapis.com"]
    assert touched == [("142.250.1.1", 443)]


def test_a_name_that_nobody_knows_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(Unreachable):
        post(FCM, headers={}, body=b"")


def test_a_lookup_that_hangs_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "PUSH_TIMEOUT_S", 0.5)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    began = time.monotonic()
    with pytest.raises(Unreachable):
        post(FCM, headers={}, body=b"")
    assert time.monotonic() - began < 2


def test_an_allowed_origin_is_that_origin_and_no_other(settings: Any) -> None:
    with PushService() as allowed, PushService() as other:
        settings.PUSH_ALLOWED_ORIGINS = [allowed.origin]
        assert post(f"{allowed.origin}/push/x", headers={}, body=b"").status == 201
        with pytest.raises(Refused):
            post(f"{other.origin}/push/x", headers={}, body=b"")
        assert other.requests == []
