"""TR-PERIPH: pain reaches further down the leg than before, or newly below the knee."""

from __future__ import annotations

from datetime import timedelta

from alerts.facts import DOWN_THE_LEG, Facts
from alerts.rules import Raised, Rule
from tracker.trends.tell import N_

BELOW_KNEE = DOWN_THE_LEG.index("below_knee")
RECENT_DAYS, LEAST_FURTHER = 3, 2  # further down on two of three days
BEFORE_DAYS, LEAST_BEFORE = 14, 3  # days with a place logged that it is set against

TITLE = N_("Your pain has moved down the leg")
BELOW = N_(
    "You logged pain below the knee, which is new."
    " Pause the exercises for the back of the thigh and open Check now to answer again."
)
FURTHER = N_(
    "You logged pain further down the leg than before, on {n} of the last {days} days."
    " Pause the exercises for the back of the thigh and open Check now to answer again."
)
TELL_BELOW = N_("Pain newly reaches below the knee.")
TELL_FURTHER = N_("Pain reaches further down the leg than in the two weeks before.")


def judge(facts: Facts) -> Raised | None:
    """Speak of the newest place; without earlier places nothing can have moved."""
    before = facts.signs.furthest[-RECENT_DAYS - BEFORE_DAYS : -RECENT_DAYS]
    known = [place for place in before if place is not None]
    if _below_knee_is_new(facts, known):
        return Raised(
            on=facts.ends_on,
            message=(BELOW, {}),
            tell=(TELL_BELOW, {}),
            because=(("loc_below_knee", True),),
        )
    if len(known) < LEAST_BEFORE:
        return None
    recent = facts.signs.furthest[-RECENT_DAYS:]
    further = [back for back in range(RECENT_DAYS) if _is_beyond(recent[-1 - back], max(known))]
    if len(further) < LEAST_FURTHER:
        return None
    return Raised(
        on=facts.ends_on - timedelta(further[0]),
        message=(FURTHER, {"n": len(further), "days": RECENT_DAYS}),
        tell=(TELL_FURTHER, {}),
        because=(("days_further_down", len(further)),),
    )


def _is_beyond(place: int | None, farthest: int) -> bool:
    return place is not None and place > farthest


def _below_knee_is_new(facts: Facts, known: list[int]) -> bool:
    """The finding turns yes: as a sign or as a place of pain, after days that said otherwise."""
    if "loc_below_knee" in facts.flagged or facts.answers.get("loc_below_knee") is True:
        return False
    earlier = range(1, BEFORE_DAYS + 1)
    if any(_below(facts, back) for back in earlier):
        return False
    said_no = any(facts.signs.findings[-1 - b].get("loc_below_knee") is False for b in earlier)
    was_higher = len(known) >= LEAST_BEFORE or said_no
    return was_higher and _below(facts, 0)


def _below(facts: Facts, back: int) -> bool:
    reached = facts.signs.furthest[-1 - back]
    return reached == BELOW_KNEE or facts.says("loc_below_knee", back=back)


RULE = Rule(
    id="TR-PERIPH",
    kind="pain_moves_down",
    urgency="within_days",
    title=TITLE,
    lock_out_days=14,
    source="evidence 5.3, TR-PERIPH",
    judge=judge,
    maybe=None,
    heard_by="red_flag_contact",
    least_logged=1,
    limited=False,
)
