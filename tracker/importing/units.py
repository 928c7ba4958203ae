"""The fields a column may fill, the units each may be written in, and what is usual. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from tracker.kinds import KINDS
from tracker.kinds.checks import Numbers

Convert = Callable[[float], float]


def _times(factor: float) -> Convert:
    return lambda value: round(value * factor, 4)


def _whole(factor: float) -> Convert:
    """A scale of ten in other steps: 45 of 100 is 5, halves go up."""
    return lambda value: int(value * factor + 0.5) if value >= 0 else value


def _hooper(best: float, worst: float) -> Convert:
    """Any scale from best to worst becomes 1 (best) to 7 (worst), to the nearest whole."""

    def convert(value: float) -> float:
        if not min(best, worst) <= value <= max(best, worst):
            return -1  # refused by the kind: outside the scale that was chosen
        return int(1 + 6 * (value - best) / (worst - best) + 0.5)

    return convert


_SAME: Convert = lambda value: value  # noqa: E731  (a table reads better than seven functions)
_TEN = {"0-10": _SAME, "0-100": _whole(0.1)}
_FEELING = {
    "1-7": _SAME, "7-1": _hooper(7, 1), "1-5": _hooper(1, 5), "5-1": _hooper(5, 1),
    "1-10": _hooper(1, 10), "10-1": _hooper(10, 1), "1-4": _hooper(1, 4), "4-1": _hooper(4, 1),
}  # fmt: skip
_HOURS = {"h": _SAME, "min": _times(1 / 60), "s": _times(1 / 3600)}
_MINUTES = {"min": _SAME, "h": _times(60), "s": _times(1 / 60)}

# Field -> unit -> into the kind's own unit; the kind's own comes first.
UNITS: MappingProxyType[str, dict[str, Convert]] = MappingProxyType(
    {
        "pain.level": _TEN,
        "sitting.hours": _HOURS,
        "sitting.minutes_to_pain": _MINUTES,
        "hydration.ml": {"ml": _SAME, "l": _times(1000), "fl_oz": _times(29.5735)},
        "activity.minutes": _MINUTES,
        "activity.rpe": _TEN,
        "activity.pain_during": _TEN,
        "activity.distance_m": {"m": _SAME, "km": _times(1000), "mi": _times(1609.344)},
        "wellness.sleep_h": _HOURS,
        "wellness.sleep_quality": _FEELING,
        "wellness.fatigue": _FEELING,
        "wellness.soreness": _FEELING,
        "wellness.stress": _FEELING,
    }
)
# What most rows of such a column hold, in the kind's own unit: tells litres from millilitres.
USUAL = MappingProxyType(
    {
        "pain.level": (0, 10),
        "sitting.hours": (0.25, 18),
        "hydration.ml": (30, 6000),
        "activity.minutes": (3, 400),
        "activity.rpe": (0, 10),
        "activity.pain_during": (0, 10),
        "activity.distance_m": (200, 200_000),
        "wellness.sleep_h": (2, 14),
    }
)
# Less than this, and not nothing, is a cell in another unit: 1.5 in a column of millilitres.
LEAST = MappingProxyType({"hydration.ml": 10, "activity.minutes": 1, "wellness.sleep_h": 0.5})
FIELDS: tuple[str, ...] = (
    "day",
    "time",
    *(
        f"{kind.name}.{name}"
        for kind in KINDS.values()
        for name in (*kind.required, *kind.optional)
    ),
)
CLEARLY = 0.3  # so much more of the column must be usual in another unit


def units_of(name: str) -> tuple[str, ...]:
    """Return the units a field may be written in; () = it has none."""
    return tuple(UNITS.get(name, ()))


def into_own(name: str, unit: str | None, value: float) -> float:
    """Return a value in the kind's own unit."""
    table = UNITS.get(name)
    return value if table is None or unit is None else table[unit](value)


def expected(name: str, unit: str | None) -> str | None:
    """Return in words what a cell of this field must hold in this unit; None = no number."""
    kind, _, field = name.partition(".")
    check = {**KINDS[kind].required, **KINDS[kind].optional}.get(field)
    if not isinstance(check, Numbers):
        return None
    units = units_of(name)
    if unit is not None and unit != units[0]:
        what = f"a number in {unit}" if unit.isalpha() else f"a number on the scale {unit}"
    elif check.whole:
        what = f"a whole number from {check.low} to {check.high}"
    else:
        what = f"a number from {check.low} to {check.high:,}"
        what += f" in {units[0]}" if units and units[0].isalpha() else ""
    clock = ", or 7:30 for hours and minutes" if unit in {"h", "min"} else ""
    return f"Write {what}, for example 3{clock}, and nothing else."


def likely_unit(name: str, values: Sequence[float], *, first: str | None = None) -> str | None:
    """Return the unit in which most of the values are usual; `first` wins where none is clear."""
    units = units_of(name)
    if not units:
        return None
    held = first if first in units else units[0]
    if name not in USUAL or not values:
        return held
    best = max(units, key=lambda unit: _share(name, unit, values))
    clearly = _share(name, best, values) - _share(name, held, values) >= CLEARLY
    return best if clearly else held


def _share(name: str, unit: str, values: Sequence[float]) -> float:
    low, high = USUAL[name]
    fits = sum(1 for value in values if value == 0 or low <= UNITS[name][unit](value) <= high)
    if unit == "0-100":  # every pain of 0-10 fits too, and one slip of the pen makes no scale
        above = [value > 10 for value in values if value]
        fits = fits if 2 * sum(above) > len(above) else 0
    return fits / len(values)
