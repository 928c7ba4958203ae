"""docs/rules.md says of each rule what its file says."""

from __future__ import annotations

import re
from pathlib import Path

from alerts.rules import all_rules

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text()
ROW = re.compile(r"^\| (TR-[A-Z0-9-]+) \| .+ \| (\w+) \| (\w+) \| (\d+) \| (yes|no)", re.MULTILINE)


def test_every_rule_stands_in_the_table_as_it_is() -> None:
    shown = ROW.findall(TEXT)

    assert shown == [
        (
            rule.id, rule.urgency, rule.heard_by or "nobody", str(rule.lock_out_days),
            "yes" if rule.limited else "no",
        )
        for rule in all_rules()
    ]  # fmt: skip
