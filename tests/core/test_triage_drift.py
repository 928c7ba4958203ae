"""When what was logged moves the picture toward a nerve or a vessel, and when it does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.golden import golden_cases
from triage.engine.drift import CLOSER, DIRECTIONS, FALLEN_BACK, RISEN, read_drift
from triage.engine.judge import scores_of
from triage.engine.knowledge import Knowledge, build
from triage.loader import current

KNOWLEDGE = current()
STRAIN = golden_cases()[0].answers
YES_NO = sorted(name for name, each in KNOWLEDGE.findings.items() if each.type == "bool3")
SITTING = dict.fromkeys(YES_NO, False) | {
    "age_years": 30, "weight_bearing": "normal", "pain_now": 3, "symptom_days": 30,
    "getting_better": "same", "pain_at_injury": 0, "persona": "desk", "side": "left",
    "agg_sitting": True, "ease_move": True, "sitting_hours": 9, "onset_gradual": True,
    "q_dull": True, "mech_none": True,
}  # fmt: skip
NERVE = {"loc_below_knee": True, "tingle_leg": True}
VESSEL = {
    "agg_walk_fixed_distance": True, "ease_stand_still_10min": True, "agg_sitting": False,
    "q_cramp": True, "loc_calf": True,
}  # fmt: skip


PLAIN = dict.fromkeys(YES_NO, False) | {
    name: SITTING[name] for name in ("age_years", "weight_bearing", "pain_now", "symptom_days")
}
# A few causes with weights of their own: the thresholds, whatever the real weights become.
WEIGHTS = {
    "hs_strain_g1": [["agg_sprint", 3, 0], ["q_dull", 2, 0], ["numb_leg", -2, 0]],
    "hs_rupture": [["pop_felt", 3, 0]],
    "sciatica_disc": [
        ["loc_below_knee", 3, 0], ["tingle_leg", 2, 0], ["agg_cough_sneeze", 1, 0],
        ["loc_low_back", 1, 0], ["bruising", -3, 0], ["q_cramp", -3, 0],
    ],
    "spinal_stenosis": [["agg_walk", 2, 0]],
    "deep_gluteal": [["loc_buttock_deep", 3, 0]],
    "pad": [["agg_walk_fixed_distance", 3, 0]],
}  # fmt: skip
FEW = build(
    KNOWLEDGE.compiled
    | {
        "conditions": [
            {"id": name, "title": name, "self_care": "", "prior": {}, "weights": weights}
            for name, weights in WEIGHTS.items()
        ]
    }
)


def moves(
    base: dict[str, Any], logged: dict[str, Any], *, knowledge: Knowledge = KNOWLEDGE, **more: Any
) -> list[tuple[str, ...]]:
    read = read_drift(knowledge, base=base, logged=logged, **more)
    return [(move.direction, *move.because) for move in read.moves]


def test_the_causes_of_each_direction_are_in_the_knowledge() -> None:
    named = [cause for causes in DIRECTIONS.values() for cause in causes]

    assert set(named) <= {cause.id for cause in KNOWLEDGE.scoring.conditions}


@pytest.mark.parametrize("base", [STRAIN, SITTING], ids=["a strain", "long sitting"])
def test_tingling_that_goes_below_the_knee_moves_toward_a_nerve(base: dict[str, Any]) -> None:
    assert moves(base, NERVE) == [("nerve", "loc_below_knee", "tingle_leg")]


def test_pain_after_the_same_walk_that_goes_on_standing_moves_toward_a_vessel() -> None:
    assert [direction for direction, *_ in moves(SITTING, VESSEL)] == ["vessel"]


def test_a_cause_that_is_newly_first_is_enough() -> None:
    base = PLAIN | {"agg_sprint": True, "loc_below_knee": True}

    assert moves(base, {"tingle_leg": True}, knowledge=FEW) == [("nerve", "tingle_leg")]


def test_three_points_are_enough_where_the_cause_then_fits_partly() -> None:
    base = PLAIN | {"agg_sprint": True, "q_dull": True}

    assert moves(base, {"loc_below_knee": True}, knowledge=FEW) == [("nerve", "loc_below_knee")]


@pytest.mark.parametrize(
    "logged",
    [
        {"loc_below_knee": True, "agg_cough_sneeze": True, "tingle_leg": True},
        {"loc_below_knee": True, "agg_cough_sneeze": True, "numb_leg": True},
    ],
    ids=["it rose by six", "it rose by four and the strain fell by two"],
)
def test_six_points_nearer_to_the_first_by_two_signs_are_enough_whatever_it_fits(
    logged: dict[str, Any],
) -> None:
    base = PLAIN | {"agg_sprint": True, "bruising": True, "q_cramp": True}

    ((direction, *because),) = moves(base, logged, knowledge=FEW)

    assert direction == "nerve"
    assert {"loc_below_knee", "agg_cough_sneeze"} <= set(because)


@pytest.mark.parametrize(
    ("base", "logged"),
    [
        ({"agg_sprint": True, "q_dull": True, "tingle_leg": True},
         {"agg_cough_sneeze": True, "loc_low_back": True}),
        ({"agg_sprint": True, "bruising": True}, {"loc_below_knee": True}),
        ({"agg_sprint": True, "bruising": True, "q_cramp": True},
         {"loc_below_knee": True, "tingle_leg": True}),
        ({"loc_below_knee": True}, {"tingle_leg": True}),
        ({"agg_sprint": True, "q_dull": True}, {"agg_sprint": False, "q_dull": False}),
        ({"agg_sprint": True, "loc_below_knee": True}, {"agg_sprint": False}),
    ],
    ids=["two points behind the first", "three points that fit nothing", "five nearer",
         "first before and now", "the first falls", "first because another fell"],
)  # fmt: skip
def test_less_is_not(base: dict[str, Any], logged: dict[str, Any]) -> None:
    assert moves(PLAIN | base, logged, knowledge=FEW) == []


@pytest.mark.parametrize(
    ("base", "logged"),
    [
        (STRAIN, {}),
        (STRAIN, {"tingle_leg": False, "numb_leg": False}),
        (STRAIN, {"tingle_leg": "unsure"}),
        (STRAIN, {"tingle_leg": True}),
        (STRAIN, {"pain_now": 6}),
        (STRAIN, {"agg_sprint": False, "q_dull": True, "loc_distal_ham": True}),
        (SITTING, {"sitting_hours": 12, "loc_mid_belly": True}),
        (SITTING, {"loc_low_back": True}),
        (SITTING | NERVE, NERVE),
    ],
    ids=["nothing", "noes", "a doubt", "one sign that fits little", "more pain", "an easing strain",
         "more sitting", "the low back alone", "what the triage knew"],
)  # fmt: skip
def test_it_keeps_silent(base: dict[str, Any], logged: dict[str, Any]) -> None:
    assert moves(base, logged) == []


def test_a_place_tapped_on_one_day_is_no_pattern_by_itself() -> None:
    tapped = {"loc_buttock_deep": True}

    assert moves(SITTING, tapped, once=("loc_buttock_deep",)) == []
    assert moves(SITTING, tapped) == [("nerve", "loc_buttock_deep")]
    assert moves(SITTING, NERVE, once=("loc_below_knee",)) != []


def test_a_direction_is_told_once_until_it_has_fallen_back() -> None:
    up = read_drift(KNOWLEDGE, base=SITTING, logged=NERVE)
    still = read_drift(KNOWLEDGE, base=SITTING, logged=NERVE, up_before=up.up)
    less = read_drift(
        KNOWLEDGE, base=SITTING, logged=NERVE | {"tingle_leg": False}, up_before=still.up
    )
    back = read_drift(
        KNOWLEDGE, base=SITTING, logged={"loc_below_knee": False, "tingle_leg": False},
        up_before=less.up,
    )  # fmt: skip
    again = read_drift(KNOWLEDGE, base=SITTING, logged=NERVE, up_before=back.up)

    assert [(one.up, len(one.moves)) for one in (up, still, less, back, again)] == [
        (("nerve",), 1), (("nerve",), 0), (("nerve",), 0), ((), 0), (("nerve",), 1),
    ]  # fmt: skip


def test_where_causes_are_withheld_nothing_is_said_and_nothing_forgotten() -> None:
    read = read_drift(
        KNOWLEDGE, base=SITTING, logged=NERVE | {"fever": True}, up_before=("vessel",)
    )

    assert (read.urgency, read.moves, read.ranking, read.scores) == ("same_day", (), (), {})
    assert read.up == ("vessel",)
    assert [flag.rule for flag in read.raised] == ["RF-INF-1"]


def test_below_sixteen_no_cause_is_weighed() -> None:
    assert moves(SITTING | {"age_years": 15}, NERVE) == []


def test_a_flag_of_the_triage_is_not_raised_by_the_log() -> None:
    read = read_drift(KNOWLEDGE, base=SITTING | {"numb_leg": True}, logged=NERVE)

    assert read.raised == ()


LOGGED = st.dictionaries(
    st.sampled_from(YES_NO), st.sampled_from([True, False, "unsure"]), max_size=8
)
BASES = st.sampled_from([STRAIN, SITTING]).flatmap(
    lambda base: LOGGED.map(lambda said: base | said)
)


@settings(max_examples=150, deadline=None)
@given(base=BASES, logged=LOGGED)
def test_what_repeats_the_triage_never_drifts(base: dict[str, Any], logged: dict[str, Any]) -> None:
    known = {name: base[name] for name in logged if name in base}

    read = read_drift(KNOWLEDGE, base=base, logged=known)

    assert (read.moves, read.up, read.raised) == ((), (), ())


@settings(max_examples=150, deadline=None)
@given(base=BASES, logged=LOGGED)
def test_a_reading_again_tells_nothing_new_and_leaves_the_same_up(
    base: dict[str, Any], logged: dict[str, Any]
) -> None:
    first = read_drift(KNOWLEDGE, base=base, logged=logged)
    second = read_drift(KNOWLEDGE, base=base, logged=logged, up_before=first.up)

    assert second.moves == ()
    assert second.up == first.up
    assert second.scores == first.scores


@settings(max_examples=150, deadline=None)
@given(base=BASES, logged=LOGGED)
def test_every_move_names_logged_facts_that_the_triage_did_not_have(
    base: dict[str, Any], logged: dict[str, Any]
) -> None:
    was = scores_of(KNOWLEDGE, base).points
    now = scores_of(KNOWLEDGE, base | logged).points

    for move in read_drift(KNOWLEDGE, base=base, logged=logged).moves:
        assert move.because
        assert all(base.get(name) != logged[name] for name in move.because)
        places = [KNOWLEDGE.scoring.place[cause] for cause in DIRECTIONS[move.direction]]
        assert max(now[place] - was[place] for place in places) > 0


def test_falling_back_lies_below_what_is_told() -> None:
    assert 0 < FALLEN_BACK < RISEN < CLOSER
