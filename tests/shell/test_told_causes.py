"""What a clinician said the ache is: told by the person, kept apart from what triage judged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.privacy import erase_person, export_person
from tests.cast import Api, api_as, today
from tests.shell.test_triage_memory import assess, seen
from triage.models import ToldCause

SAID = {"condition": "pht", "said_by": "Pat, physiotherapist", "said_on": "2026-11-20"}


def tell(api: Api, episode: str, cause: str | None = None, **body: Any) -> Any:
    path = f"/triage/episodes/{episode}/told-causes/{cause or uuid4()}"
    return api.send("PUT", path, body)


def test_a_clinicians_word_stands_beside_what_the_check_named_and_changes_none_of_it(
    ada: User, ada_api: Api
) -> None:
    episode = assess(ada, {"side": "left"})["episode"]
    before = ada_api.get(f"/triage/episodes/{episode}").json()

    answer = tell(ada_api, episode, **SAID, note="Load it slowly.")

    assert answer.status_code == 201
    after = ada_api.get(f"/triage/episodes/{episode}").json()
    assert after == answer.json()
    (told,) = after.pop("told_causes")
    assert before.pop("told_causes") == []
    assert after == before
    assert told["title"] == "Proximal hamstring tendinopathy"
    assert (told["said_by"], told["said_on"], told["note"]) == (
        "Pat, physiotherapist", "2026-11-20", "Load it slowly.",
    )  # fmt: skip
    (listed,) = ada_api.get("/triage/episodes").json()["results"]
    assert listed["told_causes"] == [told]


def test_something_that_is_not_in_the_list_is_told_in_words(ada: User, ada_api: Api) -> None:
    episode = assess(ada, {"side": "left"})["episode"]

    tell(ada_api, episode, said_by="Dr Lane", said_on="2026-11-20", note="A cyst.")

    (told,) = ada_api.get(f"/triage/episodes/{episode}").json()["told_causes"]
    assert (told["condition"], told["title"], told["note"]) == (None, None, "A cyst.")


def test_the_same_id_again_corrects_and_another_adds_newest_word_first(
    ada: User, ada_api: Api
) -> None:
    episode, cause = assess(ada, {"side": "left"})["episode"], str(uuid4())
    tell(ada_api, episode, cause, **SAID)

    again = tell(ada_api, episode, cause, **SAID | {"said_by": "Pat"})
    tell(ada_api, episode, **SAID | {"condition": "doms", "said_on": "2026-11-22"})

    assert again.status_code == 200
    told = ada_api.get(f"/triage/episodes/{episode}").json()["told_causes"]
    assert [(one["condition"], one["said_by"]) for one in told] == [
        ("doms", "Pat, physiotherapist"), ("pht", "Pat"),
    ]  # fmt: skip


def test_it_is_told_of_an_episode_that_is_over_and_taken_back(ada: User, ada_api: Api) -> None:
    episode, cause = assess(ada, {"side": "left"})["episode"], str(uuid4())
    seen(ada, days=1)
    assert tell(ada_api, episode, cause, **SAID).status_code == 201
    path = f"/triage/episodes/{episode}/told-causes/{cause}"

    assert ada_api.send("DELETE", path).status_code == 204
    assert ada_api.send("DELETE", path).status_code == 204  # a lost answer, sent again

    assert ada_api.get(f"/triage/episodes/{episode}").json()["told_causes"] == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"condition": "no_such"}, "/condition"),
        ({"condition": ""}, "/condition"),
        ({"condition": 3}, "/condition"),
        ({"condition": None}, "/note"),
        ({"condition": None, "note": "  "}, "/note"),
        ({"note": "x" * 2001}, "/note"),
        ({"said_by": ""}, "/said_by"),
        ({"said_by": " "}, "/said_by"),
        ({"said_by": "x" * 121}, "/said_by"),
        ({"said_by": None}, "/said_by"),
        ({"said_on": "yesterday"}, "/said_on"),
        ({"said_on": str(today() + timedelta(2))}, "/said_on"),
        ({"urgency": "self_care"}, "/urgency"),
    ],
)
def test_what_cannot_have_been_said_so_is_refused_by_its_field(
    ada: User, ada_api: Api, change: dict[str, Any], pointer: str
) -> None:
    episode = assess(ada, {"side": "left"})["episode"]

    answer = tell(ada_api, episode, **SAID | change)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not ToldCause.objects.exists()


def test_who_and_when_must_be_said(ada: User, ada_api: Api) -> None:
    episode = assess(ada, {"side": "left"})["episode"]

    errors = tell(ada_api, episode, condition="pht").json()["errors"]

    assert {error["pointer"] for error in errors} == {"/said_by", "/said_on"}


def test_there_is_a_most(ada: User, ada_api: Api) -> None:
    episode = assess(ada, {"side": "left"})["episode"]
    ids = [str(uuid4()) for _ in range(21)]
    codes = [tell(ada_api, episode, one, **SAID).status_code for one in ids]

    assert codes == [201] * 20 + [400]
    assert tell(ada_api, episode, ids[0], **SAID).status_code == 200


def test_nobody_tells_reads_or_takes_back_somebody_elses(
    ada: User, ada_api: Api, eve: User
) -> None:
    episode, cause = assess(ada, {"side": "left"})["episode"], str(uuid4())
    own = assess(eve, {"side": "left"})["episode"]
    tell(ada_api, episode, cause, **SAID)
    stranger = api_as(eve)

    assert tell(stranger, episode, **SAID).status_code == 404
    assert tell(stranger, own, cause, **SAID).status_code == 201  # her own word under the same id
    for path in (f"{episode}/told-causes/{cause}", f"{uuid4()}/told-causes/{cause}"):
        assert stranger.send("DELETE", f"/triage/episodes/{path}").status_code == 404
    assert len(ada_api.get(f"/triage/episodes/{episode}").json()["told_causes"]) == 1


def test_it_goes_along_in_an_export_under_its_own_name_and_is_erased(
    ada: User, ada_api: Api
) -> None:
    tell(ada_api, assess(ada, {"side": "left"})["episode"], **SAID, note="Load it slowly.")

    (row,) = export_person(user_id=ada.pk)["triage"]["causes_told_by_a_clinician"]
    assert (row["condition"], row["said_by"]) == ("pht", "Pat, physiotherapist")
    assert str(row["said_on"]) == "2026-11-20"

    erase_person(user_id=ada.pk)

    assert not ToldCause.objects.exists()
