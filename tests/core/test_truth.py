"""Three-valued truth: unknown is never no."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kernel.ids import uuid7
from kernel.truth import all_of, any_of, negate

TRUTH = st.lists(st.sampled_from([True, False, None]), max_size=6)


@given(TRUTH)
def test_de_morgan_holds_with_unknowns(values: list[bool | None]) -> None:
    assert negate(all_of(values)) == any_of(negate(value) for value in values)


@given(TRUTH)
def test_order_never_matters(values: list[bool | None]) -> None:
    assert all_of(values) == all_of(reversed(values))
    assert any_of(values) == any_of(reversed(values))


def test_an_unknown_among_noes_stays_unknown() -> None:
    assert any_of([False, None]) is None
    assert all_of([True, None]) is None


def test_ids_sort_by_the_time_they_were_made() -> None:
    first, second = uuid7(now_ms=1_000), uuid7(now_ms=1_001)

    assert first < second
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
