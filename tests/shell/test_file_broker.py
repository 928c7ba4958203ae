"""The embedded broker: a writer killed at any moment leaves nothing that stops a reader."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.entity import Exchange, Queue

from thighcare.file_broker import Transport

EMBEDDED = Transport  # also where this run has Redis
TORN = ["", "{", '{"body": 7}', "[]", "null", '{"properties": {}}', '{"properties": 5}', "\x00"]


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Any]:
    names = {"data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control"}
    made = {option: tmp_path / name for option, name in names.items()}
    for folder in made.values():
        folder.mkdir(exist_ok=True)
    return {option: str(folder) for option, folder in made.items()} | {"store_processed": False}


@pytest.fixture
def broker(folders: dict[str, Any]) -> Iterator[Connection]:
    with Connection(transport=EMBEDDED, transport_options=folders) as made:
        yield made


@pytest.fixture
def lane() -> Queue:
    """A queue of its own: kombu remembers for the whole process what is bound to what."""
    name = f"lane{uuid.uuid4().hex}"
    return Queue(name, Exchange(name), routing_key=name)


def put_file(folders: dict[str, Any], name: str, content: str) -> None:
    Path(folders["data_folder_in"], name).write_text(content)


def test_messages_come_out_as_they_went_in(broker: Connection, lane: Queue) -> None:
    line = broker.SimpleQueue(lane)
    for number in range(3):
        line.put({"number": number})

    told = [line.get(block=False) for _ in range(3)]

    assert sorted(one.payload["number"] for one in told) == [0, 1, 2]
    with pytest.raises(Empty):
        line.get(block=False)


@pytest.mark.parametrize("content", TORN)
def test_a_torn_file_is_passed_over_and_what_follows_is_read(
    broker: Connection, folders: dict[str, Any], lane: Queue, content: str
) -> None:
    put_file(folders, f"0_{uuid.uuid4()}.{lane.name}.msg", content)
    line = broker.SimpleQueue(lane)
    line.put({"whole": True})

    assert line.get(block=True, timeout=5).payload == {"whole": True}


def test_a_file_that_is_being_written_is_not_seen(
    broker: Connection, folders: dict[str, Any], lane: Queue
) -> None:
    put_file(folders, f"0_{uuid.uuid4()}.{lane.name}.msg.{uuid.uuid4().hex}.part", '{"half":')
    line = broker.SimpleQueue(lane)

    with pytest.raises(Empty):
        line.get(block=False)
    line.put({"whole": True})
    assert not [one for one in Path(folders["data_folder_in"]).glob("*.part") if one.name[0] != "0"]


@pytest.mark.parametrize("content", ["", "[[", "7", '[["a"]]'])
def test_a_torn_table_is_made_anew(
    broker: Connection, folders: dict[str, Any], lane: Queue, content: str
) -> None:
    Path(folders["control_folder"], f"{lane.name}.exchange").write_text(content)
    line = broker.SimpleQueue(lane)

    line.put({"whole": True})

    assert line.get(block=True, timeout=5).payload == {"whole": True}


def test_processes_that_start_at_once_lose_no_queue_of_the_table(folders: dict[str, Any]) -> None:
    exchange = f"watch{uuid.uuid4().hex}"
    names = [f"{exchange}-{number}" for number in range(8)]

    def begin(name: str) -> None:
        with Connection(transport=EMBEDDED, transport_options=folders) as own:
            Queue(name, Exchange(exchange), routing_key=name)(own.default_channel).declare()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(begin, names))

    with Connection(transport=EMBEDDED, transport_options=folders) as own:
        assert {row.queue for row in own.default_channel.get_table(exchange)} == set(names)
