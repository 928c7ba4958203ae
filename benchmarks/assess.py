"""Microseconds of one assessment, and of the same rules in two peer rule engines.

    python -m benchmarks.assess        (the peers: pip install ".[benchmarks]")

An assessment is everything: answers checked, all rules read three-valued twice, what speaks for
each, words filled, causes ranked. The peers only say which rules fire, two-valued. All are timed in
turns on the same complete answers, by the processor time of this process, so that other programs
beside it tell less; that all fire the same rules is checked first.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from triage.engine.judge import _derive, _facts, judge
from triage.engine.logic import Facts
from triage.loader import FOLDER, current, load

Answers = dict[str, Any]
Work = Callable[[Answers], object]
ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
PEER_SETS, PEER_ROUNDS = 25, 5
CALM: Answers = {"age_years": 30, "weight_bearing": "normal"}
NOES: Answers = {name: False for name, each in current().findings.items() if each.type == "bool3"}


def main() -> None:
    """Print one line a workload, then the peers."""
    began = time.process_time()
    load(FOLDER)
    spent = (time.process_time() - began) * 1e3
    print(f"reading and compiling the knowledge: {spent:.0f} ms, once")
    mandatory = {each.id: False for each in current().mandatory} | CALM
    workloads = {
        "golden cases, all answered": [NOES | CALM | given for given in golden()],
        "mandatory answered": [mandatory | given for given in golden()],
        "nothing answered": [{}],
    }
    for name, sets in workloads.items():
        times = best({"whole": lambda answers: judge(current(), answers), "bare": one_pass}, sets)
        print(f"{name:28} {times['whole']:7.0f} µs an assessment, {times['bare']:5.0f} µs bare "
              f"rules, ratio {times['whole'] / times['bare']:.1f}")  # fmt: skip
    beside_peers()


def golden() -> list[Answers]:
    """Return the golden cases as written."""
    raw = json.loads((FOLDER / "cases" / "golden-cases.json").read_text("utf-8"))
    return [case["answers"] for case in raw["cases"]]


def one_pass(answers: Answers) -> int:
    """Call each compiled rule once and count those that are true; nothing derived."""
    knowledge, facts = current(), Facts(scores={name: (0, 0) for name, _ in current().scored})
    yes = 0
    for name, value in answers.items():
        if value is True:
            yes |= knowledge.bits[name]
    return sum(1 for rule in knowledge.rules if rule.check(yes, 0, facts))


def best(
    works: Mapping[str, Work], sets: Sequence[Answers], rounds: int = ROUNDS
) -> dict[str, float]:
    """Return the microseconds of one call of each, the best of several rounds in turns."""
    times = dict.fromkeys(works, float("inf"))
    repeat = max(1, 100 // len(sets)) if rounds == ROUNDS else 1
    for _ in range(rounds):
        for name, work in works.items():
            began = time.process_time()
            for _ in range(repeat):
                for answers in sets:
                    work(answers)
            spent = (time.process_time() - began) / (len(sets) * repeat)
            times[name] = min(times[name], spent * 1e6)
    return times


def beside_peers() -> None:
    """Time the peers on complete two-valued answers, after checking that they fire the same."""
    try:
        from benchmarks.peers import in_json_logic, in_rule_engine
    except ImportError as error:
        print(f"no peers: {error}")
        return
    peers = {"rule-engine": in_rule_engine(current()), "json-logic-qubit": in_json_logic(current())}
    sets = complete_sets()
    facts = {id(answers): ready_made(answers) for answers in sets}
    fired = 0
    for answers in sets:
        ours = {flag.rule for flag in judge(current(), answers).red_flags}
        fired += len(ours)
        for name, fire in peers.items():
            theirs = shown(fire(facts[id(answers)]))
            assert theirs == ours, (name, theirs ^ ours)
    print(f"{len(sets)} complete sets, {fired} rules fired: the same in all engines")
    works: dict[str, Work] = {"whole": lambda answers: judge(current(), answers)}
    works["rules"] = rules_alone
    for name, fire in peers.items():
        works[name] = lambda answers, fire=fire: fire(facts[id(answers)])
    times = best(works, sets[:PEER_SETS], PEER_ROUNDS)
    whole, rules = times["whole"], times["rules"]
    print(f"{'a whole assessment':32} {whole:6.0f} µs")
    print(f"{'our rules alone':32} {rules:6.0f} µs")
    for name in peers:
        print(f"{name + ', rules alone':32} {times[name]:6.0f} µs: {times[name] / rules:.1f} times "
              f"our rules, {times[name] / whole:.1f} times our whole assessment")  # fmt: skip


def rules_alone(answers: Answers) -> int:
    """Do what the peers do: work out derived findings from the answers, and say which rules fire.

    Three-valued, as always; the points of causes are ready made, as they are for the peers.
    """
    knowledge = current()
    facts, yes = _facts(knowledge, answers)
    facts.scores = {name: (0, 0) for name, _ in knowledge.scored}
    yes, open_ = _derive(knowledge, yes, facts.unsure, facts)
    alive = yes | open_
    return sum(
        1
        for rule in knowledge.rules
        if (not rule.wakes or rule.wakes & alive) and rule.check(yes, open_, facts)
    )


def complete_sets() -> list[Answers]:
    """Return the golden cases and calmer neighbours with every finding answered, none unsure."""
    chance = random.Random(3)
    numbers: Answers = {
        name: each.choices[0] if each.type == "enum" else int(each.low)
        for name, each in current().findings.items()
        if each.type != "bool3"
    }
    sets = []
    for given in golden():
        sure = {name: value is not False if value == "unsure" else value
                for name, value in given.items()}  # fmt: skip
        sets.append(NOES | numbers | CALM | sure)
        sets.append(sets[-1] | dict.fromkeys(chance.sample(sorted(NOES), 3), True))
    chance.shuffle(sets)
    return sets


def ready_made(answers: Answers) -> Answers:
    """Return the answers with what the peers cannot work out: points, and what is missing."""
    plain = reading()
    points = {f"points_{name}": plain.reach(name, answers)[0] for name, _ in current().scored}
    missing = {f"missing_{name}": name not in answers for name in current().findings}
    return answers | points | missing


def reading() -> Any:
    """Return the plain reading of the rules, which the tests keep."""
    from tests.knowledge.plain import Plain

    return Plain(current().compiled)


def shown(fired: set[str]) -> set[str]:
    """Leave out rules that are silent where another family has spoken."""
    family = {rule.id: rule.family for rule in current().rules}
    return {
        rule.id for rule in current().rules if rule.id in fired
        and not any(family[other] == rule.unless and other != rule.id for other in fired)
    }  # fmt: skip


if __name__ == "__main__":
    main()
