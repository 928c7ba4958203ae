"""Mutation testing of the knowledge and of the code that reads it.

python -m tests.mutation rules           the share of mutants that the tests notice, some minutes
python -m tests.mutation sets [--write]  what the tests expect of each rule: compare, or bring it
                                         up to date after a rule was changed on purpose
python -m tests.mutation engine|interview --sample N --seed S
                                         the share of N mutants of triage/<room>'s code that the
                                         quick tests notice, drawn at random (mutmut must be there)
"""

from __future__ import annotations

import sys

from tests.mutation.code import TESTS, code
from tests.mutation.expectations import expectations
from tests.mutation.rules import rules

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["rules"]:
            sys.exit(rules())
        case ["sets", *more] if more in ([], ["--write"]):
            sys.exit(expectations(write=bool(more)))
        case [room, "--sample", sample, "--seed", seed] if room in TESTS:
            sys.exit(code(room, sample=int(sample), seed=int(seed)))
        case _:
            sys.exit(__doc__)
