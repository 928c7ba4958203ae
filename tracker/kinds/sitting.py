"""Hours sat, on what, and how many minutes until it hurt."""

from tracker.kinds.checks import number, one_of, whole

NAME = "sitting"
FIELDS = {
    "hours": number(0, 24),
    "?seat": one_of("desk", "car", "bus", "plane", "sofa", "other"),
    "?minutes_to_pain": whole(0, 1440),
}
