"""The devices a person can be reached on."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings
from django.utils.translation import gettext as _

from accounts import limiter
from accounts.http import refuse_unknown
from accounts.models import User
from alerts.channels import Letter, Outcome
from alerts.channels.addresses import Refused, check_endpoint
from alerts.channels.web_push import send_to_all
from alerts.models import PushSubscription
from kernel.errors import DomainError, NotFound

MOST_DEVICES = 20
TESTS_IN = timedelta(hours=1)


class BadSubscription(DomainError):
    """A subscription that no message could be sent with."""

    code = "bad-subscription"


class TooManyTests(DomainError):
    """More tests within an hour than a person may send."""

    status = 429
    code = "too-many-tests"
    title = "Too many requests"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A browser's PushSubscription, checked."""

    endpoint: str
    p256dh: str
    auth: str
    client: dict[str, Any]


def read_subscription(body: object) -> Subscription:
    """Check what a browser sent.

    :raises BadSubscription: naming the field.
    """
    if not isinstance(body, Mapping):
        raise BadSubscription("Send the browser's PushSubscription.", pointer="")
    refuse_unknown(body, ("endpoint", "expirationTime", "keys", "client"))
    ends = body.get("expirationTime")
    if isinstance(ends, bool) or not isinstance(ends, int | float | None):
        raise BadSubscription("Milliseconds, or null.", pointer="/expirationTime")
    endpoint, keys = body.get("endpoint"), body.get("keys")
    if not isinstance(endpoint, str) or len(endpoint) > 600 or not endpoint.isascii():
        raise BadSubscription("Give the endpoint as the browser told it.", pointer="/endpoint")
    try:
        check_endpoint(endpoint)
    except (Refused, ValueError) as error:
        raise BadSubscription(
            "This is not a push service we know.", code="unknown-push-service", pointer="/endpoint"
        ) from error
    if not isinstance(keys, Mapping):
        raise BadSubscription("Give keys with p256dh and auth.", pointer="/keys")
    refuse_unknown(keys, ("p256dh", "auth"), within="/keys")
    point, auth = _bytes(keys.get("p256dh"), "p256dh"), _bytes(keys.get("auth"), "auth")
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError as error:
        raise BadSubscription("This is no key of a browser.", pointer="/keys/p256dh") from error
    if len(auth) != 16:
        raise BadSubscription("auth has 16 bytes.", pointer="/keys/auth")
    client = body.get("client", {})
    if not isinstance(client, dict) or len(str(client)) > 2000:
        raise BadSubscription("client is a small object.", pointer="/client")
    return Subscription(endpoint, str(keys["p256dh"]), str(keys["auth"]), client)


def _bytes(text: object, name: str) -> bytes:
    if not isinstance(text, str) or len(text) > 120:
        raise BadSubscription("Give it as base64url.", pointer=f"/keys/{name}")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise BadSubscription("Give it as base64url.", pointer=f"/keys/{name}") from error


def subscribe(
    *, by: User, subscription: Subscription, now: datetime
) -> tuple[PushSubscription, bool]:
    """Keep a device; one that another account held moves here and is silent there.

    An endpoint that its push service has ended stays ended: the browser must make a new one.
    """
    living = PushSubscription.objects.filter(user=by, gone_at__isnull=True)
    if living.exclude(endpoint=subscription.endpoint).count() >= MOST_DEVICES:
        raise BadSubscription(f"At most {MOST_DEVICES} devices. Remove one first.", status=409)
    values = {
        "user": by, "p256dh": subscription.p256dh, "auth": subscription.auth,
        "client": subscription.client,
    }  # fmt: skip
    held = PushSubscription.objects.filter(endpoint=subscription.endpoint).first()
    if held is not None and held.user_id != by.pk:
        held.delete()  # its history is the other person's
    return PushSubscription.objects.update_or_create(
        endpoint=subscription.endpoint,
        defaults=values,
        create_defaults=values | {"id": uuid.uuid4(), "created_at": now},
    )


def unsubscribe(*, by: User, device_id: uuid.UUID) -> None:
    """Forget one of the person's own devices.

    :raises NotFound: when it is not theirs.
    """
    deleted, _rows = PushSubscription.objects.filter(user=by, pk=device_id).delete()
    if not deleted:
        raise NotFound


def send_test(*, by: User, now: datetime) -> list[tuple[PushSubscription, Outcome]]:
    """Send a test to every device of the person and tell what each push service said.

    :raises TooManyTests: with when it is time again.
    """
    wait_s = limiter.wait_for_s(
        what="push-test", user_id=by.pk, most=settings.PUSH_TESTS_PER_HOUR, window=TESTS_IN, now=now
    )
    if wait_s:
        detail = _(
            "You have sent yourself enough tests for now. You can send another in {minutes} min."
        )
        raise TooManyTests(detail.format(minutes=-(-wait_s // 60)), retry_after_s=wait_s)
    letter = Letter(by.pk, (), urgent=False)
    devices = list(PushSubscription.objects.filter(user=by, gone_at__isnull=True))
    return list(zip(devices, send_to_all(devices, letter), strict=True))
