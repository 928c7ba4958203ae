"""A stored assessment comes out again from its stored knowledge, whatever came later."""

from __future__ import annotations

import copy
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.knowledge.golden import golden_cases
from triage.engine.judge import judge
from triage.engine.knowledge import build
from triage.loader import current
from triage.models import Assessment, KnowledgeCopy
from triage.replay import differences
from triage.services import SignFact, record_assessment, screen_signs

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CALM = golden_cases()[0].answers
SOME = "0193c6a4-7c1e-7000-8000-000000000000"


@pytest.fixture
def ada() -> User:
    return User.objects.create_user(email="ada@example.test", password="a long pass phrase")


def kept(person: User, answers: dict[str, Any], *, hours: int = 0, **more: Any) -> Assessment:
    at = NOW + timedelta(hours=hours)
    wire, _ = record_assessment(
        athlete_id=person.pk, answers=answers, taken_at=at, now=at, **more
    )  # fmt: skip
    return Assessment.objects.get(uid=wire["id"])


def replay(*arguments: str) -> tuple[str, str]:
    """Return what the command said, and its complaint ("" = none)."""
    out = io.StringIO()
    try:
        call_command("triage_replay", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue().strip(), str(error)
    return out.getvalue().strip(), ""


def test_causes_and_their_points_come_out_again(ada: User) -> None:
    row = kept(ada, CALM)

    assert row.verdict["causes"]
    assert differences(id=row.pk) == []
    assert differences(id=row.uid) == []


@pytest.mark.parametrize("case", golden_cases()[::17], ids=lambda case: case.name)
def test_any_case_comes_out_again(ada: User, case: Any) -> None:
    assert differences(id=kept(ada, case.answers).pk) == []


def test_points_changed_by_one_are_found(ada: User) -> None:
    row = kept(ada, CALM)
    row.verdict["causes"][0]["score"] += 1
    row.save()

    assert differences(id=row.pk) == ["causes"]


def test_a_daily_screening_comes_out_again(ada: User) -> None:
    today = NOW.date()
    ids = screen_signs(
        athlete_id=ada.pk, profile_answers={"age_years": 30}, now=NOW, today=today,
        signs=[
            SignFact("saddle_numb", True, today - timedelta(days=2), 1, True),
            SignFact("leg_cold_pale", "unsure", today, 2, True),
            SignFact("leg_cold_pale", False, today, 3, True),
        ],
    )  # fmt: skip

    assert len(ids) >= 2
    assert [differences(id=each) for each in ids] == [[] for _ in ids]


def test_a_level_held_from_before_comes_out_again_without_its_causes(ada: User) -> None:
    kept(ada, CALM | {"leg_cold_pale": True})
    row = kept(ada, CALM, hours=1)

    assert row.verdict["urgency"] == "emergency_now" != row.verdict["urgency_now"]
    assert row.held_from
    assert row.verdict["causes"] == []
    assert differences(id=row.pk) == []


def test_a_level_that_the_phone_alone_gave_comes_out_again(ada: User) -> None:
    row = kept(ada, CALM, client={"urgency": "same_day", "rules": []})

    assert row.verdict["urgency"] == "same_day"
    assert differences(id=row.pk) == []


def test_a_level_that_nothing_gave_is_found(ada: User) -> None:
    row = kept(ada, CALM)
    row.verdict["urgency"] = row.urgency = "same_day"
    row.save()

    assert differences(id=row.pk) == ["urgency", "withheld"]


def test_a_level_lowered_below_its_own_answers_is_found(ada: User) -> None:
    row = kept(ada, {"leg_cold_pale": True})
    row.verdict["urgency"] = row.urgency = "self_care"
    row.save()

    assert "urgency" in (differences(id=row.pk) or [])


def before_causes(compiled: dict[str, Any], *, without: set[str]) -> dict[str, Any]:
    """Return a copy as an older program kept it: no causes, no guard, no labels."""
    old = copy.deepcopy(compiled)
    old["version"] = "0" * 64
    old["rules"] = [raw for raw in old["rules"] if "unless_fired" not in raw]
    for raw in (*old["findings"], *old["derived"]):
        raw.pop("label", None)
    old["conditions"] = []
    return {key: value for key, value in old.items() if key not in without}


@pytest.mark.parametrize("without", [set(), {"conditions", "sections", "families", "reviews"}])
def test_an_assessment_from_before_there_were_causes_comes_out_again(
    ada: User, without: set[str]
) -> None:
    row = kept(ada, {"fever": True, "sob": "unsure", "gone": 1})
    whole = before_causes(current().compiled, without=set())
    verdict = judge(build(whole), row.answers, country=row.country).as_dict()
    for key in ("causes", "ranking", "unclear"):
        verdict.pop(key)
    old = before_causes(current().compiled, without=without)
    row.knowledge = KnowledgeCopy.objects.create(version="0" * 64, compiled=old, kept_at=NOW)
    row.verdict = verdict
    row.save()

    assert differences(id=row.pk) == []

    row.verdict["red_flags"][0]["do_now"] = "Wait."
    row.save()
    assert differences(id=row.pk) == ["red_flags"]


def test_a_verdict_that_lost_a_part_is_found(ada: User) -> None:
    row = kept(ada, {"fever": True})
    del row.verdict["red_flags"]
    row.save()

    assert differences(id=row.pk) == ["red_flags"]


def test_a_copy_that_is_not_whole_or_not_of_its_version_is_found(ada: User) -> None:
    row = kept(ada, {"fever": True})
    for compiled in ({}, {"version": "x"}, current().compiled | {"version": "x"}):
        KnowledgeCopy.objects.update(compiled=compiled)

        assert differences(id=row.pk) == ["knowledge"]


def test_all_are_judged_again_and_counted(ada: User) -> None:
    kept(ada, CALM)
    kept(ada, {"fever": True}, hours=30)

    assert replay("--all") == (
        "Assessments: 2. Versions of the knowledge: 1. Differing: 0.", "",
    )  # fmt: skip
    assert replay("--all", "--since", "2026-11-25")[0].startswith("Assessments: 1.")
    assert replay("--all", "--since", "2026-11-26")[0].startswith("Assessments: 0.")


def test_what_differs_is_named_by_id_and_key_alone_and_fails(ada: User) -> None:
    kept(ada, CALM)
    row = kept(ada, {"fever": True}, hours=30)
    Assessment.objects.filter(pk=row.pk).update(answers={"fever": False})

    said, complaint = replay("--all")

    assert complaint
    lines = said.splitlines()
    assert lines[0].startswith(f"{row.pk} {current().version[:12]}: ")
    assert "red_flags" in lines[0]
    assert lines[1].endswith("Differing: 1.")
    assert "fever" not in said


@pytest.mark.parametrize(
    "arguments",
    [[], ["--all", SOME], ["--since", "2026-11-24", SOME], ["--all", "--since", "x"]],
    ids=["nothing", "both", "a day without all", "no day"],
)
def test_a_command_that_cannot_be_meant_says_what_it_wants(arguments: list[str]) -> None:
    said, complaint = replay(*arguments)

    assert not said
    assert "--all" in complaint or "--since" in complaint
