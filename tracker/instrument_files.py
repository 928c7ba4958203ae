"""Read the instruments: one TOML file each, refused where it is incomplete."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from tracker.scoring.instrument import Change, Instrument, Item, Window

FOLDER = Path(__file__).resolve().parent / "instruments"


class BadInstrument(Exception):
    """An instrument's file that cannot be used: which file, which key, why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


@dataclass(frozen=True, slots=True)
class Instruments:
    """All instruments of this version: ready to score, and as the wire shows them."""

    version: str
    by_id: dict[str, Instrument]
    wire: tuple[dict[str, Any], ...]


@cache
def current() -> Instruments:
    """Return the instruments shipped with this version, read once a process."""
    return load(FOLDER)


def load(folder: Path) -> Instruments:
    """Return the instruments of a folder in the order of their ids.

    :raises BadInstrument: for the first file that cannot be used.
    """
    raws = [read_file(path) for path in sorted(folder.glob("*.toml"))]
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    built = {raw["id"]: build(raw, f"{raw['id']}.toml") for raw in raws}
    wire = tuple(_wire(raw, built[raw["id"]]) for raw in raws)
    return Instruments(digest.hexdigest(), built, wire)


def read_file(path: Path) -> dict[str, Any]:
    """Return one file as it stands.

    :raises BadInstrument: where it is no TOML, or its id is not its name.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInstrument(path.name, "file", f"is not TOML: {error}") from None
    if raw.get("id") != path.stem:
        raise BadInstrument(path.name, "id", "must be the name of the file")
    for key, kind in (("reviewer", str), ("review_due", date)):
        if not isinstance(_need(raw, key, path.name), kind):
            raise BadInstrument(path.name, key, f"must be a {kind.__name__}")
    return raw


def build(raw: dict[str, Any], file: str) -> Instrument:
    """Return an instrument ready to score.

    :raises BadInstrument: for a key that is missing or of a wrong type.
    """
    try:
        return Instrument(
            id=raw["id"], version=int(raw["version"]), title=raw["title"], scoring=raw["scoring"],
            items=tuple(_item(each) for each in raw["items"]), low=raw["low"], high=raw["high"],
            better=raw["better"], cadence=raw["cadence"], entered_by=raw["entered_by"],
            shared_as=raw["shared_as"], window=_window(raw.get("window")),
            change=_change(raw.get("change")), score_item=raw.get("score_item", ""),
            fewest=raw.get("fewest", 0), most=raw.get("most", 0),
        )  # fmt: skip
    except KeyError as error:
        raise BadInstrument(file, str(error.args[0]), "is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInstrument(file, "file", f"holds a value of a wrong type: {error}") from None


def _item(raw: dict[str, Any]) -> Item:
    more: dict[str, Any] = {key: tuple(raw[key]) for key in ("words", "colours") if key in raw}
    more |= {key: raw[key] for key in ("required", "low_word", "high_word") if key in raw}
    return Item(id=raw["id"], ask=raw["ask"], low=int(raw["low"]), high=int(raw["high"]), **more)


def _window(raw: dict[str, Any] | None) -> Window | None:
    if raw is None:
        return None
    opens, closes = raw["opens"], raw.get("closes")
    if not isinstance(opens, time) or not isinstance(closes, time | None):
        raise TypeError("opens and closes are times of day like 17:00:00")
    return Window(opens, closes, int(raw["open_days"]), int(raw["late_hours"]))


def _change(raw: dict[str, Any] | None) -> Change | None:
    if raw is None:
        return None
    return Change(
        raw.get("points"), raw.get("share"), raw["needs"], raw["source"], raw["mark"]
    )  # fmt: skip


def _need(raw: dict[str, Any], key: str, file: str) -> Any:
    if key not in raw:
        raise BadInstrument(file, key, "is missing")
    return raw[key]


def _wire(raw: dict[str, Any], built: Instrument) -> dict[str, Any]:
    """Return an instrument as JSON; the bands of a chart are drawn from `change`."""
    items = [
        {
            "id": item.id, "ask": item.ask, "low": item.low, "high": item.high,
            "required": item.required, "low_word": item.low_word, "high_word": item.high_word,
            "words": list(item.words), "colours": list(item.colours),
        }
        for item in built.items
    ]  # fmt: skip
    window, change = built.window, built.change
    return {
        "id": built.id, "version": built.version, "title": built.title, "about": raw["about"],
        "scoring": built.scoring, "score_item": built.score_item or None,
        "low": built.low, "high": built.high, "unit": raw["unit"], "better": built.better,
        "entered_by": built.entered_by, "cadence": built.cadence,
        "fewest": built.fewest, "most": built.most, "items": items,
        "care": raw.get("care"), "care_from": raw.get("care_from"),
        "window": window and {
            "opens": f"{window.opens:%H:%M}",
            "closes": f"{window.closes:%H:%M}" if window.closes else None,
            "open_days": window.open_days, "late_hours": window.late_hours,
        },
        "change": change and {
            "points": change.points, "share": change.share, "needs": change.needs,
            "source": change.source, "mark": change.mark,
        },
        "no_change": raw.get("no_change"), "sources": raw["sources"], "licence": raw["licence"],
        "reviewer": raw["reviewer"], "review_due": raw["review_due"].isoformat(),
    }  # fmt: skip
