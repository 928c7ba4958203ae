"""Does every rule answer to a case, does every case hold, and can every rule fire at all?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from triage.cases import Case, read_cases
from triage.engine.answers import BadAnswers
from triage.engine.judge import judge
from triage.engine.knowledge import Knowledge
from triage.engine.trees import scores_in
from triage.lint_problem import Problem
from triage.loader import BadKnowledge
from triage.reach import reach


def cases(folder: Path, knowledge: Knowledge) -> Iterator[Problem]:
    """Yield what is wrong with the cases, and the rules that no case fires or nothing can."""
    try:
        written = read_cases(folder)
    except BadKnowledge as error:
        yield Problem(error.file, error.key, error.reason)
        return
    names = Counter(case.name for case in written)
    for case in written:
        if names[case.name] > 1:
            yield Problem(case.file, case.name, "stands twice")
        yield from _case(case, knowledge)
    hit = {rule for case in written for rule in case.rules}
    files = {each["family"]: each["file"] for each in knowledge.compiled["families"]}
    for rule in knowledge.rules:
        file = files[rule.family]
        if rule.id not in hit:
            yield Problem(file, rule.id, "no case fires it; add one to cases/")
        if reach(knowledge, rule) is None:
            yield Problem(file, f"{rule.id}.when", "no allowed answers were found that fire it")
    named = {case.cause for case in written}
    named |= {row[0] for case in written for row in case.causes or ()}
    for raw in knowledge.compiled["rules"]:
        if raw["id"] in hit:
            named |= set(scores_in(raw["logic"]))  # withheld by its level, held by its guard
    for cause in knowledge.scoring.place:
        if cause not in named:
            yield Problem(f"conditions/{cause}.toml", cause, "no case holds it; add one to cases/")


def _case(case: Case, knowledge: Knowledge) -> Iterator[Problem]:
    try:
        verdict = judge(knowledge, case.answers(knowledge))
    except BadAnswers as error:
        yield Problem(case.file, case.name, f"{error.errors[0].pointer}: {error.detail}")
        return
    if verdict.unknown_findings:
        yield Problem(case.file, case.name, f"{verdict.unknown_findings[0]!r} is no finding")
    if verdict.urgency != case.level:
        yield Problem(case.file, case.name, f"comes to {verdict.urgency}, not {case.level}")
    fired = {flag.rule for flag in verdict.red_flags}
    if extra := sorted(fired - set(case.rules)):
        yield Problem(case.file, case.name, f"fires {', '.join(extra)} too")
    if silent := sorted(set(case.rules) - fired):
        yield Problem(case.file, case.name, f"does not fire {', '.join(silent)}")
    yield from _bounds(case, str(verdict.urgency), knowledge)
    shown = tuple((each.id, each.fit, each.score) for each in verdict.causes)
    if case.causes is not None and shown != case.causes:
        yield Problem(case.file, case.name, f"shows {list(shown)}, not {list(case.causes)}")
    if case.cause and case.cause not in knowledge.scoring.place:
        yield Problem(case.file, case.name, f"{case.cause!r} is no cause")
    for source in case.sources:
        if source not in knowledge.compiled["sources"]:
            yield Problem(case.file, case.name, f"source {source!r} is not in sources.toml")


def _bounds(case: Case, level: str, knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a problem where the level lies outside what a clinician would accept."""
    order = knowledge.levels
    for key, bound in (("at_least", case.at_least), ("at_most", case.at_most)):
        if not bound:
            continue
        if bound not in order:
            yield Problem(case.file, case.name, f"{bound!r} of {key} is no level")
        elif (
            level in order
            and (order.index(level) - order.index(bound)) * (1 if key == "at_most" else -1) > 0
        ):
            yield Problem(case.file, case.name, f"comes to {level}, beyond its {key} {bound}")
