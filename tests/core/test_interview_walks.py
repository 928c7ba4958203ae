"""The interviews of golden cases, held to what was written down and read."""

from __future__ import annotations

from tests.knowledge.expected import read
from tests.knowledge.walked import WALKS, walks
from triage.loader import current


def test_the_same_screens_are_asked_in_the_same_order_as_were_written_down() -> None:
    asked = walks(current())

    written = read(WALKS)
    changed = [name for name in {*asked, *written} if asked.get(name) != written.get(name)]
    assert changed == [], "on purpose? python -m tests.mutation sets --write, and read the diff"
