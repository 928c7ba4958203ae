"""What a rule of new signs is made of: which findings it hears, and what it says of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.facts import Facts, newly_said
from alerts.rules import Raised, Rule


def rule_of_new_signs(
    *, id: str, kind: str, source: str, signs: Sequence[str], title: str, message: str, tell: str
) -> Rule:
    """Return a rule that names the new ones of these signs; unsure counts like yes.

    It speaks of the newest day that has any. Texts are message ids without placeholders.
    """

    def judge(facts: Facts) -> Raised | None:
        found = newly_said(facts, signs)
        if found is None:
            return None
        on, said = found
        return Raised(on=on, message=(message, {}), tell=(tell, {}), because=tuple(said.items()))

    return Rule(
        id=id,
        kind=kind,
        urgency="within_days",  # as the knowledge rates one sign alone; the check may raise it
        title=title,
        lock_out_days=1,  # what was said yesterday is not new today; another sign is
        source=source,
        judge=judge,
        maybe=None,
        heard_by="red_flag_contact",
        least_logged=1,
        limited=False,
    )
