"""The embedded broker's files, as kombu has them, but none is ever seen half written.

Whoever writes may be killed in the middle, and whoever reads looks on without a lock: with kombu's
own channel an empty or torn file ends the worker. Here a file stands whole or not at all, and what
is no message is passed over; a bell lost that way is the sweep's affair (ADR 0001, 0145).
"""

from __future__ import annotations

import json
import logging
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)
LOCK = "tables.lock"  # in the control folder: one at a time changes a table


# Without types: the layers of kombu's own channel do not agree how arguments are called.
_KombuChannel: Any = filesystem.Channel


class Channel(_KombuChannel):
    """Puts and gets messages, one file each."""

    def _put(self, queue: str, payload: dict[str, Any], **_: Any) -> None:
        """Put a message; its name says since when it waits, as kombu's names do."""
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out, name), dumps(payload))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message; a file is there or is not, so nothing waits for `timeout`.

        :raises queue.Empty: when none waits.
        """
        while True:
            try:
                payload = super()._get(queue)
            except ValueError:  # not UTF-8 or not JSON
                payload = None
            if _is_message(payload):
                return dict(payload)
            logger.warning("a file in the queue %s was no message; it is passed over", queue)

    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        """Return which queues an exchange feeds; a table that cannot be read is none."""
        try:
            rows = loads(self._exchange_file(exchange).read_text())
            return [filesystem.exchange_queue_t(*row) for row in rows]
        except (FileNotFoundError, ValueError, TypeError):
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Add a queue to an exchange's table; every process that starts binds all its queues."""
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self.control_folder.mkdir(exist_ok=True)
        with Path(self.control_folder, LOCK).open("w") as guard:
            filesystem.lock(guard, filesystem.LOCK_EX)  # let go when the file is closed
            held = self.get_table(exchange)
            if row not in held:
                _write_whole(self._exchange_file(exchange), json.dumps([row, *held]))


class Transport(filesystem.Transport):
    """kombu's transport with that channel."""

    Channel = Channel


def _write_whole(path: Path, text: str) -> None:
    """Let a file stand with all of its content, or not at all, whenever the writer dies."""
    torn = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    torn.write_text(text)
    torn.replace(path)


def _is_message(payload: Any) -> bool:
    """Say whether kombu can make a message of it."""
    properties = payload.get("properties") if isinstance(payload, dict) else None
    return isinstance(properties, dict) and "delivery_tag" in properties
