"""What triage announces, inside the transaction of the rows it speaks of; ids only."""

from django.dispatch import Signal

# assessment_id (UUID), athlete_id (int): an assessment was written.
assessment_recorded = Signal()

# episode_id (UUID), athlete_id (int), outcome (str): the person said whether they were seen.
outcome_recorded = Signal()
