"""docs/rules.md says of each rule what its file says."""

from __future__ import annotations

import re
from pathlib import Path

from alerts.rules import all_rules
from tracker.trends.rules import all_rules as all_trend_rules

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text()
ROW = re.compile(
    r"^\| ((?:TR|CAUSE)-[A-Z0-9-]+) \| .+ \| (\w+) \| (\w+) \| (\d+) \| (yes|no)", re.MULTILINE
)
TREND = re.compile(
    r"^\| (TR-[A-Z0-9-]+) \| .+ \| (\w+) \| (\w+) \| (\d+) \| (\d+), (\d+) \|$", re.M
)


def test_every_rule_stands_in_the_table_as_it_is() -> None:
    shown = ROW.findall(TEXT)

    assert shown == [
        (
            rule.id, rule.urgency, rule.heard_by or "nobody", str(rule.lock_out_days),
            "yes" if rule.limited else "no",
        )
        for rule in all_rules()
    ]  # fmt: skip


def test_every_rule_over_a_series_stands_in_its_table_as_it_is() -> None:
    shown = TREND.findall(TEXT)

    assert shown == [
        (
            rule.id, rule.level, rule.area, str(rule.clear_days), str(rule.span_days),
            str(rule.least),
        )
        for rule in all_trend_rules()
    ]  # fmt: skip
