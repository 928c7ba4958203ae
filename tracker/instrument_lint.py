"""Everything that can be wrong with the instruments, told as file, key and reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tracker.instrument_files import BadInstrument, build, read_file
from tracker.scoring import ways
from tracker.scoring.instrument import EVERY_DAYS, Instrument, Item
from triage.lint_problem import Problem, texts
from triage.loader import FOLDER as KNOWLEDGE
from triage.wording import Text, wording

KEYS = {
    "id", "version", "title", "about", "scoring", "score_item", "fewest", "most", "low", "high",
    "unit", "better", "entered_by", "shared_as", "cadence", "licence", "sources", "no_change",
    "reviewer", "review_due", "window", "change", "items", "care", "care_from",
}  # fmt: skip
ITEM_KEYS = {"id", "ask", "low", "high", "required", "low_word", "high_word", "words", "colours"}
TABLES = {
    "window": {"opens", "closes", "open_days", "late_hours"},
    "change": {"points", "share", "needs", "source", "mark"},
}
MARKS = ("verified", "known", "known-check", "expert", "simulated")
_ID = re.compile(r"[a-z][a-z0-9_]{0,23}")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def lint(folder: Path, *, today: date) -> list[Problem]:
    """Return all problems of a folder, those that refuse it first."""
    found: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            raw = read_file(path)
            built = build(raw, path.name)
        except BadInstrument as error:
            found.append(Problem(error.file, error.key, error.reason))
            continue
        found += _whole(raw, built, path.name, today)
        found += [each for item in built.items for each in _item(item, built, path.name)]
        found += _texts(raw, built, path.name)
    return sorted(found, key=lambda problem: problem.warning)


def _whole(raw: dict[str, Any], built: Instrument, file: str, today: date) -> Iterator[Problem]:
    if extra := raw.keys() - KEYS:
        yield Problem(file, min(extra), "is not a key of an instrument")
    for table, keys in TABLES.items():
        if extra := raw.get(table, {}).keys() - keys:
            yield Problem(file, f"{table}.{min(extra)}", "is not a key of this table")
    for each in raw["items"]:
        if extra := each.keys() - ITEM_KEYS:
            yield Problem(file, f"items.{min(extra)}", "is not a key of an item")
    if not _ID.fullmatch(built.id):
        yield Problem(file, "id", "must be small letters, digits and _")
    if built.scoring not in ways():
        yield Problem(file, "scoring", "must be one of " + ", ".join(ways()))
    if not built.low < built.high:
        yield Problem(file, "low", "must lie below high")
    for key, value, allowed in (
        ("better", built.better, ("lower", "higher", "neither")),
        ("cadence", built.cadence, (*EVERY_DAYS, "session")),
        ("entered_by", built.entered_by, ("athlete", "clinician")),
        ("shared_as", built.shared_as, ("load", "pain", "symptoms")),
    ):
        if value not in allowed:
            yield Problem(file, key, "must be one of " + ", ".join(allowed))
    yield from _scale(built, file)
    yield from _change(raw, built, file)
    yield from _window(built, file)
    if not raw["reviewer"].strip():
        yield Problem(file, "reviewer", 'is empty; "none yet" is honest')
    if raw["review_due"] < today:
        yield Problem(file, "review_due", f"was due on {raw['review_due']}", warning=True)
    sources = raw.get("sources")
    if not isinstance(sources, list) or not sources:
        yield Problem(file, "sources", "names no source")
    if ("care" in raw) != ("care_from" in raw):
        yield Problem(file, "care", "needs care_from, and the other way round")


def _scale(built: Instrument, file: str) -> Iterator[Problem]:
    ids = [item.id for item in built.items]
    if not ids or len(set(ids)) < len(ids):
        yield Problem(file, "items", "must be at least one, each with an id of its own")
    required = {item.id for item in built.items if item.required}
    if built.scoring == "single" and built.score_item not in required:
        yield Problem(file, "score_item", "must name an item that is required")
    if built.scoring in ("total", "product") and len(required) < len(ids):
        yield Problem(file, "items", "must all be required: half a form has no score")
    if built.scoring == "activities" and not (
        len(ids) == 1 and 1 <= built.fewest <= built.most <= 10
    ):
        yield Problem(file, "fewest", "must lie from 1 to most, with one item for the level")
    if built.scoring == "total" and (built.low, built.high) != (
        sum(item.low for item in built.items), sum(item.high for item in built.items),
    ):  # fmt: skip
        yield Problem(file, "low", "and high must be the sums of the items'")


def _change(raw: dict[str, Any], built: Instrument, file: str) -> Iterator[Problem]:
    change = built.change
    if (change is None) != ("no_change" in raw):
        yield Problem(file, "change", "needs a figure, or no_change saying why there is none")
    if change is None:
        return
    if change.points is None and change.share is None:
        yield Problem(file, "change", "needs points, share, or both")
    if change.points is not None and not 0 < change.points <= built.high - built.low:
        yield Problem(file, "change.points", "must lie within the scale")
    if change.share is not None and not 0 < change.share < 1:
        yield Problem(file, "change.share", "must lie between 0 and 1")
    if change.needs not in ("either", "both"):
        yield Problem(file, "change.needs", "must be either or both")
    if not change.source.strip():
        yield Problem(file, "change.source", "is empty")
    if change.mark.split(":")[0] not in MARKS:
        yield Problem(file, "change.mark", "must begin with one of " + ", ".join(MARKS))


def _window(built: Instrument, file: str) -> Iterator[Problem]:
    window, every = built.window, EVERY_DAYS.get(built.cadence)
    if window is None:
        if every is not None and built.entered_by == "athlete":
            yield Problem(file, "window", "is missing: it has a cadence")
        return
    if every is None or built.entered_by == "clinician":
        yield Problem(file, "window", "belongs to what an athlete answers by the clock")
        return
    if not 1 <= window.open_days <= every:
        yield Problem(file, "window.open_days", "must lie from 1 to the days of the cadence")
    if window.open_days == 1 and window.closes is not None and window.closes <= window.opens:
        yield Problem(file, "window.closes", "must come after it opens")
    if not 0 <= window.late_hours <= 24 * every:
        yield Problem(file, "window.late_hours", "must end before the window after the next opens")


def _item(item: Item, built: Instrument, file: str) -> Iterator[Problem]:
    key = f"items.{item.id}"
    if not _ID.fullmatch(item.id):
        yield Problem(file, key, "must be small letters, digits and _")
    if not item.low < item.high:
        yield Problem(file, key, "must have low below high")
    count = item.high - item.low + 1
    for name, given in (("words", item.words), ("colours", item.colours)):
        if given and len(given) != count:
            yield Problem(file, f"{key}.{name}", f"must be {count}, one for each value")
    if item.colours and not item.words:
        yield Problem(file, key, "must say each colour in a word too")
    for colour in item.colours:
        if not _COLOUR.fullmatch(colour):
            yield Problem(file, f"{key}.colours", f"{colour!r} is no colour like #f7efb2")
    if built.entered_by == "clinician" and (len(built.items) > 1 or item.words):
        yield Problem(file, key, "must be the total alone: the text of its items is protected")


def _texts(raw: dict[str, Any], built: Instrument, file: str) -> Iterator[Problem]:
    """Hold every text to the wording rules of the knowledge."""
    yield from texts(file, "licence", raw.get("licence"))
    told = {"title": raw["title"], "about": raw.get("about")}
    if "care" in raw:
        told["care"] = raw["care"]
    for item in built.items:
        told[f"items.{item.id}.ask"] = item.ask
        for at, word in enumerate((item.low_word, item.high_word, *item.words)):
            if word:
                told[f"items.{item.id}.words.{at}"] = word
    for key, text in told.items():
        yield from texts(file, key, text)
    written = [Text(file, key, "question", text) for key, text in told.items() if text]
    yield from wording(KNOWLEDGE, written)
