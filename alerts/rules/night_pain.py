"""TR-NIGHT: newly woken by pain on three nights of seven."""

from __future__ import annotations

from alerts.facts import Facts
from alerts.rules import Raised, Rule
from tracker.trends.rules.night_pain import NIGHTS, SAID, WAKES, newly_woken
from tracker.trends.tell import N_

TITLE = N_("Pain wakes you at night")
TELL = N_("Woken by pain on {n} of {days} nights, not in the two weeks before.")


def judge(facts: Facts) -> Raised | None:
    """Speak of the last logged day; silent where a red flag of late named the night already."""
    n = newly_woken(facts.signs.findings)
    if n is None or facts.flagged.intersection(WAKES):
        return None
    numbers = {"n": n, "days": NIGHTS}
    return Raised(
        on=facts.ends_on,
        message=(SAID, dict(numbers)),
        tell=(TELL, dict(numbers)),
        because=(("nights_woken", n),),
    )


RULE = Rule(
    id="TR-NIGHT",
    kind="night_pain",
    urgency="within_days",
    title=TITLE,
    lock_out_days=14,
    source="evidence 5.3, TR-NIGHT (NHS 111 list)",
    judge=judge,
    maybe=None,
    heard_by="pain",
    least_logged=1,
    limited=False,
)
