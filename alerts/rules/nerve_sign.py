"""TR-NEURO: a new nerve sign was logged, yes or unsure, that no red flag has named yet."""

from __future__ import annotations

from alerts.facts import Facts, newly_said
from alerts.rules import Raised, Rule
from tracker.trends.tell import N_

# Sections H and I of the vocabulary. Source: evidence 5.3, TR-NEURO.
SIGNS = (
    "numb_leg", "tingle_leg", "weak_leg", "weak_foot_drop", "weak_progressive",
    "numb_progressive", "weak_both_legs", "gait_unsteady", "bilateral_sciatica", "leg_paralysed",
    "numb_complete", "weak_knee_buckles", "weak_tiptoe", "pain_eased_but_weaker",
    "tingle_rising_both", "arms_affected", "constipation_new", "bladder_change_other",
    "saddle_numb", "bladder_retention", "bladder_incontinence_new", "bladder_sensation_reduced",
    "bowel_incontinence_new", "bowel_sensation_reduced", "sexual_dysfunction_new",
)  # fmt: skip

TITLE = N_("You logged something new: check it now")
MESSAGE = N_(
    "You logged a new change in feeling, strength or going to the toilet."
    " Open Check now and answer the questions about it; they take a few minutes."
    " Numbness between the legs, trouble peeing, or a leg that grows weaker needs emergency care."
)
TELL = N_("New nerve sign in the daily log; see the answers below.")


def judge(facts: Facts) -> Raised | None:
    """Name the new signs of the newest day that has any; unsure counts like yes."""
    found = newly_said(facts, SIGNS)
    if found is None:
        return None
    on, said = found
    return Raised(on=on, message=(MESSAGE, {}), tell=(TELL, {}), because=tuple(said.items()))


RULE = Rule(
    id="TR-NEURO",
    kind="nerve_sign",
    urgency="within_days",
    title=TITLE,
    lock_out_days=1,  # what was said yesterday is not new today; another sign is
    source="evidence 5.3, TR-NEURO",
    judge=judge,
    maybe=None,
    heard_by="red_flag_contact",
    least_logged=1,
    limited=False,
)
