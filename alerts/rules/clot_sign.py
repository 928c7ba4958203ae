"""TR-CLOT: swelling, warmth or a change of colour of one leg, new and not named by a red flag."""

from __future__ import annotations

from alerts.new_signs import rule_of_new_signs
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

RULE = rule_of_new_signs(
    id="TR-CLOT",
    kind="clot_sign",
    source="evidence 5.3, TR-CLOT",
    signs=SIGNS,
    title=TITLE,
    message=MESSAGE,
    tell=TELL,
)
