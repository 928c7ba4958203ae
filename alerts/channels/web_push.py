"""Web push: encrypted for each device (RFC 8291), signed (RFC 8292), neutral, 1 kB at most."""

from __future__ import annotations

import json
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from pywebpush import WebPusher, WebPushException

from alerts import receipts, tally, vapid, wording
from alerts.channels import Gone, Letter, Outcome, Sent, TryLater, breaker
from alerts.channels.addresses import Refused, Unreachable
from alerts.channels.bounded_http import Answer, post
from alerts.channels.retry_after import retry_after_s
from alerts.conf import PAYLOAD_BYTES, PUSH_ALL_DEVICES_S, PUSH_TTL_S, REMINDER_TTL_S
from alerts.models import PushSubscription, Receipt

NAME = "push"
logger = logging.getLogger(__name__)
REFUSED = (401, 403, 413)  # our key, our subject or our payload is at fault
MOST_IDS = 20  # alerts named in one payload: keeps it below 1 kB


def payload_of(letter: Letter, token: str) -> bytes:
    """Return what the service worker gets: opaque ids, the receipt token, neutral words."""
    title, body = wording.lock_screen()
    content: dict[str, Any] = {
        "alerts": [str(one) for one in letter.alert_ids[:MOST_IDS]],
        "token": token,
        "title": title,
        "body": body,
    }
    if letter.reminder:
        content |= {"body": wording.reminder_line(), "place": wording.TODAY}
    elif place := wording.place_of(letter):
        content["place"] = place
    raw = json.dumps(content, separators=(",", ":")).encode()
    assert len(raw) <= PAYLOAD_BYTES
    return raw


def send(letter: Letter) -> Outcome:
    """Send to every living device that has not taken it yet; one that takes it is enough.

    The devices most likely to show it come first, and all together stay within the lease.
    """
    until = time.monotonic() + PUSH_ALL_DEVICES_S
    devices = PushSubscription.objects.filter(user_id=letter.user_id or 0, gone_at__isnull=True)
    likely_first = devices.order_by(F("last_displayed_at").desc(nulls_last=True), "created_at")
    outcomes: list[Outcome] = [
        send_to(device, letter) if time.monotonic() < until else TryLater("no-time-left")
        for device in likely_first
        if not device.is_blocked
    ]
    for kind in (Sent, TryLater, Gone):
        found = [outcome for outcome in outcomes if isinstance(outcome, kind)]
        if found:
            alarming = [one for one in found if isinstance(one, Gone) and one.alarm]
            return (alarming or found)[0]
    return Gone("no-device")


def send_to(device: PushSubscription, letter: Letter) -> Outcome:
    """Send to one device and write down what came back."""
    host = urlsplit(device.endpoint).netloc
    if (rest_s := breaker.rest_left_s(host)) > 0:
        return TryLater("resting", rest_s)
    try:
        receipt = receipts.begin_sending(device=device, delivery_id=letter.delivery_id)
    except receipts.SentBefore as before:  # an earlier attempt got this far and no further
        return Sent("accepted-before") if before.has_arrived else Gone("unheard-before")
    try:
        outcome = _judge(_post(device, letter, receipt.token))
    except Refused as error:
        outcome = Gone(f"refused-{error}"[:40])
    except (WebPushException, ValueError):  # keys that no browser made: nobody can read there
        outcome = Gone("unusable-keys")
    except Unreachable as error:
        outcome = TryLater(f"unreachable-{error}"[:40])
    broken = isinstance(outcome, TryLater) and outcome.answer != "http-429"
    breaker.note(host, failed=broken)
    _note(device, receipt, outcome)
    return outcome


def _post(device: PushSubscription, letter: Letter, token: str) -> Answer:
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    body = pusher.encode(payload_of(letter, token), content_encoding="aes128gcm")["body"]
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(REMINDER_TTL_S if letter.reminder else PUSH_TTL_S),
        "Urgency": "high" if letter.urgent else "normal",
        "Topic": _topic(letter, token),
        **vapid.authorization(device.endpoint),
    }
    return post(device.endpoint, headers=headers, body=body)


def _topic(letter: Letter, token: str) -> str:
    """Later steps replace earlier ones; an id that is random tells the push service nothing."""
    if letter.alert_ids:
        return letter.alert_ids[0].hex
    return letter.ladder.hex if letter.ladder else token[:32]


def _judge(answer: Answer) -> Outcome:
    status, said = answer.status, f"http-{answer.status}"
    if 200 <= status < 300:
        return Sent(said)
    if status in (404, 410):
        return Gone(said)
    if status in REFUSED:
        logger.error("a push service refuses us with %s: check the key and VAPID_SUBJECT", status)
        tally.count(tally.REFUSALS, str(status))
        return Gone(said, alarm=True)
    if status == 429 or status >= 500:
        return TryLater(said, retry_after_s(answer.headers.get("retry-after")))
    logger.error("a push service answered %s", status)  # a redirect among them: never followed
    return Gone(said, alarm=True)


def _note(device: PushSubscription, receipt: Receipt, outcome: Outcome) -> None:
    now = timezone.now()
    row = PushSubscription.objects.filter(pk=device.pk)
    receipts.end_sending(receipt, accepted_at=now if isinstance(outcome, Sent) else None)
    if isinstance(outcome, Sent):
        row.update(last_accepted_at=now, failing_since=None, last_answer=outcome.answer)
    elif isinstance(outcome, Gone) and not outcome.alarm:
        row.update(gone_at=now, last_answer=outcome.answer)
    else:
        since = Coalesce(F("failing_since"), now)
        row.update(failing_since=since, last_answer=outcome.answer)
