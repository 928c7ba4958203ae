"""One window of 56 days: when the detector speaks, and when it keeps silent."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends import judge_window, sentence

STEADY = [2, 3, 2, 2, 3, 2, 3] * 8
levels = st.one_of(st.none(), st.integers(0, 10))
windows = st.lists(levels, min_size=56, max_size=56)


def ending(*last: int | None) -> list[int | None]:
    """Return a steady window whose last days are these."""
    return [*STEADY[: 56 - len(last)], *last]


def fresh(*entries: int | None) -> list[int | None]:
    """Return the window of someone who began to log so many days ago."""
    return [*([None] * (56 - len(entries))), *entries]


SPEAKING = {
    "three days two points and more above": ending(5, 5, 6),
    "two days far above": ending(6, 6),
    "a jump to the top of the scale": ending(9, 10, 10),
    "a slow climb over two weeks": ending(3, 3, 4, 3, 4, 4, 5, 4, 5, 5, 5, 6, 5, 6),
    "a rise from no pain at all": [0] * 52 + [2, 3, 2, 3],
    "a step seen through gaps": ending(None, 6, None, 5, None, None, 6),
    "the shortest history that can speak": fresh(1, 1, 1, 1, 1, 1, 6, 6),
    "eight entries, half of them raised": fresh(1, 1, 1, 1, 6, 6, 6, 6),
    "a rise that began four weeks ago": [1, 2] * 14 + [4, 5] * 14,
    "one calm day within a bad week": ending(6, 6, 2, 6, 7),
}
SILENT = {
    "steady pain": STEADY,
    "steady severe pain": [8, 7, 8, 8] * 14,
    "a single bad day": ending(9),
    "two slightly worse days": ending(4, 4),
    "a rise of less than a point and a half": ending(3, 4, 3, 4),
    "back to normal today": ending(6, 6, 6, 2),
    "falling pain": [8] * 28 + [3] * 28,
    "too little before": fresh(1, 1, 1, 6, 6, 6, 6, 6),
    "too little altogether": fresh(1, 1, 1, 1, 1, 6, 6),
    "a single bad day of a calm person": [2] * 55 + [10],
    "nothing logged": [None] * 56,
    "only today logged": fresh(9),
}


@pytest.mark.parametrize("window", SPEAKING.values(), ids=SPEAKING.keys())
def test_the_detector_speaks_of(window: list[int | None]) -> None:
    verdict = judge_window(window)
    assert verdict.alarm
    assert verdict.now > verdict.before


@pytest.mark.parametrize("window", SILENT.values(), ids=SILENT.keys())
def test_the_detector_keeps_silent_about(window: list[int | None]) -> None:
    assert not judge_window(window).alarm


def test_it_tells_onset_means_noise_and_how_much_was_logged() -> None:
    verdict = judge_window(ending(6, None, 5, None, 6))
    assert verdict.kind == "scan"
    assert (verdict.days, verdict.logged) == (5, 3)
    assert verdict.now == pytest.approx(17 / 3)
    assert verdict.before == pytest.approx(statistics.mean(STEADY[:51]))
    assert verdict.noise == pytest.approx(0.580, abs=0.001)


BAD_WEEK = ending(8, 8, 8, 8, 8, 8, 2)


def test_the_week_rule_speaks_where_a_bad_week_ends_on_a_calm_day() -> None:
    verdict = judge_window(BAD_WEEK)
    assert verdict.kind == "week"
    assert verdict.week_mean == pytest.approx(50 / 7)
    assert verdict.four_week_mean == pytest.approx(statistics.mean(STEADY[21:49]))


def test_a_week_exactly_two_points_above_is_a_week_above() -> None:
    before = [*([None] * 21), *([2.5] * 28)]  # today below 3.5 stops the scan
    reached, missed = [5, 5, 5, 5, 5, 3.25, 3.25], [5, 5, 5, 5, 5, 3.25, 3.24]
    assert judge_window([*before, *reached]).kind == "week"
    assert not judge_window([*before, *missed]).alarm


def test_an_erratic_week_is_no_week_above() -> None:
    erratic, calm = [0, 5] * 14, [2, 3] * 14
    week = [6, 5, 6, 5, 6, 5, 3]
    assert judge_window([*([None] * 21), *calm, *week]).kind == "week"
    assert not judge_window([*([None] * 21), *erratic, *week]).alarm


def test_who_swings_widely_is_not_told_of_what_is_news_for_the_calm() -> None:
    swinging = [0, 5, 1, 4, 0, 5, 2] * 7 + [0, 5, 1, 4]
    calm = [2, 3, 2, 3, 2, 3, 2] * 7 + [2, 3, 2, 3]
    assert judge_window([*calm, 5, 4, 5]).alarm
    assert not judge_window([*swinging, 5, 4, 5]).alarm


def test_entries_of_neighbouring_days_tell_less_than_entries_apart() -> None:
    steady = [1, 3, 2, 4, 2, 3, 1] * 7
    neighbours = [*steady, None, None, None, None, None, 5, 5]
    apart = [*steady, 5, None, None, None, None, None, 5]
    assert not judge_window(neighbours).alarm
    assert judge_window(apart).logged == 2


def test_a_small_rise_that_lasts_is_noticed() -> None:
    steady = [2, 4, 3, 5, 3, 2, 5, 4] * 3
    risen = [level + up for level, up in zip(steady, [1, 2] * 12, strict=True)]
    assert not judge_window([*([None] * 24), *steady, *risen[:8]]).alarm
    assert judge_window([*([None] * 8), *steady, *risen]).alarm


def test_whole_numbers_written_as_floats_change_nothing() -> None:
    window = ending(5, 6, 5)
    assert judge_window([None if x is None else float(x) for x in window]) == judge_window(window)


def test_an_onset_up_to_the_last_notification_is_no_news() -> None:
    window = ending(6, 6, 6)
    assert judge_window(window, told_days_ago=14).days == 3
    assert judge_window(window, told_days_ago=3).days == 3
    assert judge_window(window, told_days_ago=2).days == 2
    assert not judge_window(window, told_days_ago=1).alarm


def test_not_a_number_means_not_logged() -> None:
    window = ending(6, None, 5, 6)
    assert judge_window([math.nan if x is None else x for x in window]) == judge_window(window)


@pytest.mark.parametrize("bad", [-1, 11, 255, math.inf, -math.inf, "5", True, [5]])
def test_what_is_no_pain_level_is_refused_by_place(bad: object) -> None:
    with pytest.raises(ValueError, match=r"pain\[7\]"):
        judge_window([*STEADY[:7], bad, *STEADY[8:]])


@pytest.mark.parametrize("length", [0, 55, 57])
def test_a_window_has_56_days(length: int) -> None:
    with pytest.raises(ValueError, match="56 days"):
        judge_window([1] * length)


def test_the_scan_is_told_in_one_sentence() -> None:
    message, params = sentence(judge_window(ending(6, None, 5, None, 6)))
    assert message.format(**params) == (
        "Your pain has risen from about 2.4 to about 5.7 over the last 5 days"
        " (you logged 3 of them). Your usual day-to-day swing is about 0.6."
        " Consider showing this to a physiotherapist or doctor."
    )


def test_the_week_is_told_in_one_sentence() -> None:
    message, params = sentence(judge_window(BAD_WEEK))
    expected = "This week averages 7.1, the four weeks before averaged 2.4."
    assert message.format(**params) == expected


def test_silence_has_no_sentence() -> None:
    assert sentence(judge_window(STEADY)) is None


@given(windows)
def test_without_an_entry_today_there_is_no_alarm(window: list[int | None]) -> None:
    assert not judge_window([*window[:-1], None]).alarm
