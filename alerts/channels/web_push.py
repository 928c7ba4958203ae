"""Web push: encrypted for each device (RFC 8291), signed (RFC 8292), neutral, 1 kB at most."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
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
from alerts.conf import PAYLOAD_BYTES, PUSH_TTL_S, REMINDER_TTL_S
from alerts.lanes import host_of
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
    """Send to every living device that has not taken it yet; one that takes it is enough."""
    devices = PushSubscription.objects.filter(user_id=letter.user_id or 0, gone_at__isnull=True)
    likely_first = devices.order_by(F("last_displayed_at").desc(nulls_last=True), "created_at")
    reachable = [device for device in likely_first if not device.is_blocked]
    outcomes = send_to_all(reachable, letter)
    for kind in (Sent, TryLater, Gone):
        found = [outcome for outcome in outcomes if isinstance(outcome, kind)]
        if found:
            return ([one for one in found if _is_alarming(one)] or found)[0]
    return Gone("no-device")


def _is_alarming(outcome: Outcome) -> bool:
    return not isinstance(outcome, Sent) and outcome.alarm


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sending that is counted, written and signed: `signed` are its headers of RFC 8292."""

    receipt: Receipt
    signed: dict[str, str]
    payload: bytes


def send_to_all(devices: Sequence[PushSubscription], letter: Letter) -> list[Outcome]:
    """Send to these devices at once and return what came of each, in their order.

    None waits for another's push service. Rows are read and written by the caller's thread alone,
    each as soon as its answer is there. What is our own fault (key, subject, settings) or that of
    names led astray ends no device.
    """
    outcomes: dict[int, Outcome] = {}
    errors: list[BaseException] = []
    with ThreadPoolExecutor(max(1, len(devices)), "push") as hands:
        asked: dict[Future[Answer | Refused | Outcome], tuple[int, Receipt]] = {}
        for place, device in enumerate(devices):
            begun = _begin(device, letter)
            if isinstance(begun, _Begun):
                asked[hands.submit(_ask, device, letter, begun)] = place, begun.receipt
            else:
                outcomes[place] = begun
        for answered in as_completed(asked):
            place, receipt = asked[answered]
            if error := answered.exception():
                errors.append(error)  # once the others' answers are written
            else:
                outcomes[place] = _end(devices[place], receipt, answered.result())
    if errors:
        raise errors[0]
    return [outcomes[place] for place in sorted(outcomes)]


def _begin(device: PushSubscription, letter: Letter) -> _Begun | Outcome:
    """Sign and count a sending to a device before it is done, or say why there is none now."""
    if (rest_s := breaker.rest_left_s(_host(device))) > 0:
        return TryLater("resting", rest_s)
    if host_of(device.endpoint) in letter.leave_out:
        return TryLater("hangs")
    try:
        signed = vapid.authorization(device.endpoint)
    except vapid.CannotSign as error:
        logger.error("no push can be sent: %s", error.reason)
        tally.count(tally.UNSENT, "key")
        outcome = TryLater("own-key", alarm=True)
        _note_device(device, outcome)
        return outcome
    try:
        receipt = receipts.begin_sending(device=device, delivery_id=letter.delivery_id)
    except receipts.SentBefore as before:  # an earlier attempt got this far and no further
        return Sent("accepted-before") if before.has_arrived else Gone("unheard-before")
    return _Begun(receipt, signed, payload_of(letter, receipt.token))


def _ask(device: PushSubscription, letter: Letter, begun: _Begun) -> Answer | Refused | Outcome:
    """Send to one device; touches no row."""
    try:
        return _post(device, letter, begun)
    except Refused as error:
        return error
    except (WebPushException, ValueError):  # keys that no browser made: nobody can read there
        return Gone("unusable-keys")
    except Unreachable as error:
        return TryLater(f"unreachable-{error}"[:40])


def _end(device: PushSubscription, receipt: Receipt, said: Answer | Refused | Outcome) -> Outcome:
    """Write down what came back."""
    outcome = _judge(said) if isinstance(said, Answer | Refused) else said
    broken = isinstance(outcome, TryLater) and outcome.answer != "http-429"
    breaker.note(_host(device), failed=broken)
    _note(device, receipt, outcome)
    return outcome


def _host(device: PushSubscription) -> str:
    return urlsplit(device.endpoint).netloc


def _post(device: PushSubscription, letter: Letter, begun: _Begun) -> Answer:
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    body = pusher.encode(begun.payload, content_encoding="aes128gcm")["body"]
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(REMINDER_TTL_S if letter.reminder else PUSH_TTL_S),
        "Urgency": "high" if letter.urgent else "normal",
        "Topic": _topic(letter, begun.receipt.token),
        **begun.signed,
    }
    return post(device.endpoint, headers=headers, body=body)


def _topic(letter: Letter, token: str) -> str:
    """Later steps replace earlier ones; an id that is random tells the push service nothing."""
    if letter.alert_ids:
        return letter.alert_ids[0].hex
    return letter.ladder.hex if letter.ladder else token[:32]


def _judge(answer: Answer | Refused) -> Outcome:
    if isinstance(answer, Refused):
        logger.error("a push was not sent: its address is %s; look at name lookups", answer)
        tally.count(tally.UNSENT, "address")
        return Gone(f"refused-{answer}"[:40], alarm=True)
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
    accepted = isinstance(outcome, Sent)
    receipts.end_sending(receipt, accepted_at=timezone.now() if accepted else None)
    _note_device(device, outcome)


def _note_device(device: PushSubscription, outcome: Outcome) -> None:
    now = timezone.now()
    row = PushSubscription.objects.filter(pk=device.pk)
    if isinstance(outcome, Sent):
        row.update(last_accepted_at=now, failing_since=None, last_answer=outcome.answer)
    elif isinstance(outcome, Gone) and not outcome.alarm:
        row.update(gone_at=now, last_answer=outcome.answer)
    else:
        since = Coalesce(F("failing_since"), now)
        row.update(failing_since=since, last_answer=outcome.answer)
