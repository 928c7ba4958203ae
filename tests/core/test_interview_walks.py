"""The interviews of golden cases, held to what was written down and read."""

from __future__ import annotations

from tests.knowledge.expected import read
from tests.knowledge.golden import golden_cases
from tests.knowledge.truths import interview
from tests.knowledge.walked import EVERY, WALKS, walks
from triage.loader import current


def test_the_same_screens_are_asked_in_the_same_order_as_were_written_down() -> None:
    asked = walks(current())

    written = read(WALKS)
    changed = [name for name in {*asked, *written} if asked.get(name) != written.get(name)]
    assert changed == [], "on purpose? python -m tests.mutation sets --write, and read the diff"


def test_how_many_screens_are_left_is_never_said_to_be_none_while_some_follow() -> None:
    for case in golden_cases()[::EVERY]:
        screens = interview(case.answers, knowledge=current()).screens
        left = [screen.left for screen in screens]
        still = range(len(left), 0, -1)

        assert [at for at, said in enumerate(left) if said < 1] == [], case.name
        said_last = [real for said, real in zip(left, still, strict=True) if said == 1]
        assert set(said_last) <= {1, 2}, case.name  # "perhaps the last one": one more may follow
        assert max(real - said for said, real in zip(left, still, strict=True)) <= 8, case.name
