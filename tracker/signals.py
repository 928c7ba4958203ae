"""What the tracker announces; it does not know who listens. Sent inside the transaction, ids only."""

from django.dispatch import Signal

day_changed = Signal()  # athlete_id: int, days: list[date]
