"""Which screen to ask next: pure, the same answers give the same screen. Standard library only."""

from triage.interview.choose import next_screen
from triage.interview.plan import settled
from triage.interview.screen import Screen

__all__ = ["Screen", "next_screen", "settled"]
