"""The interview over the API: one screen at a time, kept on the way, heard at once."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from alerts.models import Alert
from tests.cast import Api
from tests.knowledge.golden import golden_cases
from triage.loader import current
from triage.models import Assessment, Interview

pytestmark = pytest.mark.django_db
PATH = "/triage/interviews"
CASES = {case.name.split()[0]: case for case in golden_cases()}


def begin(api: Api, **answers: Any) -> dict[str, Any]:
    made = api.post(PATH, {"answers": answers})
    assert made.status_code == 201, made.content
    return dict(made.json())


def reply(api: Api, state: dict[str, Any], answers: dict[str, Any] | None = None) -> Any:
    screen = state["screen"]
    body = {"screen": screen["id"], "answers": answers or {}}
    return api.post(f"{PATH}/{state['id']}/answers", body)


def truthful(state: dict[str, Any], truth: dict[str, Any]) -> dict[str, Any]:
    return {name: truth[name] for name in state["screen"]["findings"] if name in truth}


def to_the_end(api: Api, state: dict[str, Any], truth: dict[str, Any]) -> dict[str, Any]:
    while state["screen"] is not None:
        state = reply(api, state, truthful(state, truth)).json()
    return state


def test_an_interview_begins_with_the_emergency_screen(ada: User, ada_api: Api) -> None:
    ada.profile.country = "NZ"
    ada.profile.save()

    state = begin(ada_api, age_years=34)

    assert state["screen"]["id"] == "between-the-legs"
    assert state["screen"]["emergency"]
    left = state["screen"]["place"].pop("left")
    assert left > 6, "all emergency pages, and what follows them"
    assert state["screen"]["place"] == {"part": 1, "of": 7, "title": "Signs that cannot wait"}
    assert [each["id"] for each in state["questions"]] == state["screen"]["findings"]
    assert (state["country"], state["numbers"]["EMERGENCY"]) == ("NZ", "111")
    assert (state["urgency_now"], state["assessment"]) == (None, None)
    assert state["answers"] == {"age_years": 34}


def test_it_ends_in_an_assessment_at_the_level_of_the_case(ada_api: Api) -> None:
    case = CASES["V01"]

    state = to_the_end(ada_api, begin(ada_api), case.answers)

    assert state["assessment"]["complete"]
    assert state["assessment"]["urgency"] == case.level
    assert state["assessment"]["causes"][0]["id"] == "hs_strain_g1"
    assert Assessment.objects.count() == 1
    assert not Alert.objects.exists()


def test_what_is_raised_on_the_way_is_heard_at_once(ada: User, ada_api: Api) -> None:
    state = begin(ada_api)

    state = reply(ada_api, state, {"saddle_numb": True}).json()

    assert state["urgency_now"] == "emergency_now"
    assert state["red_flags"][0]["id"] == "RF-CES-1"
    assert state["screen"] is not None
    assert Alert.objects.filter(athlete=ada).exists()
    kept = Assessment.objects.get(athlete=ada)
    assert kept.answers["saddle_numb"] is True
    assert "fever" not in kept.answers


def test_nothing_is_recorded_twice_for_the_same_flags(ada_api: Api) -> None:
    state = reply(ada_api, begin(ada_api), {"saddle_numb": True}).json()

    reply(ada_api, state)

    assert Assessment.objects.count() == 1


def test_the_same_reply_twice_changes_nothing(ada_api: Api) -> None:
    state = begin(ada_api)
    first = reply(ada_api, state, {"bladder_retention": "unsure"})

    again = reply(ada_api, state, {"bladder_retention": "unsure"})

    assert again.status_code == 200
    assert again.json() == first.json()
    assert Assessment.objects.count() == 1


def test_another_reply_to_a_screen_that_is_over_is_refused(ada_api: Api) -> None:
    state = begin(ada_api)
    reply(ada_api, state, {"bladder_retention": "unsure"})

    late = reply(ada_api, state, {"bladder_retention": True})

    assert (late.status_code, late.json()["code"]) == (409, "not-this-screen")
    assert Interview.objects.get().answers["bladder_retention"] == "unsure"


def test_what_is_not_ticked_is_no_and_what_is_skipped_is_unsure(ada_api: Api) -> None:
    state = reply(ada_api, reply(ada_api, begin(ada_api)).json()).json()
    body = {"screen": state["screen"]["id"], "skipped": ["sexual_dysfunction_new"]}

    ada_api.post(f"{PATH}/{state['id']}/answers", body)

    answers = Interview.objects.get().answers
    assert answers["saddle_numb"] is False
    assert answers["bowel_incontinence_new"] is False
    assert answers["sexual_dysfunction_new"] == "unsure"


def test_back_takes_the_last_screen_back_and_what_was_raised_stands(ada_api: Api) -> None:
    state = begin(ada_api)
    reply(ada_api, state, {"saddle_numb": True})

    before = ada_api.post(f"{PATH}/{state['id']}/back").json()

    assert before["screen"] == state["screen"]
    assert (before["answers"], before["screens_shown"]) == ({}, 0)
    assert before["urgency_now"] is None
    assert Assessment.objects.get().urgency == "emergency_now"
    at_first = ada_api.post(f"{PATH}/{state['id']}/back")
    assert (at_first.status_code, at_first.json()["code"]) == (409, "nothing-before")


def test_a_pause_is_taken_up_where_it_was_left(ada_api: Api) -> None:
    state = reply(ada_api, begin(ada_api)).json()

    later = ada_api.get(f"{PATH}/{state['id']}").json()
    again = ada_api.post(PATH, {})

    assert later == state
    assert (again.status_code, again.json()) == (200, state)
    assert Interview.objects.count() == 1


def test_a_pause_over_a_deploy_goes_on_with_the_new_knowledge(ada_api: Api) -> None:
    state = reply(ada_api, begin(ada_api), {"bladder_retention": "unsure"}).json()
    row = Interview.objects.get()
    row.knowledge_version = "0" * 64
    row.answers |= {"a_finding_of_old": True, "age_years": "old"}
    row.save()

    later = ada_api.get(f"{PATH}/{state['id']}").json()

    assert later["screen"] == state["screen"]
    assert later["answers"] == state["answers"]
    assert later["knowledge_version"] == current().version


def test_giving_up_forgets_the_answers_and_keeps_what_was_raised(ada: User, ada_api: Api) -> None:
    state = begin(ada_api)
    reply(ada_api, state, {"saddle_numb": True})

    gone = ada_api.send("DELETE", f"{PATH}/{state['id']}")

    assert gone.status_code == 204
    assert not Interview.objects.exists()
    assert Alert.objects.filter(athlete=ada).exists()
    assert ada_api.get(f"{PATH}/{state['id']}").status_code == 404
    assert begin(ada_api)["id"] != state["id"]


def test_after_the_end_the_last_reply_is_safe_and_nothing_else_is_taken(ada_api: Api) -> None:
    truth = CASES["V01"].answers
    state = begin(ada_api)
    while state["screen"] is not None:
        last, state = state, reply(ada_api, state, truthful(state, truth)).json()

    again = reply(ada_api, last, truthful(last, truth))
    back = ada_api.post(f"{PATH}/{state['id']}/back")

    assert again.json() == state
    assert (back.status_code, back.json()["code"]) == (409, "interview-over")
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "pointer", "code"),
    [
        ({"saddle_numb": "maybe"}, "/answers/saddle_numb", "not-yes-no-unsure"),
        ({"fever": True}, "/answers/fever", "not-on-this-screen"),
        ({"sore_toe": True}, "/answers/sore_toe", "not-on-this-screen"),
    ],
)
def test_a_wrong_answer_is_named(
    ada_api: Api, answers: dict[str, Any], pointer: str, code: str
) -> None:
    refused = reply(ada_api, begin(ada_api), answers)

    assert refused.status_code == 400
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        (pointer, code)
    ]
    assert Interview.objects.get().answers == {}


def test_a_mandatory_choice_cannot_be_left_empty(ada_api: Api) -> None:
    state = begin(ada_api)
    refused = {}
    while state["screen"]["emergency"]:
        if state["screen"]["kind"] in ("choice", "yes_no"):
            answer = reply(ada_api, state)
            refused[state["screen"]["id"]] = (answer.status_code, answer.json()["errors"][0])
        state = reply(ada_api, state, truthful(state, CASES["V01"].answers)).json()

    codes = {name: code for name, (code, _) in refused.items()}
    assert codes == {"sexual-feeling": 400, "walking": 400}
    assert refused["walking"][1]["pointer"] == "/answers/weight_bearing"


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("", {"answers": []}, "/answers"),
        ("", {"country": "GB"}, "/country"),
        ("", {"answers": {"fever": 3}}, "/answers/fever"),
        ("/answers", {"answers": {}}, "/screen"),
        ("/answers", {"screen": "between-the-legs", "skipped": "all"}, "/skipped"),
        ("/answers", {"screen": "between-the-legs", "skipped": ["fever"]}, "/skipped"),
        ("/back", {"steps": 2}, "/steps"),
    ],
)
def test_a_wrong_body_is_named(ada_api: Api, path: str, body: Any, pointer: str) -> None:
    begun = begin(ada_api)["id"]

    refused = ada_api.post(f"{PATH}/{begun}{path}" if path else PATH, body)

    assert refused.status_code == 400
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]


def test_a_group_that_is_shown_again_has_a_name_of_its_own(ada_api: Api) -> None:
    """A reply that is sent twice must never answer what was not seen yet."""
    names: list[str] = []
    state = begin(ada_api)
    while state["screen"] is not None:
        names.append(state["screen"]["id"])
        state = reply(ada_api, state, truthful(state, CASES["V104"].answers)).json()

    assert len(names) == len(set(names))
    assert "worse-moving~2" in names
