"""A rule's expression told in plain words."""

from __future__ import annotations

import pytest

from triage.book.plain import Plain, Vocabulary, outline, sentence
from triage.engine.expression import Tree, parse
from triage.loader import current

WORDS = Vocabulary(
    labels={
        "numb": "a numb leg", "weak": "a weak leg", "hot": "a hot leg", "injury": "a clear injury",
        "age": "age in years", "walk": "how you can walk", "signs": "number of signs",
    },
    choices={"walk": {"limp": "with a limp", "normal": "normally"}},
    causes={"strain": "Pulled muscle"},
)  # fmt: skip
TOLD = {
    "numb": "a numb leg",
    "NOT numb": "not: a numb leg",
    "NOT NOT numb": "a numb leg",
    "numb AND weak": "a numb leg and a weak leg",
    "numb AND NOT IS_YES(injury)": "a numb leg and no clear yes to: a clear injury",
    "IS_YES(numb)": "a clear yes to: a numb leg",
    "numb OR weak": "any of: a numb leg; a weak leg",
    "(numb OR weak) AND NOT injury": "(any of: a numb leg; a weak leg) and not: a clear injury",
    "numb OR (weak OR hot)": "any of: a numb leg; a weak leg; a hot leg",
    "numb OR (weak AND hot)": "any of: a numb leg; (a weak leg and a hot leg)",
    "NOT (numb OR weak)": "none of: a numb leg; a weak leg",
    "NOT (numb AND weak)": "not all of: a numb leg; a weak leg",
    "COUNT(numb) >= 1": "a numb leg",
    "COUNT(numb, weak) >= 1": "any of: a numb leg; a weak leg",
    "COUNT(numb, weak) >= 2": "a numb leg and a weak leg",
    "COUNT(numb, weak, hot) >= 2": "at least 2 of: a numb leg; a weak leg; a hot leg",
    "NOT COUNT(numb) >= 1": "not: a numb leg",
    "NOT COUNT(numb, weak) >= 1": "none of: a numb leg; a weak leg",
    "NOT COUNT(numb, weak, hot) >= 2": "fewer than 2 of: a numb leg; a weak leg; a hot leg",
    "COUNT(numb, weak) >= 1 OR hot": "any of: a numb leg; a weak leg; a hot leg",
    "ANY_UNSURE(numb, weak)": "unsure about any of: a numb leg; a weak leg",
    "NOT ANY_UNSURE(numb, weak)": "unsure about none of: a numb leg; a weak leg",
    "age is missing": "no answer to: age in years",
    "NOT age is missing": "an answer to: age in years",
    "age >= 50": "age in years: 50 or more",
    "age > 50": "age in years: more than 50",
    "age <= 50": "age in years: 50 or less",
    "age < 50": "age in years: less than 50",
    "age == 50": "age in years: exactly 50",
    "age != 50": "age in years: anything but 50",
    "NOT age >= 50": "age in years: less than 50",
    "50 <= age": "age in years: 50 or more",
    "50 > age": "age in years: less than 50",
    "11 <= age <= 19": "age in years: from 11 to 19",
    "11 < age < 19": "age in years: more than 11 and less than 19",
    "NOT 11 <= age <= 19": "age in years: less than 11 or more than 19",
    "walk == 'limp'": "how you can walk: with a limp",
    "walk != 'limp'": "how you can walk: anything but with a limp",
    "NOT walk == 'limp'": "how you can walk: anything but with a limp",
    "signs >= 2": "number of signs: 2 or more",
    "INT(numb) + INT(weak) >= 2": "2 or more of: a numb leg; a weak leg",
    "INT(numb) + INT(weak AND hot)": "how many of: a numb leg; (a weak leg and a hot leg)",
    "SCORE(strain) >= 3": "points for “Pulled muscle”: 3 or more",
    "unknown_thing": "unknown_thing",
}


@pytest.mark.parametrize("code", TOLD)
def test_an_expression_is_told_in_words(code: str) -> None:
    assert sentence(outline(parse(code), WORDS)) == TOLD[code]


def test_a_phrase_leads_to_what_it_speaks_of() -> None:
    told = outline(parse("numb AND SCORE(strain) >= 3 AND age >= 50"), WORDS)

    assert [(part.link, part.name) for part in told.parts] == [
        ("finding", "numb"), ("cause", "strain"), ("finding", "age"),
    ]  # fmt: skip


def _leaves(plain: Plain) -> set[str]:
    found = {plain.name} if plain.name else set()
    return found.union(*(_leaves(part) for part in plain.parts))


def _names(tree: Tree) -> set[str]:
    if tree[0] == "score":
        return {tree[1]}
    if tree[0] in ("yes", "is_yes", "missing", "value"):
        return {tree[1]}
    if tree[0] in ("count", "any_unsure"):
        return set(tree[1])
    inner = tree[1] if tree[0] == "sum" else tree[1:]
    return set().union(*(_names(part) for part in inner if isinstance(part, list)))


def test_no_rule_question_or_derived_finding_loses_a_word_on_the_way() -> None:
    compiled = current().compiled
    words = Vocabulary.of(compiled)
    trees = [raw["logic"] for raw in (*compiled["rules"], *compiled["derived"])]
    trees += [raw["ask_logic"] for raw in compiled["findings"] if "ask_logic" in raw]

    for tree in trees:
        told = outline(tree, words)
        assert _leaves(told) == _names(tree)
        for code in (" AND ", " OR ", "NOT ", "COUNT", "IS_YES", ">=", "_"):
            assert code not in sentence(told)


def test_a_copy_from_before_labels_is_told_with_its_questions() -> None:
    words = Vocabulary.of(
        {
            "findings": [
                {"id": "numb", "question": "Numb leg?", "type": "bool3"},
                {"id": "walk", "question": "Can you walk?", "choices": ["limp"]},
            ],
            "derived": [{"id": "limps"}],
        }
    )

    assert sentence(outline(parse("numb AND limps"), words)) == "Numb leg? and limps"
    assert words.value("walk", "limp") == "limp"
