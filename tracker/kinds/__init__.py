"""The kinds of entry: one file each, found by looking; a new kind is one new file, none edited.

A kind module has `NAME`, `FIELDS` (field name -> checker, a leading `?` marks an optional one),
and may have `check(fields, ask_finding)` for what concerns several fields at once. Pure: no Django.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType

from tracker.kinds.checks import Kind, kind_of

KINDS: MappingProxyType[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            kind_of(importlib.import_module(f"{__name__}.{found.name}"))
            for found in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name)
            if found.name != "checks"
        )
    }
)

__all__ = ["KINDS", "Kind"]
