"""POST /sync: what was logged is kept once, the later edit stands, and nothing good is lost."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.cast import Api, api_as, entry, today
from tracker.models import Day, Entry, Snapshot
from tracker.signals import day_changed


def at(minutes: int) -> str:
    """Return an edit time some minutes before now (negative) or after."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def statuses(answer: dict[str, Any]) -> list[str]:
    return [result["status"] for result in answer["results"]]


def stored() -> list[tuple[Any, ...]]:
    return [
        *Entry.objects.order_by("pk").values_list("entry_id", "content", "deleted", "revision"),
        *Day.objects.order_by("pk").values_list("day", "folded", "revision"),
        *[
            (row.revision, row.ends_on, bytes(row.pain), bytes(row.logged), bytes(row.load_au))
            for row in Snapshot.objects.order_by("pk")
        ],
    ]


def test_a_check_in_is_kept_folded_and_told_back(ada_api: Api, ada: User) -> None:
    pain = entry("pain", level=4, region="sit_bone")
    answer = ada_api.sync(pain, entry("sitting", hours=6), entry("hydration", ml=1500))
    assert statuses(answer) == ["applied"] * 3
    assert answer["results"][0]["id"] == pain["id"]
    assert set(answer) == {"results", "alerts", "entries", "cursor", "more", "epoch"}
    assert answer["more"] is False
    assert [one["kind"] for one in answer["entries"]] == ["pain", "sitting", "hydration"]
    assert answer["entries"][0]["level"] == 4
    day = Day.objects.get(athlete=ada)
    assert day.folded == {"pain_worst": 4, "pain_mean": 4.0, "sitting_h": 6, "hydration_ml": 1500}
    snapshot = Snapshot.objects.get(athlete=ada)
    assert (snapshot.ends_on, bytes(snapshot.pain)[-1]) == (today(), 4)


def test_the_same_batch_again_changes_nothing(ada_api: Api) -> None:
    batch = [entry("pain", level=4), entry("note", text="Drove far."), entry("sitting", hours=3)]
    ada_api.sync(*batch)
    before = stored()
    for _ in range(2):
        assert statuses(ada_api.sync(*batch)) == ["unchanged"] * 3
    assert stored() == before


def test_one_bad_entry_never_loses_the_good_ones(ada_api: Api) -> None:
    bad = entry("pain", level=11)
    answer = ada_api.sync(entry("pain", level=4), bad, entry("sitting", hours=1))
    assert statuses(answer) == ["applied", "invalid", "applied"]
    problem = answer["results"][1]["problem"]
    assert answer["results"][1]["id"] == bad["id"]
    assert (problem["code"], problem["status"]) == ("out-of-range", 400)
    assert problem["errors"][0]["pointer"] == "/level"
    assert "0 to 10" in problem["detail"]
    assert Entry.objects.count() == 2


def test_a_later_edit_wins_and_an_earlier_one_is_stale(ada_api: Api) -> None:
    first = entry("pain", level=4, edited_at=at(-10))
    ada_api.sync(first)
    assert statuses(ada_api.sync(first | {"level": 7, "edited_at": at(-5)})) == ["applied"]
    assert statuses(ada_api.sync(first | {"level": 1, "edited_at": at(-8)})) == ["stale"]
    assert Entry.objects.get().content == {"level": 7}
    assert Day.objects.get().folded["pain_worst"] == 7


def test_a_delete_leaves_a_tombstone_that_other_devices_hear_of(ada_api: Api) -> None:
    first = entry("pain", level=4, edited_at=at(-10))
    cursor = ada_api.sync(first)["cursor"]
    gone = {key: first[key] for key in ("id", "kind", "day")}
    answer = ada_api.sync(gone | {"edited_at": at(-5), "deleted": True}, cursor=cursor)
    assert statuses(answer) == ["applied"]
    assert [one["deleted"] for one in answer["entries"]] == [True]
    assert ada_api.get("/days").json()["results"] == []
    assert Entry.objects.get().deleted
    assert statuses(ada_api.sync(first)) == ["stale"]


def test_an_entry_that_moves_to_another_day_leaves_the_first(ada_api: Api) -> None:
    first = entry("pain", level=4, edited_at=at(-10))
    ada_api.sync(first)
    yesterday = today() - timedelta(days=1)
    ada_api.sync(first | {"day": yesterday.isoformat(), "edited_at": at(-5)})
    days = ada_api.get("/days").json()["results"]
    assert [day["day"] for day in days] == [yesterday.isoformat()]
    snapshot = Snapshot.objects.get()
    assert (snapshot.ends_on, bytes(snapshot.pain)[-1]) == (yesterday, 4)


def test_a_clock_years_ahead_is_taken_as_now_and_kept_raw(ada_api: Api) -> None:
    first = entry("pain", level=4, edited_at="2036-01-01T00:00:00Z")
    ada_api.sync(first)
    row = Entry.objects.get()
    assert row.edited_at <= datetime.now(UTC)
    assert row.edited_at_raw.year == 2036
    assert statuses(ada_api.sync(first)) == ["unchanged"]
    assert statuses(ada_api.sync(first | {"level": 5, "edited_at": at(0)})) == ["applied"]
    assert statuses(ada_api.sync(first)) == ["stale"]


def test_two_versions_of_one_entry_in_a_batch_are_taken_in_order(ada_api: Api) -> None:
    first = entry("pain", level=4, edited_at=at(-10))
    answer = ada_api.sync(first, first | {"level": 9, "edited_at": at(-9)}, first)
    assert statuses(answer) == ["applied", "applied", "stale"]
    assert Entry.objects.get().content == {"level": 9}
    assert [one["level"] for one in answer["entries"]] == [9]


def test_the_cursor_brings_what_another_device_wrote_and_nothing_twice(ada_api: Api) -> None:
    cursor = ada_api.sync(entry("pain", level=1))["cursor"]
    ada_api.sync(entry("pain", level=2))  # another device, which knows nothing
    answer = ada_api.sync(entry("pain", level=3), cursor=cursor)
    assert [one["level"] for one in answer["entries"]] == [2, 3]
    assert ada_api.sync(cursor=answer["cursor"])["entries"] == []


def test_a_stale_edit_is_told_what_stands_even_if_its_phone_had_read_that(ada_api: Api) -> None:
    # given a phone whose own edit waited while it read another phone's later one
    first = entry("pain", level=4, edited_at=at(-10))
    ada_api.sync(first)
    cursor = ada_api.sync(first | {"level": 7, "edited_at": at(-1)})["cursor"]
    # when it sends its own
    answer = ada_api.sync(first | {"level": 2, "edited_at": at(-5)}, cursor=cursor)
    # then it hears what stands, and the cursor stays
    assert statuses(answer) == ["stale"]
    assert [one["level"] for one in answer["entries"]] == [7]
    assert answer["cursor"] == cursor


def test_many_changes_come_in_pages(ada_api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.services.MOST_CHANGES", 2)
    ada_api.sync(*[entry("hydration", ml=ml) for ml in range(5)])
    seen: list[int] = []
    cursor, more = None, True
    while more:
        answer = ada_api.sync(cursor=cursor)
        seen += [one["ml"] for one in answer["entries"]]
        cursor, more = answer["cursor"], answer["more"]
    assert seen == [0, 1, 2, 3, 4]


def test_a_cursor_ahead_of_the_server_gets_everything_again(ada_api: Api) -> None:
    ada_api.sync(entry("pain", level=1))
    answer = ada_api.sync(cursor="999")
    assert len(answer["entries"]) == 1
    assert answer["cursor"] == "1"


def test_ids_belong_to_an_athlete_so_nobody_can_block_anothers(
    ada_api: Api, eve: User, ada: User
) -> None:
    first = entry("pain", level=4)
    ada_api.sync(first)
    assert statuses(api_as(eve).sync(first | {"level": 9})) == ["applied"]
    assert Entry.objects.get(athlete=ada).content == {"level": 4}


def test_a_late_entry_repairs_the_window_as_if_it_had_come_in_time(ada_api: Api) -> None:
    ada_api.sync(entry("pain", level=3))
    ada_api.sync(entry("pain", level=8, day=today() - timedelta(days=50)))
    pain = list(bytes(Snapshot.objects.get().pain))
    assert (pain[5], pain[55]) == (8, 3)


def test_all_batches_in_another_order_end_in_the_same_state(ada_api: Api, eve: User) -> None:
    ids = [str(uuid.uuid4()) for _ in range(3)]
    days = [today() - timedelta(days=back) for back in (0, 3, 70 - 30)]
    edits = [
        entry("pain", id=ids[n % 3], level=n, day=days[n % 2], edited_at=at(-30 + n))
        for n in range(6)
    ] + [entry("pain", id=ids[0], level=1, day=days[2], edited_at=at(-1), deleted=True)]
    for edit in edits:
        ada_api.sync(edit)
    stranger = api_as(eve)
    for edit in reversed(edits):
        stranger.sync(edit)
    one, other = (
        [
            {k: v for k, v in row.items() if k != "edited_at"}
            for row in api.get("/entries").json()["results"]
        ]
        for api in (ada_api, stranger)
    )
    assert sorted(one, key=str) == sorted(other, key=str)
    assert ada_api.get("/days").json() == stranger.get("/days").json()
    assert ada_api.get("/snapshot").json() == stranger.get("/snapshot").json()


def test_a_listener_that_fails_takes_the_entries_with_it(ada: User, ada_api: Api) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("the listener fell over")

    day_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            ada_api.sync(entry("pain", level=4))
    finally:
        day_changed.disconnect(fail)
    assert not Entry.objects.exists()
    assert not Day.objects.exists()


def test_the_rules_are_told_which_days_to_look_at(ada_api: Api, ada: User) -> None:
    heard: list[tuple[int, list[Any]]] = []

    def listen(athlete_id: int, days: list[Any], **_: Any) -> None:
        heard.append((athlete_id, days))

    day_changed.connect(listen)
    try:
        first = entry("pain", level=4)
        ada_api.sync(first)
        ada_api.sync(first)
    finally:
        day_changed.disconnect(listen)
    assert heard == [(ada.pk, [today()])]
    assert not Day.objects.get().watched


def test_a_red_flag_stands_in_this_very_answer(ada_api: Api) -> None:
    answer = ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    assert statuses(answer) == ["applied"]
    assert [(alert["urgency"], alert["state"]) for alert in answer["alerts"]] == [
        ("emergency_now", "open")
    ]
    assert answer["alerts"][0]["day"] == today().isoformat()


def test_the_same_red_flag_again_gives_the_same_alert(ada_api: Api) -> None:
    sign = entry("symptom", finding="saddle_numb", value=True)
    first, again = ada_api.sync(sign), ada_api.sync(sign)
    assert [alert["id"] for alert in first["alerts"]] == [alert["id"] for alert in again["alerts"]]


def test_taking_a_sign_back_closes_nothing(ada_api: Api) -> None:
    sign = entry("symptom", finding="saddle_numb", value=True, edited_at=at(-5))
    ada_api.sync(sign)
    answer = ada_api.sync(sign | {"value": False, "edited_at": at(-1)})
    assert len(answer["alerts"]) == 1


def test_a_harmless_sign_raises_nothing(ada_api: Api) -> None:
    assert ada_api.sync(entry("symptom", finding="saddle_numb", value=False))["alerts"] == []


def test_a_sign_needs_a_known_finding_and_a_value_it_takes(ada_api: Api) -> None:
    answer = ada_api.sync(
        entry("symptom", finding="no_such_finding", value=True),
        entry("symptom", finding="saddle_numb", value="yes"),
        entry("symptom", finding="saddle_numb", value=1),
    )
    assert statuses(answer) == ["invalid"] * 3
    pointers = [result["problem"]["errors"][0]["pointer"] for result in answer["results"]]
    assert pointers == ["/finding", "/value", "/value"]
    assert answer["alerts"] == []


def test_nobody_syncs_without_a_token_or_with_one_that_only_reads(ada: User, client: Any) -> None:
    body = {"cursor": None, "entries": [entry("pain", level=1)]}
    assert client.post("/api/v1/sync", body, content_type="application/json").status_code in (
        401,
        403,
    )
    assert api_as(ada, scopes=("read",)).post("/sync", body).status_code == 403
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_check_in_takes_at_most_nine_statements(ada_api: Api) -> None:
    cursor = ada_api.sync(entry("pain", level=3))["cursor"]
    batch = [entry("pain", level=4), entry("sitting", hours=6), entry("hydration", ml=900)]
    with CaptureQueriesContext(connection) as statements:
        ada_api.sync(*batch, cursor=cursor)
    assert len(statements) <= 9, [query["sql"][:80] for query in statements]
