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
    """One sending of one letter; `delivery_id` None = of one that is sent once and kept nowhere."""

    def __init__(self, delivery_id: int | None) -> None:
        self._rows = Delivery.objects.filter(pk=delivery_id or 0)
        self._is_kept = delivery_id is not None
        self._has_begun = False

    def times(self) -> int:
        """Return how often the whole letter was handed over and not refused, this time too."""
        if not self._is_kept:
            return int(self._has_begun)
        kept = self._rows.values_list("handed_over", flat=True).first()
        return MOST if kept is None else kept

    def may_begin(self) -> bool:
        """Say whether the letter may be handed over, or once more."""
        return self.times() < (MOST if self._is_kept else 1)

    def begin(self) -> None:
        """Count, at the last moment before the server has the whole letter.

        :raises Spent: when it must not get it.
        """
        if self._is_kept:
            free = self._rows.filter(handed_over__lt=MOST).exclude(state=DeliveryState.DONE)
            if not free.update(handed_over=F("handed_over") + 1):
                raise Spent
        self._has_begun = True

    def was_refused(self) -> None:
        """Take the count back: the server did not take the letter, or not the whole of it."""
        if self._has_begun:
            self._has_begun = False
            self._rows.filter(handed_over__gt=0).update(handed_over=F("handed_over") - 1)
