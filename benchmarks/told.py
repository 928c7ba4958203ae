"""What a load run says: a line a kind of request, a line a figure with its aim, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.crowd import Phase

AIMS_S = {"write": 0.3, "red": 0.3, "read": 0.2, "push": 5.0}  # p99 of the steady load
RED_IN_OVERLOAD_S = 0.3
LEAST_SHARE = 0.8  # of the most, in overload


@dataclass(frozen=True)
class Figure:
    """One measured number and what it should be."""

    name: str
    value: float
    aim: float
    unit: str
    at_most: bool = True  # False: at least
    of: int = 0  # measured values behind it

    @property
    def met(self) -> bool:
        """Say whether the aim is reached; a figure of nothing reaches none."""
        if not self.of:
            return False
        return self.value <= self.aim if self.at_most else self.value >= self.aim


def quantile(values: Iterable[float], share: float) -> float:
    """Return the value that this share of all lies at or below, 0 of nothing."""
    kept = sorted(values)
    return kept[min(len(kept) - 1, int(len(kept) * share))] if kept else 0.0


def aims(steady: Phase, most: Phase, over: Phase) -> list[Figure]:
    """Return every figure that has an aim."""
    took = {**steady.took, "push": steady.pushes}
    found = [
        Figure(
            f"steady: {kind} p99", quantile(took[kind], 0.99) * 1000, aim * 1000, "ms",
            of=len(took[kind]),
        )
        for kind, aim in AIMS_S.items()
    ]  # fmt: skip
    bad = steady.asked - sum(steady.statuses[kind, 200] for kind in steady.took)
    share = over.goodput / max(most.goodput, 0.001) * 100
    lost = sum(n for (kind, status), n in over.statuses.items() if kind == "red" and status != 200)
    return [
        Figure("steady: answers other than 200", bad, 0, "", of=steady.asked),
        *found,
        Figure(
            "overload: good answers of the most", share, LEAST_SHARE * 100, "%",
            at_most=False, of=over.asked,
        ),
        Figure("overload: red flags not taken", lost, 0, "", of=len(over.took["red"])),
        Figure(
            "overload: red p99", quantile(over.took["red"], 0.99) * 1000,
            RED_IN_OVERLOAD_S * 1000, "ms", of=len(over.took["red"]),
        ),
        Figure(
            "overload: push p99", quantile(over.pushes, 0.99) * 1000, AIMS_S["push"] * 1000,
            "ms", of=len(over.pushes),
        ),
    ]  # fmt: skip


def table(figures: Sequence[Figure]) -> str:
    """Return a line a figure: value, aim, met or missed, and of how many."""
    return "\n".join(
        f"{'met   ' if one.met else 'MISSED'}  {one.name:44} {one.value:9.1f} {one.unit:2}  "
        f"{'at most' if one.at_most else 'at least'} {one.aim:g} {one.unit} (of {one.of})"
        for one in figures
    )


def tell(phase: Phase) -> None:
    """Print a phase."""
    statuses = ", ".join(
        f"{kind} {status}: {n}" for (kind, status), n in sorted(phase.statuses.items())
    )
    kinds = ", ".join(f"{phase.good(kind):.1f} {kind}" for kind in phase.took)
    print(f"{phase.name}: {phase.seconds:.1f} s, {phase.goodput:.0f} good answers/s ({kinds})")
    print(f"  {statuses}")
    for kind, took in series(phase).items():
        print(
            f"  {kind:10} {len(took):6}  median {quantile(took, 0.5) * 1000:7.1f} ms  p99 "
            f"{quantile(took, 0.99) * 1000:7.1f} ms  longest {max(took) * 1000:7.1f} ms"
        )
    busy = ", ".join(
        f"{who} {spent / phase.seconds * 100:.0f} %" for who, spent in phase.cpu.items()
    )
    print(f"  processor (100 % is one core): {busy}")


def series(phase: Phase) -> dict[str, list[float]]:
    """Return what was measured in seconds, by kind, leaving out what was not."""
    every = phase.took | {
        "push": phase.pushes, "turned away": phase.shed_took, "tool late": phase.behind,
    }  # fmt: skip
    return {kind: took for kind, took in every.items() if took}


def as_report(
    stores: str, phases: Sequence[Phase], figures: Sequence[Figure], wrong: Sequence[str]
) -> str:
    """Return everything as JSON."""
    body = {
        "stores": stores,
        "figures": [asdict(figure) | {"met": figure.met} for figure in figures],
        "wrong": list(wrong),
        "phases": [_as_dict(phase) for phase in phases],
    }
    return json.dumps(body, indent=1) + "\n"


def _as_dict(phase: Phase) -> dict[str, Any]:
    return {
        "name": phase.name,
        "seconds": phase.seconds,
        "good_answers_a_s": phase.goodput,
        "statuses": {f"{kind} {status}": n for (kind, status), n in phase.statuses.items()},
        "processor_s": phase.cpu,
        "took_s": {
            kind: {
                "n": len(took), "p50": quantile(took, 0.5), "p99": quantile(took, 0.99),
                "longest": max(took),
            }
            for kind, took in series(phase).items()
        },
    }  # fmt: skip
