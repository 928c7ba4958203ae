"""What the tracker announces, inside the transaction, ids only; it does not know who listens."""

from django.dispatch import Signal

day_changed = Signal()  # athlete_id: int, days: list[date]
