"""What an episode remembers beside its level: side, start, whether it came back, what to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from triage.models import Episode, Recheck, Side

SAME_ACHE_WITHIN = timedelta(weeks=12)  # a recurrence: the same side so soon after
ASKED_ONLY_ONCE = "symptom_days"


def remember_told(episode: Episode, *, answers: Mapping[str, Any], day: date) -> None:
    """Keep side and start as an assessment's answers tell them; what they do not tell stays.

    The newest word on the side counts. The start is taken once: from then on only the person
    corrects it, since "how many days" is answered roughly and anew each time.
    """
    side = answers.get("side")
    changed = take_side(episode, side) if side in Side.values else []
    days = answers.get(ASKED_ONLY_ONCE)
    if episode.started_on is None and isinstance(days, int | float):
        episode.started_on = day - timedelta(days=int(days))
        changed.append("started_on")
    if changed:
        episode.save(update_fields=changed)


def take_side(episode: Episode, side: str) -> list[str]:
    """Set the side, and by it which earlier episode this repeats; return what changed. Not saved.

    Whether it came back was said of the side before, so that is to be asked anew.
    """
    if side == episode.side:
        return []
    episode.side, episode.came_back = side, None
    return ["side", "came_back", *recognise(episode)]


def recognise(episode: Episode) -> list[str]:
    """Set which earlier episode this one repeats; return the field if it changed. Not saved.

    Where the person said that it is another ache, it repeats none.
    """
    found = None if episode.came_back is False else _same_side_lately(episode)
    before, episode.recurrence_of_id = episode.recurrence_of_id, found
    return ["recurrence_of"] if before != found else []


def _same_side_lately(episode: Episode) -> Any:
    if not episode.side or episode.side == Side.CHANGES:
        return None
    sides = [episode.side, Side.BOTH] if episode.side != Side.BOTH else ["left", "right", "both"]
    earlier = Episode.objects.filter(
        athlete_id=episode.athlete_id, side__in=sides, closed_at__lte=episode.opened_at,
        closed_at__gte=episode.opened_at - SAME_ACHE_WITHIN,
    ).exclude(pk=episode.pk)  # fmt: skip
    return earlier.order_by("-closed_at").values_list("pk", flat=True).first()


def ask_again(
    episode: Episode, *, reason: Recheck, because: Sequence[str], since: datetime
) -> None:
    """Ask for a new check; changed answers count more than an old check, findings add up."""
    known = list(episode.recheck_because)
    merged = known + [name for name in because if name not in known]
    changed = reason == Recheck.ANSWERS_CHANGED
    if episode.recheck_since is not None and not changed:
        return
    latest = max(since, episode.recheck_since or since)
    before = (episode.recheck_since, episode.recheck_reason, known)
    if before == (latest, reason, merged):
        return
    episode.recheck_since, episode.recheck_reason = latest, reason
    episode.recheck_because = merged
    episode.save(update_fields=["recheck_since", "recheck_reason", "recheck_because"])


def was_checked(episode: Episode, *, at: datetime) -> None:
    """Take the question back: a complete triage was given after what raised it."""
    if episode.recheck_since is None or at < episode.recheck_since:
        return
    episode.recheck_since, episode.recheck_reason, episode.recheck_because = None, "", []
    episode.save(update_fields=["recheck_since", "recheck_reason", "recheck_because"])
