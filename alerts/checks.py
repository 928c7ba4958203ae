"""What `manage.py check` says of this room: whether pushes can be signed."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core import checks

from alerts import vapid

TAG = "push"


def connect() -> None:
    """Put the check where `manage.py check` and every start finds it."""
    checks.register(push_can_be_signed, TAG)


def push_can_be_signed(**_: Any) -> list[checks.CheckMessage]:
    """Name the file or setting that keeps pushes from being signed, and the remedy.

    A key that is not there yet is made at first use, not by asking.
    """
    path = settings.VAPID_PRIVATE_KEY_FILE
    if not path.exists() and os.access(path.parent, os.W_OK | os.X_OK):
        return []
    wrong = vapid.problem()
    return [checks.Error(wrong, id="alerts.E001")] if wrong else []
