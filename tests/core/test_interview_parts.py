"""The parts of the interview by themselves: what may still come, and what a reply says."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from tests.knowledge.golden import golden_cases
from tests.knowledge.truths import interview
from triage.engine.expression import parse
from triage.engine.logic import Facts, compile_check
from triage.interview.possible import ANY, NO, OPEN, UNSURE, YES, Points, World, compile_sets
from triage.interview.reply import BadReply, read_reply
from triage.interview.screen import Group, Screen
from triage.interview.waiting import open_in
from triage.loader import current

BITS = {"a": 1, "b": 2, "c": 4}
TREES = (
    "a", "NOT a", "a AND b", "a OR b", "a AND NOT b", "NOT (a OR b)", "a AND b AND c",
    "a OR b OR c", "a AND (b OR c)", "a OR b AND c", "NOT (a AND b) OR c", "IS_YES(a)",
    "NOT IS_YES(a)", "IS_YES(a) AND b", "IS_YES(a) OR b", "COUNT(a, b, c) >= 1",
    "COUNT(a, b, c) >= 2", "COUNT(a, b, c) >= 3", "NOT COUNT(a, b) >= 2",
    "INT(a) + INT(b) >= 1", "INT(a) + INT(b) + INT(c) >= 2", "INT(a OR b) + INT(c) >= 2",
    "1 <= INT(a) + INT(b) + INT(c) <= 2", "INT(a) + INT(b) < 1",
)  # fmt: skip
SCREEN = Screen(
    id="s", kind="form", title="How is it?", lead="Today.", section="A", emergency=False,
    findings=("pop_felt", "age_years", "persona"), part=2, parts=7, part_title="What happened",
    left=9,
)  # fmt: skip


def world(
    *, numbers: dict[str, Any] | None = None, open_: str = "", answered: str = "",
    unsure: str = "", **truth: int,
) -> World:  # fmt: skip
    return World(
        truth=truth, numbers=numbers or {}, unsure=frozenset(unsure), open=frozenset(open_),
        answered=frozenset(answered),
    )  # fmt: skip


def judged(text: str, values: dict[str, int]) -> int:
    bits = sum(BITS[name] for name, value in values.items() if value == YES)
    unsure = sum(BITS[name] for name, value in values.items() if value == UNSURE)
    facts = Facts(unsure=unsure, answered=7, values={})
    return {True: YES, False: NO, None: UNSURE}[
        compile_check(parse(text), BITS)(bits, unsure, facts)
    ]


@pytest.mark.parametrize("text", TREES)
def test_a_tree_may_come_to_just_what_its_answers_may_make_it(text: str) -> None:
    for sets in product(range(1, 8), repeat=3):
        may = dict(zip("abc", sets, strict=True))

        found = compile_sets(parse(text))(world(**may))

        expected = 0
        for one in product((NO, UNSURE, YES), repeat=3):
            if all(value & part for value, part in zip(one, sets, strict=True)):
                expected |= judged(text, dict(zip("abc", one, strict=True)))
        assert found == expected, may


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        ("n >= 5", 5, YES), ("n >= 5", 4, NO), ("n > 5", 5, NO), ("n < 5", 5, NO),
        ("n == 5", 5, YES), ("n != 5", 5, NO), ("n >= 5", None, UNSURE), ("n >= 5", OPEN, ANY),
        ("1 <= n <= 5", 1, YES), ("1 <= n <= 5", 5, YES), ("1 <= n <= 5", 0, NO),
        ("1 <= n <= 5", 6, NO), ("1 <= n <= 5", None, UNSURE), ("1 <= n <= 5", OPEN, ANY),
    ],
)  # fmt: skip
def test_a_number_settles_a_comparison_and_one_to_come_leaves_it_open(
    text: str, n: Any, expected: int
) -> None:
    numbers = {} if n is None else {"n": n}

    assert compile_sets(parse(text))(world(numbers=numbers)) == expected


@pytest.mark.parametrize(
    ("spans", "text", "expected"),
    [
        ([(0, 0), (3, 3)], "n >= 2", YES | NO), ([(2, 3)], "n >= 2", YES), ([(0, 1)], "n >= 2", NO),
        ([(1, 2)], "n >= 2", UNSURE), ([(0, 0), (1, 2)], "n >= 2", NO | UNSURE),
        ([(1, 1), (2, 2)], "1 <= n <= 2", YES), ([(0, 3)], "1 <= n <= 2", UNSURE),
        ([(3, 4)], "1 <= n <= 2", NO),
    ],
)  # fmt: skip
def test_a_sum_may_come_to_each_of_its_spans(
    spans: list[tuple[int, int]], text: str, expected: int
) -> None:
    given = world()
    given.measures["n"] = tuple(spans)

    assert compile_sets(parse(text))(given) == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (Points(5, 9, 5, 9), YES),
        (Points(4, 5, 4, 5), ANY),
        (Points(1, 4, 1, 4), NO),
        (Points(4, 4, 4, 4), NO),
        (Points(4, 4, 4, 5), NO | UNSURE),
        (Points(4, 4, 5, 6), UNSURE),
        (Points(4, 6, 4, 6), ANY),
        (Points(5, 5, 5, 5), YES),
        (Points(0, 5, 5, 8), YES | UNSURE),
    ],
)
def test_points_may_reach_a_score_surely_or_with_unsure_answers(
    points: Points, expected: int
) -> None:
    tree = ["compare", ["score", "strain", []], ">=", ["const", 5]]
    given = world()
    given.points["strain"] = points

    assert compile_sets(tree)(given) == expected


def test_missing_and_unsure_are_told_from_answered_and_still_to_come() -> None:
    missing, unsure = compile_sets(parse("a is missing")), compile_sets(parse("ANY_UNSURE(a, b)"))

    assert missing(world(open_="a")) == NO | YES
    assert missing(world(answered="a")) == NO
    assert missing(world(answered="b", open_="b")) == YES
    assert unsure(world(unsure="b", open_="a")) == YES
    assert unsure(world(open_="b")) == NO | YES
    assert unsure(world(open_="c", unsure="c")) == NO


@pytest.mark.parametrize(
    ("text", "waits_for"),
    [
        ("a AND b", {"a"}), ("a OR c", {"a"}), ("b OR NOT a", set()), ("NOT a", {"a"}),
        ("COUNT(a, c, d) >= 2", {"a", "d"}), ("ANY_UNSURE(a, c)", {"a"}), ("d is missing", {"d"}),
        ("IS_YES(a)", {"a"}), ("n >= 5", {"n"}), ("a AND n >= 5", {"a", "n"}), ("c AND a", set()),
        ("x AND b", {"a", "d"}), ("INT(a) + INT(c) >= 1", {"a"}),
    ],
)  # fmt: skip
def test_an_undecided_tree_waits_for_what_can_still_change_it(
    text: str, waits_for: set[str]
) -> None:
    given = world(a=ANY, b=YES, c=NO, d=ANY, x=ANY, numbers={"n": OPEN}, open_="adn", answered="bc")

    assert open_in(parse(text), given, compile_sets, {"x": parse("a OR d")}) == waits_for


@pytest.mark.parametrize(
    ("kind", "answers", "skipped", "expected", "left_empty"),
    [
        ("form", {"pop_felt": True, "age_years": 30, "persona": "athlete"}, [],
         {"pop_felt": True, "age_years": 30, "persona": "athlete"}, ()),
        ("form", {"pop_felt": False, "age_years": 30}, [],
         {"pop_felt": False, "age_years": 30}, ("persona",)),
        ("form", {"age_years": 30}, ["pop_felt", "persona"],
         {"pop_felt": "unsure", "age_years": 30}, ("persona",)),
        ("ticks", {"age_years": 30}, [], {"pop_felt": False, "age_years": 30}, ("persona",)),
        ("body_map", {"age_years": 30}, [], {"pop_felt": False, "age_years": 30}, ("persona",)),
        ("ticks", {"age_years": 30}, ["pop_felt"], {"pop_felt": "unsure", "age_years": 30},
         ("persona",)),
    ],
)  # fmt: skip
def test_a_reply_says_what_was_answered_ticked_and_left_empty(
    kind: str, answers: dict[str, Any], skipped: list[str], expected: Any, left_empty: Any
) -> None:
    reply = read_reply(current(), _screen(kind), answers, skipped)

    assert (dict(reply.answers), reply.skipped) == (expected, left_empty)


@pytest.mark.parametrize(
    ("answers", "skipped", "errors"),
    [
        ({"age_years": 30}, [], [("/answers/pop_felt", "missing",
                                  'Answer true, false or "unsure".')]),
        ({"pop_felt": True}, [], [("/answers/age_years", "missing",
                                   "This one is needed; it cannot be left empty.")]),
        ({"pop_felt": "yes", "age_years": 30}, [],
         [("/answers/pop_felt", "not-yes-no-unsure", 'Answer true, false or "unsure".')]),
        ({"pop_felt": True, "age_years": 30, "fever": True}, [],
         [("/answers/fever", "not-on-this-screen", "Answer what this screen asks.")]),
        ({"pop_felt": True, "age_years": 30}, ["fever", "pop_felt"],
         [("/skipped", "not-on-this-screen", "Skip only what this screen asks.")] * 2),
        ({"fever": True}, ["chills"],
         [("/answers/fever", "not-on-this-screen", "Answer what this screen asks."),
          ("/skipped", "not-on-this-screen", "Skip only what this screen asks."),
          ("/answers/pop_felt", "missing", 'Answer true, false or "unsure".'),
          ("/answers/age_years", "missing", "This one is needed; it cannot be left empty.")]),
    ],
)  # fmt: skip
def test_a_reply_that_does_not_fit_names_each_field_and_the_remedy(
    answers: dict[str, Any], skipped: list[str], errors: list[tuple[str, str, str]]
) -> None:
    with pytest.raises(BadReply) as refused:
        read_reply(current(), _screen("form"), answers, skipped)

    told = [(each.pointer, each.code, each.detail) for each in refused.value.errors]
    assert told == errors
    assert str(refused.value) == errors[0][2]
    assert (refused.value.code, refused.value.title) == (
        "bad-answer", "An answer could not be understood",
    )  # fmt: skip


def test_a_screen_is_sent_as_the_phone_reads_it() -> None:
    assert SCREEN.as_dict() == {
        "id": "s", "kind": "form", "title": "How is it?", "lead": "Today.", "section": "A",
        "findings": ["pop_felt", "age_years", "persona"], "emergency": False,
        "place": {"part": 2, "of": 7, "title": "What happened", "left": 9},
    }  # fmt: skip


def test_a_question_that_is_not_mandatory_still_needs_its_yes_no_or_unsure() -> None:
    screen = replace(_screen("form"), findings=("mech_sprint",))

    with pytest.raises(BadReply) as refused:
        read_reply(current(), screen, {}, ())

    assert [each.pointer for each in refused.value.errors] == ["/answers/mech_sprint"]


def test_each_screen_says_its_part_and_the_parts_come_to_seven() -> None:
    truth = golden_cases()[0].answers

    places = {(screen.part, screen.parts, screen.part_title) for screen in interview(truth).screens}

    titles = [part["title"] for part in current().compiled["screens"]["parts"]]
    assert places == {(number, 7, titles[number - 1]) for number, _, _ in places}
    assert {number for number, _, _ in places} >= {1, 2, 3}


def test_what_was_decided_of_a_screen_or_a_group_cannot_be_changed() -> None:
    group = Group(
        id="g", kind="ticks", title="", lead=None, section="A", part=1, emergency=False,
        whole=False, findings=(),
    )  # fmt: skip

    for thing in (SCREEN, group):
        with pytest.raises(AttributeError):
            thing.id = "other"


def _screen(kind: str) -> Screen:
    return Screen(
        id="s", kind=kind, title="", lead=None, section="A", emergency=False,
        findings=SCREEN.findings, part=1, parts=1, part_title="", left=1,
    )  # fmt: skip
