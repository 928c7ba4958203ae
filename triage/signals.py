"""What triage announces, inside the transaction of the rows it speaks of; ids only."""

from django.dispatch import Signal

# assessment_id (UUID), athlete_id (int): an assessment was written.
assessment_recorded = Signal()

# episode_id (UUID), athlete_id (int), outcome (str), told_at (datetime, never ahead): the person
# said then whether they were seen; of what came after they said nothing.
outcome_recorded = Signal()
