"""What an answer would tell: about the causes that may still be shown, about rules undecided.

The causes are taken as likely as 2 to the power of their points. P(yes | cause) is a base rate
times the likelihood ratio 2^weight; a finding's worth is the entropy of the causes that its
answer is expected to take away, in bits. Source: evidence-pack-draft-2, 2.0 (what a weight is).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache

from triage.engine.causes import FITS_PARTLY, SHOWN
from triage.engine.score import PERSONA
from triage.interview.possible import NO, UNSURE, YES
from triage.interview.standing import Standing

BASE_RATE = 0.15  # of a yes where a cause says nothing of the finding; the mean of the pack's cases
RAREST, SUREST = 0.02, 0.9
WITHHELD_FROM = 2  # rank of same_day: no cause is shown
PERSONA_WORTH = 0.2  # bits; it moves the start of every cause
SAME = 1_000_000  # worths are compared in millionths of a bit, the same in every runtime
LEVEL_WORTH = (0, SAME // 4, SAME * 3 // 4, SAME * 9 // 4)  # of deciding a rule of this rank


def informing(standing: Standing) -> dict[str, int]:
    """Return for each finding still to come what it tells of the causes, in millionths of a bit.

    A derived finding's worth is shared by the findings still to come that it reads.
    """
    chances = _chances(standing)
    found: dict[str, float] = {}
    if not chances or standing.now.truth.get("age_under_16", NO) == YES:
        return {}
    for weighed in standing.plan.weighed:
        if standing.weighing[weighed.id] in (NO, UNSURE, YES):
            continue
        told = _expected(chances, weighed.weights)
        if told <= 0:
            continue
        open_ = [each for each in weighed.reads if each in standing.later.open]
        for each in open_:
            found[each] = found.get(each, 0) + told / len(open_)
    if PERSONA in standing.later.open:
        found[PERSONA] = PERSONA_WORTH
    return {name: math.floor(bits * SAME + 0.5) for name, bits in found.items()}


def deciding(standing: Standing) -> dict[str, int]:
    """Return for each finding still to come its share in the rules that wait for it."""
    found: dict[str, int] = {}
    for _, best, waiting in standing.raising:
        names = standing.waits_for(waiting)
        for name in names:
            found[name] = found.get(name, 0) + LEVEL_WORTH[best] // len(names)
    return found


def _chances(standing: Standing) -> dict[int, float]:
    """Return the causes that may still be shown, each with its share of belief."""
    if standing.level >= WITHHELD_FROM:
        return {}
    points = standing.points
    third = sorted((each.low for each in points), reverse=True)[SHOWN - 1]
    least = max(FITS_PARTLY, third)
    playing = [n for n, each in enumerate(points) if each.high >= least and each.low < each.high]
    if not playing:
        return {}
    top = max(standing.points_now[number] for number in playing)
    shares = {number: 2.0 ** (standing.points_now[number] - top) for number in playing}
    whole = sum(shares.values())
    return {number: share / whole for number, share in shares.items()}


def _expected(chances: Mapping[int, float], weights: Mapping[int, tuple[int, int]]) -> float:
    if not any(number in chances for number in weights):
        return 0.0
    yes, no = [], []
    for number, share in chances.items():
        said = share * _yes_if(*weights.get(number, (0, 0)))
        yes.append(said)
        no.append(share - said)
    said_yes = sum(yes)
    told = _entropy(chances.values(), 1.0) - said_yes * _entropy(yes, said_yes)
    return told - (1 - said_yes) * _entropy(no, 1 - said_yes)


@cache
def _yes_if(yes: int, no: int) -> float:
    chance = BASE_RATE * 2.0**yes if yes else 1 - (1 - BASE_RATE) * 2.0**no
    return max(RAREST, min(SUREST, chance))


def _entropy(shares: Iterable[float], whole: float) -> float:
    bits = 0.0
    for share in shares:
        if share > 0:
            part = share / whole
            bits += part * math.log2(part)
    return -bits
