"""CAUSE-DRIFT: a week of the log moved what fits toward a nerve or a vessel. Read by the week.

Not a red flag and not a diagnosis, but a reason to check again and to show it. What counts as moved
is `triage.engine.drift`; a direction is told once, until it has fallen back or a new check is done.
"""

from __future__ import annotations

from alerts.facts import Facts, MovedWeek
from alerts.rules import Raised, Rule
from tracker.trends.tell import N_

TITLE = N_("What you log has changed")
PATTERNS = {
    ("nerve",): N_(
        "What you log has changed: more of it now fits a nerve pattern. Please do the check again"
        " and show it to a clinician in the next days."
    ),
    ("vessel",): N_(
        "What you log has changed: more of it now fits a blood-flow pattern. Please do the check"
        " again and show it to a clinician in the next days."
    ),
    ("nerve", "vessel"): N_(
        "What you log has changed: more of it now fits a nerve or a blood-flow pattern. Please do"
        " the check again and show it to a clinician in the next days."
    ),
}
SOONER = N_(
    "Do not wait if your leg turns cold or pale, gets weaker, or you feel numb between the legs:"
    " get help at once."
)
TELL = N_("Changed in the daily log since the check of {day}: {facts}.")


def judge(facts: Facts) -> Raised | None:
    """Say nothing of a day: one day moves no picture."""
    return None


def judge_week(week: MovedWeek) -> Raised | None:
    """Speak where the week entered a direction that was not up before."""
    if not week.directions:
        return None
    told = {"day": week.checked_on.isoformat(), "facts": "; ".join(week.said)}
    return Raised(
        on=week.ends_on,
        message=(PATTERNS[week.directions], {}),
        tell=(TELL, told),
        because=week.because,
        beside=((SOONER, {}),),
    )


RULE = Rule(
    id="CAUSE-DRIFT",
    kind="drift",
    urgency="within_days",
    title=TITLE,
    lock_out_days=7,  # one reading a week
    source="expert, no reviewer yet; docs/adr/0051",
    judge=judge,
    judge_week=judge_week,
    maybe=None,
    least_logged=1,  # a week in which nothing was logged that says anything has no reading
    limited=False,
)
