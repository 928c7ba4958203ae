"""A push service of the tests' own: checks the signature, decrypts, answers as it is told."""

from __future__ import annotations

import base64
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HANG_S = 8.0  # longer than any sender may wait
HUGE_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True)
class Message:
    """One message that was taken: what the device reads, and what the service saw of it."""

    device: str
    decrypted: bytes
    claims: dict[str, Any]
    headers: dict[str, str]
    size: int  # bytes of the encrypted body
    at: float

    @property
    def payload(self) -> dict[str, Any]:
        """What the service worker reads."""
        read: dict[str, Any] = json.loads(self.decrypted)
        return read


@dataclass
class Device:
    """A browser's end of a subscription: it alone can read."""

    name: str
    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def subscription(self) -> dict[str, Any]:
        """Return what `PushSubscription.toJSON()` gives in a browser."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": to_base64url(point), "auth": to_base64url(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}


@dataclass
class PushService:
    """What the tests hold: devices, messages taken, and the answer to give next.

    `with PushService() as service:` runs it on a loopback port.
    """

    origin: str = ""
    port: int = 0
    messages: list[Message] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)  # paths asked for, taken or not
    refused: list[tuple[float, str]] = field(default_factory=list)  # when, which device: not 2xx
    refusals: list[str] = field(default_factory=list)  # why a message was not understood
    bytes_given: int = 0
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "plain"  # plain, hang, drip, huge, reset, garbage
    devices: dict[str, Device] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)  # device name -> its own answer

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def wait_for(self, device: Device, *, longest_s: float = 20.0) -> Message:
        """Return the newest message this device got, waiting for the first."""
        deadline = time.monotonic() + longest_s
        while time.monotonic() < deadline:
            got = [message for message in self.messages if message.device == device.name]
            if got:
                return got[-1]
            time.sleep(0.05)
        raise AssertionError(
            f"no message for {device.name} in {longest_s} s; asked for: {self.requests}; "
            f"not understood: {self.refusals}"
        )

    def device(self, name: str = "phone") -> Device:
        """Make a device that subscribes here."""
        made = Device(name, f"{self.origin}/push/{name}")
        self.devices[name] = made
        return made

    def take(self, path: str, headers: dict[str, str], body: bytes) -> None:
        """Check and decrypt one message."""
        device = self.devices.get(path.rsplit("/", 1)[-1])
        if device is None:
            return
        try:
            claims = read_claims(headers["authorization"])
            raw = http_ece.decrypt(
                body, private_key=device.key, auth_secret=device.auth, version="aes128gcm"
            )
            json.loads(raw)
        except (KeyError, ValueError, InvalidSignature, http_ece.ECEException) as error:
            self.refusals.append(repr(error))
            return
        self.messages.append(Message(device.name, raw, claims, headers, len(body), time.time()))


def to_base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_claims(authorization: str) -> dict[str, Any]:
    """Return the signed claims of a VAPID header, its signature proven (RFC 8292)."""
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() != "vapid":
        raise ValueError(f"not vapid: {scheme}")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, body, signature = parts["t"].split(".")
    raw = from_base64url(signature)
    if len(raw) != 64:
        raise ValueError("not an ES256 signature")
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(parts["k"]))
    point.verify(utils.encode_dss_signature(r, s), f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
    claims: dict[str, Any] = json.loads(from_base64url(body))
    return claims | {"k": parts["k"]}


def _handler(service: PushService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            service.requests.append(f"GET {self.path}")
            self.answer(200)

        def do_POST(self) -> None:
            service.requests.append(f"POST {self.path}")
            length = int(self.headers.get("Content-Length", "0"))
            if service.manner == "reset":
                self.connection.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER 0: RST
                self.close_connection = True
                return
            body = self.rfile.read(length)
            name = self.path.rsplit("/", 1)[-1]
            status = service.statuses.get(name, service.status)
            if not 200 <= status < 300:
                service.refused.append((time.time(), name))
            if 200 <= status < 300 and service.manner in ("plain", "huge"):
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.take(self.path, headers, body)
            self.answer(status)

        def answer(self, status: int) -> None:
            try:
                getattr(self, f"answer_{service.manner}", self.answer_plain)(status)
            except OSError:
                self.close_connection = True  # the sender has had enough

        def answer_plain(self, status: int, length: int = 0) -> None:
            self.send_response(status)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(length))
            self.end_headers()

        def answer_hang(self, status: int) -> None:
            time.sleep(HANG_S)
            self.close_connection = True

        def answer_drip(self, status: int) -> None:
            until = time.monotonic() + HANG_S
            for letter in b"HTTP/1.1 201 Created\r\nX-Slow: " + b"z" * 10_000:
                if time.monotonic() > until:
                    break
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(0.3)
            self.close_connection = True

        def answer_huge(self, status: int) -> None:
            self.answer_plain(status, HUGE_BYTES)
            block = b"x" * 65536
            for _ in range(HUGE_BYTES // len(block)):
                self.wfile.write(block)
                service.bytes_given += len(block)

        def answer_huge_head(self, status: int) -> None:
            self.wfile.write(b"HTTP/1.1 201 Created\r\n")
            line = b"X-Filler: " + b"y" * 1000 + b"\r\n"
            for _ in range(HUGE_BYTES // len(line)):
                self.wfile.write(line)
                service.bytes_given += len(line)

        def answer_garbage(self, status: int) -> None:
            self.wfile.write(b"\x00\xff not HTTP at all\r\n\r\n")
            self.close_connection = True

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that hangs up is not news."""
