"""Signs logged on a day are judged with the last seven days, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.merge import Edit
from tracker.models import Entry
from triage.services import SignFact, screen_signs

if TYPE_CHECKING:
    from accounts.models import User

WINDOW_DAYS = 7  # CONTRACT: the symptom entries of the last seven days


def screen(*, athlete: User, applied: Sequence[Edit], today: date, now: datetime) -> None:
    """Judge what changed, if a sign did; what is raised is stored and announced by triage."""
    changed = [fact for edit in applied if not edit.deleted and (fact := _sign(edit, changed=True))]
    if not changed:
        return
    days = {fact.day for fact in changed}
    reach = timedelta(days=WINDOW_DAYS - 1)
    spans = {(day - reach, day) for day in days} | {(today - reach, max(today, *days))}
    changed_ids = {edit.entry_id for edit in applied}
    held = Entry.objects.filter(
        athlete_id=athlete.pk, deleted=False, kind__in=["symptom", "pain"],
        day__gte=min(first for first, _ in spans), day__lte=max(last for _, last in spans),
    )  # fmt: skip
    others = [
        fact for row in held if row.entry_id not in changed_ids and (fact := _sign_of_row(row))
    ]
    screen_signs(
        athlete_id=athlete.pk,
        profile_answers=profile_answers(athlete, today),
        signs=[*others, *changed],
        now=now,
        today=today,
    )


def profile_answers(athlete: User, today: date) -> dict[str, object]:
    """Return what the profile says in the words of the vocabulary; what is empty is not said."""
    profile = athlete.profile
    answers: dict[str, object] = {"persona": profile.persona}
    if profile.birth_year:
        answers["age_years"] = max(0, today.year - profile.birth_year)
    for name in ("side", "sex_at_birth"):
        if value := getattr(profile, name):
            answers[name] = value
    return answers


def _sign(edit: Edit, *, changed: bool) -> SignFact | None:
    if edit.kind == "symptom":
        finding, value = edit.content["finding"], edit.content["value"]
    elif edit.kind == "pain" and edit.content.get("context") == "now":
        finding, value = "pain_now", edit.content["level"]
    else:
        return None
    return SignFact(finding, value, edit.day, (edit.edited_at, str(edit.entry_id)), changed)


def _sign_of_row(row: Entry) -> SignFact | None:
    edit = Edit(
        row.entry_id, row.kind, row.day, row.at, row.edited_at, row.edited_at_raw, row.deleted,
        row.content,
    )  # fmt: skip
    return _sign(edit, changed=False)
