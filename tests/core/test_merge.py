"""Last edit wins, the same on every phone: laws of merging."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tracker.merge import SEEN_BYTES, Edit, Standing, settle, settle_all

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
DAY = date(2026, 3, 9)


def edit(
    *,
    at: int = 0,
    level: int = 3,
    deleted: bool = False,
    one: int = 1,
    ahead: int = 0,
    day: int = 0,
) -> Edit:
    """An edit at minute `at`; `ahead`: minutes of a fast clock that were cut off at receipt."""
    when = NOON + timedelta(minutes=at)
    content: dict[str, Any] = {} if deleted else {"level": level}
    return Edit(
        UUID(int=one),
        "pain",
        DAY + timedelta(days=day),
        None,
        when,
        when + timedelta(minutes=ahead),
        deleted,
        content,
    )


def after(*edits: Edit) -> Standing:
    standing = None
    for one in edits:
        _, standing = settle(standing, one, revision=1)
    assert standing is not None
    return standing


def test_a_first_edit_is_applied_and_takes_the_revision() -> None:
    status, standing = settle(None, edit(), revision=7)
    assert (status, standing.revision) == ("applied", 7)


def test_the_same_again_is_unchanged_and_adds_nothing() -> None:
    first = after(edit())
    assert settle(first, edit(), revision=9) == ("unchanged", first)


def test_a_later_edit_wins_and_an_earlier_one_is_stale_but_remembered() -> None:
    first = after(edit(at=5, level=3))
    assert settle(first, edit(at=9, level=8), revision=2)[0] == "applied"
    status, kept = settle(first, edit(at=1, level=8), revision=2)
    assert status == "stale"
    assert (kept.edit, kept.revision) == (first.edit, first.revision)
    assert len(kept.seen) == 2 * SEEN_BYTES


def test_a_delete_is_an_edit_and_can_itself_be_overtaken() -> None:
    gone = after(edit(at=0), edit(at=1, deleted=True))
    assert gone.edit.deleted
    assert settle(gone, edit(at=0, level=9), revision=3)[0] == "stale"
    assert settle(gone, edit(at=2, level=9), revision=3)[0] == "applied"


def test_a_tie_goes_to_the_greater_content_hash_whoever_comes_first() -> None:
    low, high = sorted([edit(level=3), edit(level=8)], key=lambda one: one.digest)
    assert after(low, high).edit == after(high, low).edit == high


def test_a_version_seen_before_is_not_applied_again_though_receipt_is_later_now() -> None:
    fast = edit(at=0, level=3, ahead=600)
    standing = after(fast, edit(at=5, level=8))
    again = Edit(
        fast.entry_id,
        "pain",
        DAY,
        None,
        NOON + timedelta(minutes=30),
        fast.edited_at_raw,
        False,
        {"level": 3},
    )
    assert settle(standing, again, revision=4) == ("stale", standing)


def test_a_held_up_edit_of_a_fast_clock_does_not_return_over_the_one_made_from_it() -> None:
    # given a phone two days ahead whose second edit came through before its first
    second = after(edit(at=1, level=8, ahead=3000))
    first = edit(at=9, level=3, ahead=2000)
    # when the first arrives, sent before anything was known of the second
    status, kept = settle(second, first, revision=2, known=0)
    # then it is too late; from a phone that knew the second it would be a new word
    assert (status, kept.edit.content) == ("stale", {"level": 8})
    assert settle(second, first, revision=2, known=1)[0] == "applied"


def test_a_right_clock_is_never_beaten_for_good_by_one_that_runs_ahead() -> None:
    fast = after(edit(at=1, level=8, ahead=3000))
    assert settle(fast, edit(at=2, level=3), revision=2, known=0)[0] == "applied"


def test_a_fast_clock_is_remembered_through_the_edits_of_right_ones() -> None:
    fast, right = edit(at=1, level=8, ahead=3000), edit(at=5, level=4)
    held_up = edit(at=9, level=3, ahead=2000)
    assert settle(after(fast, right), held_up, revision=3)[0] == "stale"


def test_the_same_content_at_no_later_time_is_unchanged_though_new() -> None:
    status, _ = settle(after(edit(at=5)), edit(at=5, ahead=3), revision=2)
    assert status == "unchanged"


def test_two_versions_in_one_batch_are_settled_in_order() -> None:
    batch = settle_all({}, [edit(at=1, level=2), edit(at=2, level=6)], revision=10)
    assert batch.statuses == ["applied", "applied"]
    assert batch.revision == 12
    standing = batch.touched[UUID(int=1)]
    assert (standing.edit.content["level"], standing.revision) == (6, 12)


def test_an_entry_that_moves_touches_the_day_it_leaves_and_the_one_it_joins() -> None:
    batch = settle_all({}, [edit(at=1), edit(at=2, day=3)], revision=0)
    assert batch.days == {DAY, DAY + timedelta(days=3)}


EDITS = st.lists(
    st.builds(
        edit,
        at=st.integers(0, 3),
        level=st.integers(0, 3),
        deleted=st.booleans(),
        one=st.integers(1, 2),
        day=st.integers(0, 1),
    ),
    max_size=8,
)


def stands(edits: list[Edit]) -> dict[UUID, tuple[Edit, frozenset[bytes]]]:
    return {
        one: (
            standing.edit,
            frozenset(
                standing.seen[at : at + SEEN_BYTES]
                for at in range(0, len(standing.seen), SEEN_BYTES)
            ),
        )
        for one, standing in settle_all({}, edits, revision=0).standings.items()
    }


@given(edits=EDITS, data=st.data())
def test_whatever_the_order_the_same_edits_stand(edits: list[Edit], data: st.DataObject) -> None:
    assert stands(data.draw(st.permutations(edits))) == stands(edits)


@given(edits=EDITS)
def test_replaying_changes_nothing(edits: list[Edit]) -> None:
    first = settle_all({}, edits, revision=0)
    again = settle_all(first.standings, edits, revision=first.revision)
    assert again.standings == first.standings
    assert not again.touched
    assert not again.applied
    assert set(again.statuses) <= {"unchanged", "stale"}


@given(edits=EDITS, cut=st.integers(0, 8))
def test_two_batches_are_as_good_as_one(edits: list[Edit], cut: int) -> None:
    first = settle_all({}, edits[:cut], revision=0)
    second = settle_all(first.standings, edits[cut:], revision=first.revision)
    assert second.standings == settle_all({}, edits, revision=0).standings
