"""TR-PAIN-8: pain of 8 or more on two logged days in a row, or on the first day logged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alerts.facts import Facts, ManyFacts
from alerts.rules import Raised, Rule
from tracker.context import beside
from tracker.trends.matrix import NOT_LOGGED
from tracker.trends.tell import N_, rounded

SEVERE = 8  # on the 0-10 scale

TITLE = N_("Your pain is very strong")
TWICE = N_(
    "You logged pain of {earlier} and then {now} out of 10."
    " Have it checked in the next days; today if nothing eases it."
)
FIRST = N_(
    "You logged pain of {now} out of 10."
    " Have it checked in the next days; today if nothing eases it."
)
TELL_TWICE = N_("Worst pain {now} of 10, and {earlier} on the day logged before.")
TELL_FIRST = N_("Worst pain {now} of 10; nothing was logged in the eight weeks before.")


def judge(facts: Facts) -> Raised | None:
    """Speak on a logged day only; days without an entry neither count nor interrupt."""
    today = facts.pain[-1]
    if today is None or today < SEVERE:
        return None
    now = rounded(today)
    logged = [level for level in facts.pain if level is not None]
    if len(logged) == 1:
        return Raised(
            on=facts.on,
            message=(FIRST, {"now": now}),
            tell=(TELL_FIRST, {"now": now}),
            because=(("pain_now", now),),
        )
    if logged[-2] < SEVERE:
        return None
    earlier = rounded(logged[-2])
    levels = {"now": now, "earlier": earlier}
    return Raised(
        on=facts.on,
        message=(TWICE, dict(levels)),
        tell=(TELL_TWICE, dict(levels)),
        because=(("pain_earlier", earlier), ("pain_now", now)),
        beside=beside(
            load_au=facts.load_au, sitting_h=facts.sitting_h, hydration_ml=facts.hydration_ml
        ),
    )


def maybe(many: ManyFacts) -> NDArray[np.bool_]:
    """Tell in which rows the last entry is severe and the one before it too, or missing."""
    windows = many.pain
    found: NDArray[np.bool_] = (windows[:, -1] >= SEVERE) & (windows[:, -1] != NOT_LOGGED)
    rows = np.flatnonzero(found)
    earlier = windows[rows, -2::-1]  # newest first
    newest = (earlier != NOT_LOGGED).argmax(axis=1)
    found[rows] = earlier[np.arange(len(rows)), newest] >= SEVERE  # 255, nothing logged, too
    return found


RULE = Rule(
    id="TR-PAIN-8",
    kind="severe_pain",
    urgency="within_days",
    title=TITLE,
    lock_out_days=14,
    source="tracker/trends/METHOD.md; urgency and wording of red flag RF-PAIN-2",
    judge=judge,
    maybe=maybe,
    heard_by="pain",
    least_logged=1,
    limited=False,
)
