"""Signs logged on a day are judged with the last seven days, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from tracker.merge import Edit
from triage.services import PlaceFact, SignFact, screen_signs

if TYPE_CHECKING:
    from accounts.models import User

REACH = timedelta(days=6)  # CONTRACT: the symptom entries of the last seven days
SIGN_KINDS = ("symptom", "pain")


def recent(edits: Iterable[Edit], *, today: date) -> list[Edit]:
    """Return the edits of today and the six days before: what old history says rings nobody."""
    return [edit for edit in edits if edit.day >= today - REACH]


def reach_of(edits: Iterable[Edit], *, today: date) -> tuple[date, date] | None:
    """Return first and last day whose signs are judged together with these, None without signs."""
    days = {edit.day for edit in edits if _sign(edit, changed=True) or _place(edit, changed=True)}
    return (min(today, *days) - REACH, max(today, *days)) if days else None


def screen(
    *,
    athlete: User,
    applied: Sequence[Edit],
    standing: Iterable[Edit],
    before: Mapping[UUID, Edit],
    today: date,
    now: datetime,
) -> None:
    """Judge what changed, if a sign did; what is raised is stored and announced by triage.

    `standing` are the entries as they stand now, those of the last seven days among them; `before`
    those of them that stood already when this batch came.
    """
    changed = list(_changed_signs(applied, before, now))
    moved = [place for edit in applied if (place := _place(edit, changed=True))]
    if not changed and not moved:
        return
    changed_ids = {edit.entry_id for edit in applied}
    held = [edit for edit in standing if edit.entry_id not in changed_ids]
    others = [fact for edit in held if (fact := _sign(edit, changed=False))]
    stayed = [place for edit in held if (place := _place(edit, changed=False))]
    screen_signs(
        athlete_id=athlete.pk,
        profile_answers=profile_answers(athlete, today),
        signs=[*others, *changed],
        places=[*stayed, *moved],
        now=now,
        today=today,
        country=athlete.profile.country,
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


def _changed_signs(
    applied: Sequence[Edit], before: Mapping[UUID, Edit], now: datetime
) -> Iterator[SignFact]:
    """Yield them with the moment from which they count for an answer given meanwhile.

    That is when it was told, by the phone's clock; where the server itself saw the entry say
    something else until now, it is now, however slow that clock is.
    """
    said = dict(before)
    for edit in applied:
        fact, earlier = _sign(edit, changed=True), said.get(edit.entry_id)
        said[edit.entry_id] = edit
        if fact is None:
            continue
        held = _sign(earlier, changed=False) if earlier else None
        turned = earlier is not None and (held is None or held.value != fact.value)
        yield replace(fact, counts_from=now if turned else edit.edited_at)


def _sign(edit: Edit, *, changed: bool) -> SignFact | None:
    if edit.deleted:
        return None
    if edit.kind == "symptom":
        finding, value = edit.content["finding"], edit.content["value"]
    elif edit.kind == "pain" and edit.content.get("context") == "now":
        finding, value = "pain_now", edit.content["level"]
    else:
        return None
    order = (edit.edited_at, str(edit.entry_id))
    return SignFact(finding, value, edit.day, order, changed, edit.edited_at)


def _place(edit: Edit, *, changed: bool) -> PlaceFact | None:
    """Return where it hurt; pain of 0 is nowhere."""
    if edit.deleted or edit.kind != "pain" or not edit.content["level"]:
        return None
    region = edit.content.get("region")
    return PlaceFact(region, edit.day, edit.edited_at, changed) if region else None
