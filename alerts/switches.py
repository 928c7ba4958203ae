"""Which rules an operator has switched off; a rule of safety cannot be."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from alerts.rules import all_rules


def switched_off() -> frozenset[str]:
    """Return the ids of the rules that are off."""
    return frozenset(settings.ALERT_RULES_OFF)


def refuse_bad() -> None:
    """Stop the start where the setting names what cannot be switched off.

    :raises ImproperlyConfigured: with the next step in words.
    """
    can_be = [rule.id for rule in all_rules() if rule.limited]
    wrong = sorted(switched_off() - set(can_be))
    if wrong:
        raise ImproperlyConfigured(
            f"ALERT_RULES_OFF names {', '.join(wrong)}, which cannot be switched off. Choose from: "
            + ", ".join(can_be) + "."
        )  # fmt: skip
