"""A few words for oneself; never analysed for triage."""

from tracker.kinds.checks import text

NAME = "note"
FIELDS = {"text": text(2000)}
