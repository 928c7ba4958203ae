"""A club's own system: ids only, signed with its secret (HMAC-SHA256), retried like all else."""

from __future__ import annotations

import hashlib
import hmac
import json

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from alerts.channels import Gone, Letter, Outcome, Sent, TryLater
from alerts.channels.addresses import CLUBS_SYSTEMS, Refused, Unreachable
from alerts.channels.bounded_http import Answer, post
from alerts.channels.retry_after import retry_after_s
from alerts.models import Webhook

NAME = "webhook"
EVENT = "check_requested"


def send(letter: Letter) -> Outcome:
    """Tell one system that an athlete should be checked on."""
    hook = Webhook.objects.filter(pk=letter.webhook_id or 0, ended_at=None).first()
    if hook is None:
        return Gone("no-webhook")
    now = timezone.now()
    body = body_of(hook, letter)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "ThighCare",
        "ThighCare-Signature": signature(
            secret=hook.secret, timestamp=int(now.timestamp()), body=body
        ),
    }
    try:
        outcome = _judge(post(hook.url, headers=headers, body=body, gate=CLUBS_SYSTEMS))
    except Refused as error:
        outcome = Gone(f"refused-{error}"[:40])
    except Unreachable as error:
        outcome = TryLater(f"unreachable-{error}"[:40])
    _note(hook, outcome)
    return outcome


def body_of(hook: Webhook, letter: Letter) -> bytes:
    """Return what is sent: `id` is the same in every try, so that a listener can tell repeats."""
    assert letter.ladder is not None
    said = {
        "id": f"{letter.ladder.hex}-{hook.pk}",
        "event": EVENT,
        "team": hook.team_id,
        "athlete": letter.athlete_id,
    }
    return json.dumps(said, separators=(",", ":")).encode()


def signature(*, secret: str, timestamp: int, body: bytes) -> str:
    """Return `t=SECONDS,v1=HEX`: the HMAC is over the time, a full stop, and the body."""
    signed = f"{timestamp}.".encode() + body
    return f"t={timestamp},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def _judge(answer: Answer) -> Outcome:
    status, said = answer.status, f"http-{answer.status}"
    if 200 <= status < 300:
        return Sent(said)
    if status in (408, 425, 429) or status >= 500:
        return TryLater(said, retry_after_s(answer.headers.get("retry-after")))
    return Gone(said)  # a redirect among them: never followed


def _note(hook: Webhook, outcome: Outcome) -> None:
    now, row = timezone.now(), Webhook.objects.filter(pk=hook.pk)
    if isinstance(outcome, Sent):
        row.update(last_accepted_at=now, failing_since=None, last_answer=outcome.answer)
    elif outcome.answer == "http-410":  # it asks not to be called again
        row.update(ended_at=now, last_answer=outcome.answer)
    else:
        since = Coalesce(F("failing_since"), now)
        row.update(failing_since=since, last_answer=outcome.answer)
