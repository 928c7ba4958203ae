"""The last step: after two hours the operator hears ids; and time closes nothing."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from accounts.models import User
from alerts.models import Alert
from tests.cast import Api
from tests.shell.ladder_story import later, letters_to, raise_flag, send_all


def test_after_two_hours_the_operator_hears_ids_and_nothing_else(
    settings: Any, ada: User, ada_api: Api
) -> None:
    settings.OPERATOR_EMAILS = ["duty@ops.test", "second@ops.test"]
    raise_flag(ada_api)
    with later(hours=2, minutes=1):
        send_all()
    (letter,) = letters_to("duty@ops.test")
    assert letter.to == ["duty@ops.test", "second@ops.test"]
    assert f"person {ada.pk} " in letter.body
    words = (letter.subject + letter.body).lower()
    assert not [word for word in ("ada", "numb", "saddle", "emergency") if word in words]


def test_no_operator_is_said_in_the_log(
    settings: Any, ada_api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OPERATOR_EMAILS = []
    raise_flag(ada_api)
    with later(hours=2, minutes=1), caplog.at_level(logging.ERROR):
        send_all()
    assert "OPERATOR_EMAILS is empty" in caplog.text


def test_time_closes_nothing(ada_api: Api) -> None:
    raised = raise_flag(ada_api)
    with later(days=40):
        send_all()
    assert Alert.objects.filter(state="open", kind="red_flag").count() == len(raised)
