"""Reads deploy/compose.yaml the way Compose does, as far as that file goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "deploy" / "compose.yaml"
EXAMPLE = ROOT / "deploy" / ".env.example"
# ${NAME}, ${NAME:?what is missing}, ${NAME:-default}; $$ is a dollar sign
_VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?::([-?])([^}]*))?\})")


def services() -> dict[str, dict[str, Any]]:
    """Return every service as written, anchors and merges resolved."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def example_names() -> dict[str, str]:
    """Return the names of .env.example with their values."""
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and line[0] != "#"]
    return dict(line.split("=", 1) for line in lines)


def variables(text: str) -> set[str]:
    """Return the names a text asks .env for."""
    return {name for _, name, _, _ in _VARIABLE.findall(text) if name}


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill a text's variables; one that must be set and is not raises KeyError."""

    def value(match: re.Match[str]) -> str:
        dollar, name, mark, rest = match.groups()
        if dollar:
            return "$"
        if given := values.get(name):
            return given
        if mark == "-":
            return rest
        raise KeyError(name)

    return _VARIABLE.sub(value, text)


def environment_of(service: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the environment a service's container would have."""
    written = services()[service].get("environment", {})
    return {name: filled(str(text), values) for name, text in written.items()}
