"""Pain from 0 (none) to 10 (worst imaginable), where, which side, and when it is felt."""

from tracker.kinds.checks import one_of, whole

NAME = "pain"
FIELDS = {
    "level": whole(0, 10),
    "?region": one_of(
        "low_back", "buttock", "sit_bone", "thigh_upper", "thigh_middle", "thigh_lower",
        "thigh_inner", "thigh_outer", "behind_knee", "below_knee",
    ),
    "?side": one_of("left", "right", "both"),
    "?context": one_of("worst", "now", "morning", "sitting", "activity", "after_activity"),
}  # fmt: skip
