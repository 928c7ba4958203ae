"""How often the whole of a letter was handed over: twice at most, whoever died or was not heard.

Written down before the end of the letter goes out, so that a sender that is killed has counted.
What the mail server refuses is taken back: nobody got it (ADR 0182).
"""

from __future__ import annotations

from django.db.models import F

from alerts.models import Delivery, DeliveryState

MOST = 2  # the letter itself and one copy of it


class Spent(Exception):
    """Nothing is to be handed over: it was as often as it may be, or somebody else is done."""


class HandingOver:
    """One sending of one letter.

    `delivery_id` None = of one that is sent once and kept nowhere; `times` = how often the whole of
    it was handed over and not refused, this time too once it has begun.
    """

    def __init__(self, delivery_id: int | None, *, times: int) -> None:
        self.times = times
        self._row = Delivery.objects.filter(pk=delivery_id or 0)
        self._most = 1 if delivery_id is None else MOST
        self._has_begun = False

    def may_begin(self) -> bool:
        """Say whether the letter may be handed over, or once more."""
        return self.times < self._most

    def begin(self) -> None:
        """Count, at the last moment before the server has the whole letter.

        :raises Spent: when it must not get it.
        """
        if self._most > 1:
            free = self._row.filter(handed_over__lt=MOST).exclude(state=DeliveryState.DONE)
            if not free.update(handed_over=F("handed_over") + 1):
                raise Spent
        self._has_begun = True
        self.times += 1

    def was_refused(self) -> None:
        """Take the count back: the server did not take the letter, or not the whole of it."""
        if self._has_begun:
            self._has_begun = False
            self.times -= 1
            self._row.filter(handed_over__gt=0).update(handed_over=F("handed_over") - 1)
