"""The word for training says what was logged, and nothing from silence."""

from __future__ import annotations

import pytest

from tracker.availability import availability_of

OLD = [120.0] * 53


@pytest.mark.parametrize(
    ("last_three", "word"),
    [
        ([None, None, None], "unknown"),
        ([0, None, None], "resting"),
        ([0, 0, 0], "resting"),
        ([None, 240, 0], "training"),
        ([60, None, None], "training"),
    ],
)
def test_the_last_three_days_are_told(last_three: list[float | None], word: str) -> None:
    assert availability_of([*OLD, *last_three]) == word
