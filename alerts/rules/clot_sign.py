"""TR-CLOT: swelling, warmth or a change of colour of one leg, new and not named by a red flag."""

from __future__ import annotations

from alerts.facts import Facts, newly_said
from alerts.rules import Raised, Rule
from tracker.trends.tell import N_

# Source: evidence 5.3, TR-CLOT, and the leg signs of the clot rules.
SIGNS = (
    "swelling_one_sided", "swelling_calf", "swelling_whole_leg", "leg_slightly_fuller", "warmth",
    "redness", "tender_deep_vein_line", "pitting_oedema", "visible_surface_veins_new",
)  # fmt: skip

TITLE = N_("You logged a new change of the leg: check it now")
MESSAGE = N_(
    "You logged new swelling, warmth or a change of colour of the leg."
    " Open Check now and answer the questions about it. Be seen today if it swells, hurts more or"
    " spreads. No massage, no heat. With chest pain or new breathlessness get emergency care now."
)
TELL = N_("New leg sign in the daily log; see the answers below. Please rule out a clot.")


def judge(facts: Facts) -> Raised | None:
    """Name the new signs of the newest day that has any; unsure counts like yes."""
    found = newly_said(facts, SIGNS)
    if found is None:
        return None
    on, said = found
    return Raised(on=on, message=(MESSAGE, {}), tell=(TELL, {}), because=tuple(said.items()))


RULE = Rule(
    id="TR-CLOT",
    kind="clot_sign",
    urgency="within_days",  # as the knowledge rates one such sign alone; the check may raise it
    title=TITLE,
    lock_out_days=1,  # what was said yesterday is not new today; another sign is
    source="evidence 5.3, TR-CLOT",
    judge=judge,
    maybe=None,
    heard_by="red_flag_contact",
    least_logged=1,
    limited=False,
)
