"""The page for clubs is true: the code it shows accepts what we sign and nothing else."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from alerts.channels.webhook import EVENT, signature

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text()
BODY = b'{"id":"x","event":"check_requested","team":7,"athlete":42}'


@pytest.fixture(scope="module")
def is_ours() -> Any:
    """The function that the page shows."""
    names: dict[str, Any] = {}
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    exec(code, names)
    return names["is_ours"]


def test_what_we_sign_is_accepted(is_ours: Any) -> None:
    header = signature(secret="secret", timestamp=int(time.time()), body=BODY)

    assert is_ours("secret", header, BODY)


@pytest.mark.parametrize(
    ("secret", "age_s", "body"),
    [("another", 0, BODY), ("secret", 600, BODY), ("secret", 0, BODY + b" ")],
)
def test_another_secret_an_old_message_and_a_changed_body_are_refused(
    is_ours: Any, secret: str, age_s: int, body: bytes
) -> None:
    header = signature(secret="secret", timestamp=int(time.time()) - age_s, body=BODY)

    assert not is_ours(secret, header, body)


def test_the_page_names_the_event_that_is_sent() -> None:
    assert f'"event": "{EVENT}"' in PAGE
