"""The relay's hands: threads that send, of which one at a time looks for what is due.

Each has a connection of its own and takes one row at a time, as a relay of its own would. Who finds
nothing waits at the door and lets nobody pass meanwhile: however many there are, the rows are asked
for once a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from alerts import leasing, relay
from alerts.lanes import Lanes, Place
from alerts.models import Delivery

logger = logging.getLogger(__name__)
HANDS = 8  # not more than connections in a pool
EVERY_S = 1.0
PAUSE_S = 3.0  # after the database could not be asked


class Hands:
    """Several hands at one door; `is_well` is called each time the rows could be asked."""

    def __init__(self, *, ended: threading.Event, is_well: Callable[[], None]) -> None:
        self._ended, self._is_well = ended, is_well
        self._door = threading.Lock()
        self._lanes = Lanes()
        self._failures: list[BaseException] = []

    def work(self) -> None:
        """Send until told to end; each hand finishes what it holds.

        :raises BaseException: what ended one of them, so that no relay goes on with fewer.
        """
        hands = [threading.Thread(target=self._be_one, name=f"hand-{n}") for n in range(HANDS)]
        for hand in hands:
            hand.start()
        self._ended.wait()
        for hand in hands:
            hand.join()
        if self._failures:
            raise self._failures[0]

    def _be_one(self) -> None:
        try:
            while not self._ended.is_set():
                self._take_turn()
        except BaseException as error:
            self._failures.append(error)
            self._ended.set()
        finally:
            connection.close()

    def _take_turn(self) -> None:
        try:
            with self._door:
                taken = None if self._ended.is_set() else self._look()
            if taken is not None:
                self._send(*taken)
        except DatabaseError as error:  # a restart of the database: the rows wait
            logger.warning("the store could not be asked: %s", type(error).__name__)
            connection.close()
            self._ended.wait(PAUSE_S)
        close_old_connections()

    def _look(self) -> tuple[Delivery, Place, frozenset[str]] | None:
        """Take what is most urgent and kept waiting by nobody, and a place in its lanes."""
        busy = self._lanes.busy()
        delivery = leasing.lease_one(now=timezone.now(), busy=busy)
        self._is_well()
        if delivery is None:
            close_old_connections()
            self._ended.wait(EVERY_S)
            return None
        needed = leasing.lanes_of(delivery)
        return delivery, self._lanes.enter(needed - busy.hanging), needed & busy.hanging

    def _send(self, delivery: Delivery, place: Place, leave_out: frozenset[str]) -> None:
        try:
            relay.deliver(delivery, relay.Pass(), leave_out=leave_out)
        finally:
            self._lanes.leave(place)
