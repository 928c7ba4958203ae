"""Length of an interview: screens, rows and seconds, and whether it ends where all answers would.

    python -m benchmarks.interview [ordinary profiles, 300]

The people are the cases kept with the knowledge and ordinary profiles drawn at random: one cause
of the knowledge each, answered as its weights make likely, with no sign of the emergency screen.
Screens are counted after the emergency screen, seconds from the first tap to the last. What the
profile holds (age, persona, sex, side) is known beforehand, as it is on the phone.

The model of reading and tapping. Titles, leads and single questions are read at 300 words a
minute, rows of a list to tick are skimmed at 450 (Carver 1992, "Reading rate: theory, research,
and practical implications": rauding and skimming). A tap takes 0.4 s, a number typed two taps
more, and each screen 1.35 s to make up one's mind (Card, Moran and Newell 1980, the
keystroke-level model's M). The body map is a picture: instead of its rows each tapped place costs
another 1.35 s.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.knowledge.golden import filled, raw_cases
from tests.knowledge.truths import applicable, interview
from triage.engine.judge import judge
from triage.engine.verdict import Verdict
from triage.interview import Screen, settled
from triage.loader import current

ROOT = Path(__file__).resolve().parents[1]
Answers = dict[str, Any]
WORDS_READ, WORDS_SKIMMED = 300 / 60, 450 / 60  # words a second
TAP, MIND = 0.4, 1.35  # seconds
PROFILE = ("age_years", "persona", "sex_at_birth", "side")
STRAINS = {"hs_strain_g1", "hs_strain_g2"}
QUESTIONS = {raw["id"]: raw["question"] for raw in current().compiled["findings"]}


@dataclass(frozen=True)
class Walked:
    """One interview: its length, and what its end and the whole truth come to."""

    screens: int
    rows: int
    seconds: float
    end: Verdict
    whole: Verdict


def main(ordinary: int = 300) -> None:
    """Print one line a group of people."""
    cases = [filled(case) for file in case_files() for case in raw_cases(file)]
    chance = random.Random(20261126)
    causes = [each.id for each in current().scoring.conditions]
    drawn = [profile(causes[at % len(causes)], chance) for at in range(ordinary)]
    strains = [profile(cause, chance) for cause in sorted(STRAINS) for _ in range(30)]
    print(f"{'':22}{'screens':>12}{'rows':>9}{'seconds':>11}{'same':>7}{'same':>9}{'first of':>10}")
    print(f"{'':22}{'median 90th':>12}{'median':>9}{'median 90th':>11}"
          f"{'level':>7}{'first':>9}{'all in 3':>10}")  # fmt: skip
    walked = [walk(truth) for truth in cases]
    calm = [each for each in walked if not each.whole.withheld]
    report("all kept cases", walked)
    report("  below same_day", calm)
    report("  a strain first", [each for each in calm if first(each.whole) in STRAINS])
    report("drawn, typical strain", [walk(truth) for truth in strains])
    report("drawn, any cause", [walk(truth) for truth in drawn])


def case_files() -> list[str]:
    """Return the names of the files of cases that are kept with the knowledge."""
    folder = ROOT / "triage" / "knowledge" / "cases"
    return sorted(path.name for path in folder.glob("*.json"))


def walk(truth: Mapping[str, Any]) -> Walked:
    """Interview one person."""
    truth = {"sex_at_birth": "male", **truth}  # a story may leave it out, a profile holds it
    known = {name: truth[name] for name in PROFILE if name in truth}
    walked = interview(truth, known=known)
    after = [screen for screen in walked.screens if not screen.emergency]
    return Walked(
        screens=len(after),
        rows=sum(len(screen.findings) for screen in walked.screens),
        seconds=sum(seconds(screen, truth) for screen in walked.screens),
        end=judge(current(), settled(current(), walked.answers)),
        whole=judge(current(), applicable(truth)),
    )


def seconds(screen: Screen, truth: Mapping[str, Any]) -> float:
    """Return how long one screen takes by the model."""
    spent = words(f"{screen.title} {screen.lead or ''}") / WORDS_READ + MIND + TAP
    ticked = sum(truth.get(name, False) is not False for name in screen.findings)
    if screen.kind == "body_map":
        return spent + (MIND + TAP) * ticked
    rows = sum(words(QUESTIONS[name]) for name in screen.findings)
    if screen.kind == "ticks":
        return spent + rows / WORDS_SKIMMED + TAP * ticked
    spent += rows / WORDS_READ
    return spent + TAP * len(screen.findings) * (3 if screen.kind == "number" else 1)


def words(text: str) -> int:
    """Return the number of words."""
    return len(text.split())


def profile(cause: str, chance: random.Random) -> Answers:
    """Return an ordinary person with this cause: each finding yes as often as its weight says."""
    knowledge = current()
    condition = knowledge.scoring.conditions[knowledge.scoring.place[cause]]
    weights = {weight.finding: weight.yes for weight in condition.weights}
    dangerous = {name for group in knowledge.compiled["screens"]["screens"] if group["emergency"]
                 for name in group["findings"]}  # fmt: skip
    truth: Answers = {}
    for name, each in knowledge.findings.items():
        if each.type == "bool3":
            often = {3: 0.9, 2: 0.75, 1: 0.5}.get(weights.get(name, 0), 0.02)
            truth[name] = name not in dangerous and chance.random() < often
    return truth | {
        "age_years": chance.randint(18, 60), "weight_bearing": "normal", "symptom_days":
        chance.choice([1, 3, 10, 30, 100]), "getting_better": chance.choice(["better", "same"]),
        "persona": chance.choice(["athlete", "active", "desk"]), "sex_at_birth": "male",
        "side": chance.choice(["left", "right"]), "pain_now": chance.randint(1, 6),
        "pain_at_injury": chance.randint(2, 6), "sitting_hours": chance.randint(3, 11),
    }  # fmt: skip


def report(name: str, people: Sequence[Walked]) -> None:
    """Print medians, 90th percentiles and how often the interview's end agrees with the truth."""
    shown = [each for each in people if each.whole.causes]
    level = share(each.end.urgency == each.whole.urgency for each in people)
    same = share(first(each.end) == first(each.whole) for each in shown)
    among = share(first(each.whole) in {cause.id for cause in each.end.causes} for each in shown)
    screens, spent = (
        figures(people, lambda each: each.screens),
        figures(people, lambda each: each.seconds),
    )
    rows = statistics.median(each.rows for each in people)
    print(f"{name:22}{screens[0]:7.0f} {screens[1]:4.0f}{rows:9.0f}{spent[0]:6.0f} {spent[1]:4.0f}"
          f"{level:>7}{same:>9}{among:>10}  of {len(people)}")  # fmt: skip


def figures(people: Sequence[Walked], figure: Callable[[Walked], float]) -> tuple[float, float]:
    """Return the median and the 90th percentile."""
    values = sorted(figure(each) for each in people)
    return statistics.median(values), values[min(len(values) - 1, int(0.9 * len(values)))]


def first(verdict: Verdict) -> str | None:
    """Return the cause that is shown first, None where none is."""
    return verdict.causes[0].id if verdict.causes else None


def share(held: Iterable[bool]) -> str:
    """Return how many of all hold, in percent."""
    all_ = list(held)
    return f"{100 * sum(all_) / len(all_):.0f}" if all_ else "-"


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
