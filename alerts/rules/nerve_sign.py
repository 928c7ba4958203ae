"""TR-NEURO: a new nerve sign was logged, yes or unsure, that no red flag has named yet."""

from __future__ import annotations

from alerts.new_signs import rule_of_new_signs
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

RULE = rule_of_new_signs(
    id="TR-NEURO",
    kind="nerve_sign",
    source="evidence 5.3, TR-NEURO",
    signs=SIGNS,
    title=TITLE,
    message=MESSAGE,
    tell=TELL,
)
