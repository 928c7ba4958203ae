"""A knowledge small enough to check by hand: its verdicts are written out whole in the tests."""

from __future__ import annotations

from typing import Any

from triage.engine.expression import parse
from triage.engine.knowledge import Knowledge, build
from triage.engine.texts import split_clauses

WEIGHTS = {
    # cause: {finding: (yes, no)}; caps: A 3, B 4, C 2
    "strain": {"sprint": (3, -1), "pop": (2, 0), "old": (1, 0), "sore_spot": (1, -2)},
    "nerve": {"tingle": (3, -2), "sprint": (-1, 0), "many_days": (2, 0)},
    "bruise": {"blow": (3, -3)},
    "stiff": {"many_days": (1, 1)},
}
SECTIONS = {
    "A": (3, {"age_years": None, "days": None, "persona": None}),
    "B": (4, {"sprint": None, "pop": None, "blow": None}),
    "C": (2, {"sore_spot": None, "tingle": None, "cold": None, "blue": "cold OR tingle"}),
}
DERIVED = {"age_under_16": ("A", "age_years < 16"), "old": ("A", "age_years >= 60"),
           "many_days": ("A", "days >= 14"), "signs": ("C", "INT(cold) + INT(blue)")}  # fmt: skip
RULES = {
    "RF-ALI-1": ("emergency_now", "cold AND blue", "Call {EMERGENCY} now.",
                 "My leg is {leg sign}. It began {days} days ago; {weeks} weeks."),
    "RF-ALI-2": ("same_day", "signs >= 1 AND NOT IS_YES(sprint)", "Be seen today.", "It is {x}."),
    "RF-OLD-1": ("within_days", "COUNT(pop, blow) >= 1 AND old", "Book a visit.", "I felt a pop"),
    "RF-TEAR-1": ("self_care", "SCORE(strain) >= 5", "Rest it.", "-"),
}  # fmt: skip


def small_knowledge(**changes: Any) -> Knowledge:
    """Return the small knowledge; `changes` replace whole parts of its compiled copy."""
    return build(_compiled() | changes)


def with_rules(*whens: str) -> Knowledge:
    """Return the small knowledge with other rules: RF-X-1, RF-X-2 ... of the level same_day."""
    rules = [
        _rule(at, f"RF-X-{at}", "same_day", when, "Be seen.", "-")
        for at, when in enumerate(whens, 1)
    ]
    return small_knowledge(rules=rules)


def with_a_measure(*whens: str) -> Knowledge:
    """Return it with other rules, and `signs` with a term for a number or, unmeasured, the eye."""
    compiled = with_rules(*whens).compiled
    tree = parse("INT(old OR (age_years is missing AND cold)) + INT(blue)")
    derived = [
        raw | {"logic": tree} if raw["id"] == "signs" else raw for raw in compiled["derived"]
    ]
    return build(compiled | {"derived": derived})


def with_causes(weights: dict[str, dict[str, tuple[int, int]]], **changes: Any) -> Knowledge:
    """Return the small knowledge with other causes."""
    causes = [
        {"id": name, "title": name, "self_care": name, "prior": {},
         "weights": [[finding, yes, no] for finding, (yes, no) in each.items()]}
        for name, each in weights.items()
    ]  # fmt: skip
    return small_knowledge(conditions=causes, **changes)


def _compiled() -> dict[str, Any]:
    return {
        "version": "small",
        "findings": [
            _finding(name, section, ask)
            for section, (_, names) in SECTIONS.items()
            for name, ask in names.items()
        ],
        "derived": [
            {"id": name, "section": section, "logic": parse(text)}
            for name, (section, text) in DERIVED.items()
        ],
        "sections": [
            {"section": name, "title": name, "weight_cap": cap}
            for name, (cap, _) in SECTIONS.items()
        ],
        "levels": {
            "order": ["self_care", "within_days", "same_day", "emergency_now"],
            "family_order": ["RF-ALI"],
            "step_down": {"emergency_now": "same_day", "same_day": "within_days",
                          "within_days": "self_care"},
            "safety_net": "Come back.", "self_care_unclear": "No one cause.",
            "tell_neutral": "I have pain.",
        },
        "mandatory": ["cold"],
        "rules": [
            _rule(place, name, *each) for place, (name, each) in enumerate(RULES.items())
        ],
        "numbers": {"fallback": {"emergency": "your number", "urgent": "a doctor"},
                    "countries": {"GB": {"emergency": "999"}}},
        "placeholders": {
            "leg sign": {"options": [{"text": "cold", "findings": ["cold"]},
                                     {"text": "blue", "findings": ["blue"]}]},
            "days": {"value": "days"}, "weeks": {"weeks_of": "days"},
            "RF-ALI-2 x": {"options": [], "otherwise": "odd"},
        },
        "conditions": [
            {"id": name, "title": name.title(), "self_care": f"Care for {name}.",
             "prior": {"athlete": 1} if name == "strain" else {},
             "weights": [[finding, yes, no] for finding, (yes, no) in weights.items()]}
            for name, weights in WEIGHTS.items()
        ],
    }  # fmt: skip


def _finding(name: str, section: str, ask: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {"id": name, "section": section, "type": "bool3"}
    if name in ("age_years", "days"):
        made |= {"type": "int", "low": 0, "high": 120}
    if name == "persona":
        made |= {"type": "enum", "choices": ["athlete", "desk"]}
    return made if ask is None else made | {"ask_when": ask, "ask_logic": parse(ask)}


def _rule(place: int, name: str, level: str, when: str, do_now: str, tell: str) -> dict[str, Any]:
    logic = parse(when)
    if logic[0] == "compare" and logic[1][0] == "score":
        logic[1][2] = list(WEIGHTS[logic[1][1]])
    return {"id": name, "family": name.rsplit("-", 1)[0], "order": place, "level": level,
            "logic": logic, "suspected": f"{name}?", "do_now": do_now, "sources": ["book"],
            "tell_clinician": tell, "tell_clauses": split_clauses(tell)}  # fmt: skip
