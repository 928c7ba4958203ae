"""Millilitres drunk, and the colour of urine from 1 (pale) to 8 (dark)."""

from tracker.kinds.checks import number, whole

NAME = "hydration"
FIELDS = {"ml": number(0, 10_000), "?urine_colour": whole(1, 8)}
