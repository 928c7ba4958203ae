"""Noticing that pain gets worse: pure, causal, a function of the last 56 days. No Django here."""

from tracker.trends.detector import WindowVerdict, judge_window
from tracker.trends.matrix import at_last_entries, judge_matrix
from tracker.trends.series import worsening_alarms
from tracker.trends.spell import Spell, SpellStep, is_over, next_spell
from tracker.trends.standing import Trend, is_improving, trend_of
from tracker.trends.tell import sentence
from tracker.trends.window import at_last_entry

__all__ = [
    "Spell",
    "SpellStep",
    "Trend",
    "WindowVerdict",
    "at_last_entries",
    "at_last_entry",
    "is_improving",
    "is_over",
    "judge_matrix",
    "judge_window",
    "next_spell",
    "sentence",
    "trend_of",
    "worsening_alarms",
]
