"""Mutants of the code: a random sample, one small mistake in one module each, and who notices.

The mistakes are mutmut's. Each mutant runs in a forked process that imports the changed module in
place of the true one and stops at the first test that fails. A mutant that uses up its seconds of
processor time or its memory counts as noticed, as one does that cannot even be imported.
"""

from __future__ import annotations

import difflib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AIM = 0.9  # of the sample
PROCESSES = 2
CPU_SECONDS = 60  # some ten times what all the tests of a room need
MEMORY = 2 * 1024**3  # bytes
CORE = ("expression", "logic", "sums", "answers", "judge", "verdicts", "corners", "edges", "guard",
        "plain", "rechecking", "logged", "drift")  # fmt: skip
# What is run for a room's mutants, the quickest first. The laws over people drawn at random take
# a minute a run: what they alone would notice counts as survived here.
TESTS = {
    "engine": (
        *(f"tests/core/test_triage_{name}.py" for name in CORE),
        "tests/knowledge/test_golden_cases.py",
    ),
    "interview": (
        "tests/core/test_interview_parts.py",
        "tests/core/test_interview_walks.py",
    ),
}


@dataclass(frozen=True)
class Mutant:
    """One module with one mistake in it."""

    module: str
    path: Path
    source: str

    def difference(self) -> str:
        """Return the changed lines, each with its sign."""
        old = self.path.read_text(encoding="utf-8").splitlines()
        lines = list(difflib.unified_diff(old, self.source.splitlines(), n=0, lineterm=""))[2:]
        return "\n".join(f"  {line}" for line in lines)


def code(room: str, *, sample: int, seed: int) -> int:
    """Print the share of sampled mutants that the tests notice, and the others; 1 below the aim.

    :param room: engine or interview.
    :raises SystemExit: where the tests fail without any mistake.
    """
    every = mutations_of(room)
    picked = [made() for made in random.Random(seed).sample(every, min(sample, len(every)))]
    if _results([None], room)[0]:
        sys.exit("The tests fail without a mutant: mend them first.")
    noticed = _results(picked, room)
    share = sum(noticed) / len(picked)
    print(
        f"{room}, seed {seed}: {sum(noticed)} of {len(picked)} killed, {share:.1%}, "
        f"out of {len(every)} mutants; the aim is {AIM:.0%}"
    )
    return 0 if share >= AIM else 1


def mutations_of(room: str) -> list[Callable[[], Mutant]]:
    """Return what makes each mutant of triage/<room>, in the order of the files."""
    from mutmut.mutation.file_mutation import create_mutations

    made: list[Callable[[], Mutant]] = []
    for path in sorted((ROOT / "triage" / room).glob("*.py")):
        module, mutations, *_ = create_mutations(str(path), path.read_text(encoding="utf-8"))
        made += [partial(_mutant, path, module, each) for each in mutations]
    return made


def _mutant(path: Path, module: Any, mutation: Any) -> Mutant:
    source = module.deep_replace(mutation.original_node, mutation.mutated_node).code
    return Mutant(f"triage.{path.parent.name}.{path.stem}", path, source)


def _results(mutants: Sequence[Mutant | None], room: str) -> list[bool]:
    """Return for each mutant whether some test failed; None stands for the code as it is."""
    running: dict[int, int] = {}  # process: place in mutants
    noticed = [False] * len(mutants)

    def wait_for_one() -> None:
        process, status = os.wait()
        place = running.pop(process)
        noticed[place] = status != 0
        mutant = mutants[place]
        if mutant and not noticed[place]:
            print(f"survived: {mutant.module}\n{mutant.difference()}")

    import hypothesis  # once, before the forks
    import pytest  # noqa: F401  (likewise)

    # No deadline: a busy machine would kill mutants. The same examples for every mutant.
    hypothesis.settings.register_profile(
        "mutants", deadline=None, derandomize=True, database=None, max_examples=10
    )
    hypothesis.settings.load_profile("mutants")
    for place, mutant in enumerate(mutants):
        if len(running) == PROCESSES:
            wait_for_one()
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            _be_tested(mutant, room)
        running[process] = place
    while running:
        wait_for_one()
    return noticed


def _be_tested(mutant: Mutant | None, room: str) -> None:
    """Run the room's tests in this forked process, and end it: 0 = nobody noticed."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    ended = 1
    try:
        import pytest

        for name in [each for each in sys.modules if each.startswith(("triage", "tests.k"))]:
            del sys.modules[name]
        if mutant is not None:
            sys.meta_path.insert(0, _Changed(mutant))
        ended = pytest.main(["-c", "tests/mutation/pytest.ini", "-x", "-q", *TESTS[room]])
    finally:
        os._exit(int(ended != 0))


class _Changed(importlib.abc.MetaPathFinder):
    """Hands out the changed module where the true one is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.removesuffix(".__init__") != self.mutant.module.removesuffix(".__init__"):
            return None
        return importlib.util.spec_from_file_location(
            name, self.mutant.path, loader=_FromText(name, self.mutant)
        )


class _FromText(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(mutant.path))
        self.text = mutant.source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec")
