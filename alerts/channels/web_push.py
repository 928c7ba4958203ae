"""Web push: encrypted for each device (RFC 8291), signed (RFC 8292), neutral, 1 kB at most."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from pywebpush import WebPusher, WebPushException

from alerts import vapid
from alerts.channels import Gone, Letter, Outcome, Sent, TryLater, breaker
from alerts.channels.addresses import Refused, Unreachable
from alerts.channels.bounded_http import Answer, post
from alerts.conf import LONGEST_RETRY_AFTER_S, PAYLOAD_BYTES, PUSH_TTL_S, REMINDER_TTL_S
from alerts.models import PushSubscription

logger = logging.getLogger(__name__)
MOST_IDS = 20  # alerts named in one payload: keeps it below 1 kB


def payload_of(letter: Letter) -> bytes:
    """Return what the service worker gets: opaque ids, the receipt token, neutral words."""
    content = {
        "alerts": [str(one) for one in letter.alert_ids[:MOST_IDS]],
        "token": letter.token,
        "title": "ThighCare",
        "body": _("Please open ThighCare now. There is something for you to read."),
    }
    if letter.reminder:
        content |= {"body": _("Time for today's log."), "place": "/today"}
    raw = json.dumps(content, separators=(",", ":")).encode()
    assert len(raw) <= PAYLOAD_BYTES
    return raw


def send(letter: Letter) -> Outcome:
    """Send to every living device; one that takes it is enough."""
    devices = list(PushSubscription.objects.filter(user_id=letter.user_id, gone_at__isnull=True))
    outcomes = [send_to(device, letter) for device in devices]
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
        outcome = _judge(_post(device, letter))
    except Refused as error:
        outcome = Gone(f"refused-{error}"[:40])
    except (WebPushException, ValueError):  # keys that no browser made: nobody can read there
        outcome = Gone("unusable-keys")
    except Unreachable as error:
        outcome = TryLater(f"unreachable-{error}"[:40])
    broken = isinstance(outcome, TryLater) and outcome.answer != "http-429"
    breaker.note(host, failed=broken)
    _note(device, outcome)
    return outcome


def _post(device: PushSubscription, letter: Letter) -> Answer:
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    body = pusher.encode(payload_of(letter), content_encoding="aes128gcm")["body"]
    topic = letter.alert_ids[0].hex if letter.alert_ids else letter.token
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(REMINDER_TTL_S if letter.reminder else PUSH_TTL_S),
        "Urgency": "high" if letter.urgent else "normal",
        "Topic": topic[:32],
        **vapid.authorization(device.endpoint),
    }
    return post(device.endpoint, headers=headers, body=body)


def _judge(answer: Answer) -> Outcome:
    status, said = answer.status, f"http-{answer.status}"
    if 200 <= status < 300:
        return Sent(said)
    if status in (404, 410):
        return Gone(said)
    if status in (401, 403, 413):
        logger.error("a push service refuses us with %s: check the key and VAPID_SUBJECT", status)
        return Gone(said, alarm=True)
    if status == 429 or status >= 500:
        return TryLater(said, _retry_after_s(answer.headers.get("retry-after")))
    logger.error("a push service answered %s", status)  # a redirect among them: never followed
    return Gone(said, alarm=True)


def _retry_after_s(text: str | None) -> float | None:
    """Return seconds, at most 10 minutes; what is absurd is as good as not said."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 9:
        seconds = float(text)
    else:
        try:
            then = parsedate_to_datetime(text)
        except ValueError:
            return None
        now = datetime.now(UTC)
        seconds = ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds()
    return min(seconds, LONGEST_RETRY_AFTER_S) if seconds > 0 else None


def _note(device: PushSubscription, outcome: Outcome) -> None:
    now = timezone.now()
    row = PushSubscription.objects.filter(pk=device.pk)
    if isinstance(outcome, Sent):
        row.update(last_accepted_at=now, failing_since=None, last_answer=outcome.answer)
    elif isinstance(outcome, Gone) and not outcome.alarm:
        row.update(gone_at=now, last_answer=outcome.answer)
    else:
        since = Coalesce(F("failing_since"), now)
        row.update(failing_since=since, last_answer=outcome.answer)
