"""The Flesch-Kincaid grade of a text, and the syllables it is made of."""

from __future__ import annotations

import pytest

from triage.readability import by_kind, grade, syllables

SPOKEN = {
    1: "a the pain legs jumped called used breathe gone whole holes same",
    2: "table tables wanted muscle muscles bladder people leaking able doing noses little quiet",
    3: "area idea breathlessness exercise",
    4: "emergency clinician",
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, count) for count, words in SPOKEN.items() for word in words.split()]
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_the_formula() -> None:
    # 8 words in 2 sentences, 8 syllables: 0.39 * 4 + 11.8 * 1 - 15.59 = -2.23, and never below 0
    assert grade("Sit still now please. Call the same team.") == 0.0
    # 7 words, 1 sentence, 13 syllables: 0.39 * 7 + 11.8 * 13 / 7 - 15.59 = 9.05...
    assert grade("Emergency people wanted clinician tables doing quiet") == pytest.approx(
        0.39 * 7 + 11.8 * (4 + 2 + 2 + 4 + 2 + 2 + 2) / 7 - 15.59, abs=0.05
    )


def test_longer_sentences_and_longer_words_are_harder() -> None:
    short = grade("Go to bed. Keep warm. Call us soon.")
    long_ = grade("Go to bed and keep warm and call us soon.")
    hard = grade("Immediately contact emergency rehabilitation clinicians regarding deterioration.")

    assert short is not None
    assert long_ is not None
    assert hard is not None
    assert short < long_ < hard


def test_a_text_of_a_few_words_has_no_grade() -> None:
    assert grade("") is None
    assert grade("Cauda equina syndrome") is None


def test_kinds_are_told_hardest_first_and_short_texts_left_out() -> None:
    easy, hard = "Sit down and rest now, please.", "Immediately discontinue all physical exercise."
    told = by_kind(
        [("easy", easy), ("hard", hard + " Contact clinicians."), ("easy", easy), ("tiny", "No.")]
    )

    assert [(each.kind, each.texts) for each in told] == [("hard", 1), ("easy", 2)]
    assert told[0].hardest > told[1].middle
