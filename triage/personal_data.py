"""What triage keeps of a person, for export and erasure."""

from __future__ import annotations

from typing import Any

from triage.models import Assessment, DriftReading, Episode, Interview, Outcome, ToldCause

# Every model here that points at a person; the knowledge copies hold nothing personal.
COVERED = (Episode, Assessment, Outcome, ToldCause, DriftReading, Interview)


def export(user_id: int) -> dict[str, list[Any]]:
    """Return the person's own rows."""
    return {
        "episodes": [dict(row) for row in Episode.objects.filter(athlete_id=user_id).values()],
        "assessments": [
            dict(row) for row in Assessment.objects.filter(athlete_id=user_id).values()
        ],
        "outcomes": [dict(row) for row in Outcome.objects.filter(athlete_id=user_id).values()],
        "causes_told_by_a_clinician": [
            dict(row) for row in ToldCause.objects.filter(athlete_id=user_id).values()
        ],
        "drift_readings": [
            dict(row) for row in DriftReading.objects.filter(athlete_id=user_id).values()
        ],
        "interviews": [dict(row) for row in Interview.objects.filter(athlete_id=user_id).values()],
    }


def erase(user_id: int) -> None:
    """Remove every trace."""
    DriftReading.objects.filter(athlete_id=user_id).delete()
    Interview.objects.filter(athlete_id=user_id).delete()
    Outcome.objects.filter(athlete_id=user_id).delete()
    ToldCause.objects.filter(athlete_id=user_id).delete()
    Assessment.objects.filter(athlete_id=user_id).delete()
    Episode.objects.filter(athlete_id=user_id).delete()
