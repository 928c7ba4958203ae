"""What accounts announces, inside the transaction, ids only; it does not know who listens."""

from django.dispatch import Signal

zone_changed = Signal()  # athlete_id: int, zone: str
