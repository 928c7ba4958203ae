"""How a worsening trend is told: plain English message ids with what fills their placeholders.

Fill them in after translation: `gettext(message).format(**params)`.
"""

from __future__ import annotations

from tracker.trends.detector import WindowVerdict

Text = tuple[str, dict[str, int | float]]  # message id, and the numbers for its placeholders


def N_(text: str) -> str:  # noqa: N802  (the mark that message extraction looks for)
    """Mark a text for translation without translating it."""
    return text


RISEN = N_(
    "Your pain has risen from about {before} to about {now} over the last {days} days"
    " (you logged {n} of them). Your usual day-to-day swing is about {noise}."
    " Consider showing this to a physiotherapist or doctor."
)
WEEK = N_("This week averages {a}, the four weeks before averaged {b}.")
STILL = N_(
    "Your pain is still about {now}; before it began to rise it was about {before}."
    " Consider showing this to a physiotherapist or doctor."
)
FURTHER = N_(
    "Your pain has risen further, from about {last} to about {now}."
    " Consider showing this to a physiotherapist or doctor."
)
COLLECTING = N_("Collecting your baseline: {n} of the last 18 days logged.")


def rounded(level: float | None) -> int | float:
    """Round a level for a person to read: one decimal, none where it would be zero."""
    tenth = round(level or 0.0, 1)
    return int(tenth) if tenth == int(tenth) else tenth


def sentence(verdict: WindowVerdict) -> Text | None:
    """Return the sentence of a verdict, or None where there is no alarm to tell."""
    if verdict.kind == "scan":
        return RISEN, {
            "before": rounded(verdict.before),
            "now": rounded(verdict.now),
            "days": verdict.days or 0,
            "n": verdict.logged or 0,
            "noise": rounded(verdict.noise),
        }
    if verdict.kind == "week":
        return WEEK, {"a": rounded(verdict.week_mean), "b": rounded(verdict.four_week_mean)}
    return None
