"""Sets of answers as Hypothesis draws them, over the whole vocabulary."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.knowledge.expected import TELLING, read
from triage.loader import current

KNOWLEDGE = current()
FINDINGS = KNOWLEDGE.findings
YES_NO = [name for name, each in FINDINGS.items() if each.type == "bool3"]
RULES = [rule.id for rule in KNOWLEDGE.rules]
NOES = dict.fromkeys(YES_NO, False)


def value_of(name: str) -> st.SearchStrategy[Any]:
    """Draw a value that the finding may have."""
    each = FINDINGS[name]
    if each.type == "bool3":
        return st.sampled_from([True, False, "unsure"])
    if each.type == "enum":
        return st.sampled_from(each.choices)
    if each.type == "float":
        return st.floats(each.low, each.high).map(lambda number: round(number, 1))
    return st.integers(int(each.low), int(each.high))


@st.composite
def answer_sets(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a set: a few answers alone, or all others answered no."""
    names = draw(st.lists(st.sampled_from(list(FINDINGS)), unique=True, max_size=25))
    base = draw(st.sampled_from([{}, NOES]))
    return dict(base) | {name: draw(value_of(name)) for name in names}


@st.composite
def woken_sets(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a set around one that makes some rule fire, with a few more answers."""
    entry = read(TELLING)[draw(st.sampled_from(RULES))]
    fires = draw(st.sampled_from(entry["fires"]))
    names = draw(st.lists(st.sampled_from(list(FINDINGS)), unique=True, max_size=6))
    base = draw(st.sampled_from([{}, NOES]))
    return dict(base) | {name: draw(value_of(name)) for name in names} | fires


any_sets = st.one_of(answer_sets(), woken_sets())
