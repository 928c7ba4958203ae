"""The pages at /knowledge/: public, whole, linked through, kept by their ETag, old versions too."""

from __future__ import annotations

import copy
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from triage.engine.trees import names_in
from triage.loader import current
from triage.models import KnowledgeCopy
from triage.queries import reviews_overdue

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WHOLE = ["", "levels/", "rules/", "causes/", "findings/", "sources/", "cases/"]
FAMILIES = sorted({raw["family"] for raw in current().compiled["rules"]})
PAGES = [
    *(f"/knowledge/{place}" for place in WHOLE),
    *(f"/knowledge/rules/{code}/" for code in FAMILIES),
    "/knowledge/cases/golden-cases/",
]


class Read(HTMLParser):
    """What a page holds: its ids, links and tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for key, value in attrs:
            self.attributes.add(key)
            if key == "id":
                self.ids.append(value or "")
            if key == "href" and tag == "a":
                self.links.add(value or "")


@cache
def page(path: str) -> tuple[int, str, Read]:
    answer = Client().get(path)
    text = answer.content.decode()
    return answer.status_code, text, Read(text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_public_and_the_same_for_everybody(path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert answer["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert answer["ETag"].startswith(f'"{current().version}-')
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    again = Client().get(path, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stands_without_script_and_says_what_to_do_when_it_is_urgent(path: str) -> None:
    _, text, read = page(path)

    assert "script" not in read.tags
    assert not {"style", "onclick", "onload"} & read.attributes
    assert (read.tags["h1"], read.tags["main"]) == (1, 1)
    assert "Get emergency help now (your local emergency number)" in text
    assert current().compiled["levels"]["disclaimer"] in text
    assert [name for name, times in Counter(read.ids).items() if times > 1] == []
    assert "{" not in re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)


def test_every_link_leads_to_a_page_and_to_a_place_on_it() -> None:
    broken, followed = [], 0
    for path in PAGES:
        for link in page(path)[2].links:
            place, _, fragment = link.partition("#")
            target = place or path
            if not target.startswith("/knowledge/"):
                assert target == "/"
                continue
            status, _, read = page(target)
            followed += 1
            if status != 200 or (fragment and fragment not in read.ids):
                broken.append((path, link))

    assert broken == []
    assert followed > 2000


def test_every_rule_is_told_in_full() -> None:
    for raw in current().compiled["rules"]:
        _, _, read = page(f"/knowledge/rules/{raw['family']}/")
        assert raw["id"] in read.ids
        assert f"/knowledge/findings/#{next(names_in(raw['logic']))}" in read.links or (
            "SCORE" in raw["when"]
        )
        for source in raw["sources"]:
            assert f"/knowledge/sources/#{source}" in read.links


def test_every_cause_finding_and_source_has_its_place() -> None:
    compiled = current().compiled
    asked = {raw["id"] for raw in (*compiled["findings"], *compiled["derived"])}

    assert {raw["id"] for raw in compiled["conditions"]} <= set(page("/knowledge/causes/")[2].ids)
    assert asked <= set(page("/knowledge/findings/")[2].ids)
    assert compiled["sources"].keys() <= set(page("/knowledge/sources/")[2].ids)


def test_who_reviewed_a_rule_and_until_when_is_told() -> None:
    assert "Clinical reviewer: none yet. Review due: 2027-11-24." in page(
        "/knowledge/rules/RF-CES/"
    )[1]  # fmt: skip


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_changed_here(method: str) -> None:
    for path in ("/knowledge/", "/knowledge/rules/RF-CES/", "/knowledge/search/"):
        assert getattr(Client(), method)(path).status_code == 405


@pytest.mark.parametrize("path", ["rules/RF-NO/", "cases/nothing/"])
def test_a_page_that_is_not_there_says_so_and_keeps_no_tag(path: str) -> None:
    answer = Client().get(f"/knowledge/{path}")

    assert answer.status_code == 404
    assert "no such page" in answer.content.decode()
    assert "ETag" not in answer


def found(query: str) -> str:
    answer = Client().get("/knowledge/search/", {"q": query})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer
    return answer.content.decode()


def test_words_are_found_wherever_they_stand_and_all_of_them_must() -> None:
    assert "/knowledge/rules/RF-CES/#RF-CES-1" in found("CAUDA equina")
    assert "/knowledge/causes/#pht" in found("pht")
    assert "/knowledge/findings/#saddle_numb" in found("numbness between the legs")
    assert "Nothing was found" in found("cauda zebra")
    assert "Type one or more words" in found("   ")


def test_what_was_typed_is_shown_as_text_and_cut_at_a_length() -> None:
    text = found('"><script>alert(1)</script>')

    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "Nothing was found" in found("numb " * 15 + "z" * 5000)


def keep(version: str, **change: Any) -> None:
    """Keep an older copy, as an assessment would have."""
    compiled = copy.deepcopy(current().compiled) | {"version": version}
    for raw in (*compiled["findings"], *compiled["derived"]):
        raw.pop("label", None)
        raw.pop("choice_labels", None)
    compiled["rules"] = [
        raw | {"suspected": f"Old: {raw['suspected']}"}
        for raw in compiled["rules"]
        if "unless_fired" not in raw
    ]
    for key, value in change.items():
        if value is None:
            del compiled[key]
        else:
            compiled[key] = value
    KnowledgeCopy.objects.create(version=version, compiled=compiled, kept_at=NOW)


@pytest.mark.django_db
def test_an_old_version_stays_readable_as_it_was() -> None:
    version = "a1" * 32
    keep(version, conditions=[], families=None, reviews=None)

    for place in (*WHOLE, "rules/RF-CES/", "search/?q=cauda"):
        answer = Client().get(f"/knowledge/v/{version}/{place}")
        assert answer.status_code == 200, place
        text = answer.content.decode()
        assert "This is an old version" in text
        assert f"/knowledge/v/{version}/rules/" in text
    family = Client().get(f"/knowledge/v/{version}/rules/RF-CES/")
    assert "Old: Cauda equina syndrome" in family.content.decode()
    assert "Who reviewed this version was not kept" in family.content.decode()
    assert family["ETag"].startswith(f'"{version}-')


@pytest.mark.django_db
def test_the_version_in_force_is_readable_under_its_hash_without_a_copy() -> None:
    answer = Client().get(f"/knowledge/v/{current().version}/rules/RF-CES/")

    assert answer.status_code == 200
    assert "This is an old version" not in answer.content.decode()
    assert not KnowledgeCopy.objects.exists()


@pytest.mark.django_db
def test_a_version_never_kept_is_missing_until_it_is_kept() -> None:
    version = "b2" * 32
    address = f"/knowledge/v/{version}/"

    before = Client().get(address)
    keep(version)
    after = Client().get(address)

    assert before.status_code == 404
    assert "ETag" not in before
    assert "ever judged by this version" in before.content.decode()
    assert after.status_code == 200


@pytest.mark.parametrize("version", ["x", "A1" * 32, "a1" * 31, "a1" * 33])
def test_what_is_no_hash_is_no_version(version: str) -> None:
    assert Client().get(f"/knowledge/v/{version}/").status_code == 404


def test_an_overdue_review_is_told_to_a_monitor() -> None:
    said = Client().get("/healthz/knowledge")

    assert said.status_code == 200
    assert said.json() == {"status": "ok", "version": current().version, "overdue": []}
    version, overdue = reviews_overdue(today=date(2028, 1, 1))
    assert version == current().version
    assert {"red_flags/ces.toml", "conditions/pht.toml", "wording.toml"} <= set(overdue)
