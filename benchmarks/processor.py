"""Who used the processor: seconds by role, from /proc."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def spent(leaders: Mapping[str, int]) -> dict[str, float]:
    """Return who -> seconds so far, of each leader with all that it started, and our own."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # it has just ended
            parents[int(entry.name)] = int(fields[1])
            # its own, and what children that have ended used: a worker's child is replaced at times
            used[int(entry.name)] = sum(map(int, fields[11:15])) * _TICK_S
    of_whom = {pid: who for who, pid in leaders.items()}
    found = dict.fromkeys(leaders, 0.0)
    for pid, seconds in used.items():
        at: int | None = pid
        while at and at not in of_whom:
            at = parents.get(at)
        if at:
            found[of_whom[at]] += seconds
    return found | {"this tool": time.process_time()}
