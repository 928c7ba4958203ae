"""What each page says, as plain values for its template; nothing here knows of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage.book.case_pages import held_by
from triage.book.citations import cited
from triage.book.index import Book, guards_of, with_family
from triage.book.plain import outline
from triage.engine.causes import FITS_PARTLY, FITS_WELL, IN_SECTIONS, LEAD, SHOWN
from triage.engine.texts import PLACEHOLDER, numbers_for, put_numbers

Page = dict[str, Any]


def overview(book: Book) -> Page:
    """Return the counts, and how many files have been reviewed by whom."""
    reviews = list(book.compiled.get("reviews", {}).values())
    return {
        "counts": {
            "rules": len(book.compiled["rules"]),
            "families": len(book.families),
            "causes": len(book.compiled.get("conditions", ())),
            "findings": len(book.compiled["findings"]),
            "cases": len(book.cases),
            "sources": len(book.compiled["sources"]),
        },
        "reviewers": sorted({each["reviewer"] for each in reviews}),
        "next_due": min((each["review_due"] for each in reviews), default=""),
    }


def levels(book: Book) -> Page:
    """Return the levels, highest first, each with its rules; and what is asked of everybody."""
    kept = book.compiled["levels"]
    made = [
        {
            "id": name,
            "title": kept["titles"][name],
            "below": kept["titles"].get(kept["step_down"].get(name, ""), ""),
            "rules": [raw for raw in book.compiled["rules"] if raw["level"] == name],
        }
        for name in reversed(kept["order"])
    ]
    mandatory = [(name, book.words.labels.get(name, name)) for name in book.compiled["mandatory"]]
    return {"levels": made, "mandatory": mandatory, "texts": kept}


def families(book: Book) -> Page:
    """Return the families of rules with how many rules stand at each level, most urgent first."""
    order = list(reversed(book.compiled["levels"]["order"]))
    made = []
    for each in book.families:
        rules = [raw for raw in book.compiled["rules"] if raw["family"] == each["family"]]
        found = [raw["level"] for raw in rules]
        made.append(
            each
            | {
                "rules": rules,
                "highest": min(found, key=order.index),
                "titles": book.compiled["levels"]["titles"],
            }
        )
    made.sort(key=lambda each: (order.index(each["highest"]), each["title"]))
    return {"families": made}


def family(book: Book, code: str) -> Page | None:
    """Return one family with its rules in full, None where there is none of this code."""
    found = next((each for each in book.families if each["family"] == code), None)
    if found is None:
        return None
    rules = [raw for raw in book.compiled["rules"] if raw["family"] == code]
    rules.sort(key=lambda raw: -book.compiled["levels"]["order"].index(raw["level"]))
    return {
        "family": found,
        "rules": [rule(book, raw) for raw in rules],
        "review": book.review(found["file"]),
    }


def rule(book: Book, raw: Mapping[str, Any]) -> Page:
    """Return one rule: when it speaks and why, what it says, and what holds it to its word."""
    numbers = numbers_for(None, book.compiled["numbers"])
    return {
        "id": raw["id"],
        "level": raw["level"],
        "level_title": book.compiled["levels"]["titles"][raw["level"]],
        "suspected": raw["suspected"],
        "do_now": put_numbers(raw["do_now"], numbers),
        "tell": slots(raw["tell_clinician"], numbers),
        "trigger": outline(raw["logic"], book.words),
        "code": raw["when"],
        "unless": raw.get("unless_fired", ""),
        "sources": cited(book, raw["sources"]),
        "cases": held_by(book, raw["id"]),
    }


def slots(text: str, numbers: Mapping[str, str]) -> str:
    """Return a text with each {slot} in square brackets: the answers of a person would fill it."""
    return PLACEHOLDER.sub(lambda found: numbers.get(found[1], f"[{found[1]}]"), text)


def causes(book: Book) -> Page:
    """Return every cause with its weights, strongest first, and the scale they stand on."""
    made = []
    for raw in book.compiled.get("conditions", ()):
        weights = [
            {
                "finding": name,
                "label": book.words.labels.get(name, name),
                "yes": yes,
                "no": no,
                "basis": raw["reasons"][name][0],
                "reason": raw["reasons"][name][1],
            }
            for name, yes, no in raw["weights"]
        ]
        weights.sort(key=lambda each: -max(abs(each["yes"]), abs(each["no"])))
        made.append(
            {
                "id": raw["id"],
                "title": raw["title"],
                "self_care": raw["self_care"],
                "prior": [(book.words.value("persona", who), p) for who, p in raw["prior"].items()],
                "weights": weights,
                "sources": cited(book, raw["sources"]),
                "cases": held_by(book, raw["id"]),
                "guards": guards_of(book, raw["id"]),
                "review": book.review(f"conditions/{raw['id']}.toml"),
            }
        )
    scale = {"well": FITS_WELL, "partly": FITS_PARTLY, "lead": LEAD, "sections": IN_SECTIONS,
             "shown": SHOWN}  # fmt: skip
    return {"causes": made, "scale": scale, "sections": book.compiled["sections"]}


def findings(book: Book) -> Page:
    """Return the vocabulary by section, and the derived findings; each with where it is used."""
    sections = [
        {
            "head": section,
            "review": book.review(section.get("file", "")),
            "findings": [
                _used(book, raw)
                | {"ask": outline(raw["ask_logic"], book.words) if "ask_logic" in raw else None}
                for raw in book.compiled["findings"]
                if raw["section"] == section["section"]
            ],
        }
        for section in book.compiled["sections"]
    ]
    derived = [
        _used(book, raw) | {"means": outline(raw["logic"], book.words)}
        for raw in book.compiled["derived"]
    ]
    return {"sections": sections, "derived": derived}


def _used(book: Book, raw: Mapping[str, Any]) -> Page:
    name = raw["id"]
    titles = book.words.causes
    return {
        "raw": raw,
        "id": name,
        "label": book.words.labels[name],
        "choices": list(book.words.choices.get(name, {}).values()),
        "mandatory": name in book.compiled["mandatory"],
        "rules": with_family(book, book.rules_of.get(name, ())),
        "causes": [(cause, titles[cause]) for cause in book.causes_of.get(name, ())],
        "derived": book.derived_of.get(name, []),
    }


def sources(book: Book) -> Page:
    """Return every source with who uses it."""
    keys = sorted(book.compiled["sources"], key=lambda key: book.compiled["sources"][key].lower())
    return {
        "sources": [
            each
            | {
                "users": [
                    (kind, name, book.words.causes.get(name) or book.family_of[name])
                    for kind, name in book.users_of.get(each["key"], ())
                ]
            }
            for each in cited(book, keys)
        ]
    }
