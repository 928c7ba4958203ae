"""Mutation testing of the knowledge.

python -m tests.mutation rules           the share of mutants that the tests notice, some minutes
python -m tests.mutation sets [--write]  what the tests expect of each rule: compare, or bring it
                                         up to date after a rule was changed on purpose
"""

from __future__ import annotations

import sys

from tests.mutation.expectations import expectations
from tests.mutation.rules import rules

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["rules"]:
            sys.exit(rules())
        case ["sets", *more] if more in ([], ["--write"]):
            sys.exit(expectations(write=bool(more)))
        case _:
            sys.exit(__doc__)
