"""The result page: the action first, honest about what is open, equal causes told as equals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product
from tests.phone.test_screens import faults
from triage.engine.judge import judge
from triage.loader import current

pytestmark = pytest.mark.browser
ID = "0199aaaa-0000-7000-8000-000000000009"
CALM = dict.fromkeys(current().compiled["mandatory"], False) | {
    "age_years": 30, "weight_bearing": "normal",
}  # fmt: skip
STRAIN = CALM | {
    "onset_sudden": True, "mech_sprint": True, "stopped_immediately": True, "agg_sprint": True,
    "loc_mid_belly": True, "loc_one_finger_spot": True, "agg_stretch": True, "side": "left",
    "symptom_days": 4, "bruising": False, "numb_leg": "unsure",
}  # fmt: skip


@pytest.fixture(scope="module")
def phone(product: Product, browser: Any) -> Any:
    """One signed-in phone for all results."""
    context = browser.new_context(
        base_url=product.address, viewport={"width": 360, "height": 640}, locale="en-GB",
        timezone_id="Europe/London",
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page, "ada")
    yield page
    context.close()


@pytest.fixture
def show(phone: Any) -> Callable[..., str]:
    """Return a function that opens the result of these answers and returns what stands there."""

    def open_result(answers: dict[str, Any], country: str = "GB", **changed: Any) -> str:
        verdict = judge(current(), answers, country=country).as_dict()
        told = verdict | {
            "id": ID, "episode": ID, "held_from": None, "origin": "triage", "day": "2026-11-24",
            "taken_at": "2026-11-24T18:05:00Z", "answers": answers,
        }  # fmt: skip
        phone.unroute_all()
        phone.route(f"**/triage/assessments/{ID}", lambda r: r.fulfill(json=told | changed))
        phone.goto(f"/result/{ID}")
        phone.locator(".action-card").wait_for()
        text = str(phone.locator("main").inner_text())
        assert "%" not in text
        assert "{" not in text
        assert "undefined" not in text
        assert "probab" not in text
        return text

    return open_result


def test_an_emergency_says_the_action_alone(show: Callable[..., str], phone: Any) -> None:
    text = show(STRAIN | {"saddle_numb": True})

    assert text.index("Get emergency help now") < text.index("Call 999")
    assert text.index("Call 999") < text.index("What to tell the clinician")
    assert "What fits your answers" not in text
    assert faults(phone) == []


def test_causes_are_told_with_reasons_for_and_against(show: Callable[..., str]) -> None:
    text = show(STRAIN)

    assert "Hamstring strain" in text
    assert "Speaks for it" in text
    assert "it happened in a sprint, turn, kick, big stretch or slip" in text
    assert text.index("What fits your answers") < text.index("What you can do yourself")
    assert text.index("What you can do yourself") < text.index("When to get help")
    assert text.index("When to get help") < text.index("What to tell the clinician")
    assert "It is not a diagnosis" in text


def test_where_somebody_is_to_be_seen_what_to_tell_comes_before_the_causes(
    show: Callable[..., str],
) -> None:
    text = show(STRAIN | {"bruising": True})

    assert "Book an appointment" in text
    assert text.index("What to tell the clinician") < text.index("What fits your answers")


def test_what_is_less_urgent_never_stands_beside_the_action_of_the_day(
    show: Callable[..., str], phone: Any
) -> None:
    text = show(STRAIN | {"bruising": True, "bruising_extensive": True, "pop_felt": True})

    assert "Be seen today" in text
    assert "within a few days" not in text
    phone.get_by_text("Less urgent, to raise when you are seen").click()
    phone.locator(".action-card").get_by_text("within a few days").first.wait_for()


def test_only_the_start_of_an_action_is_large_and_no_word_is_lost(
    show: Callable[..., str], phone: Any
) -> None:
    show(STRAIN | {"bruising": True, "bruising_extensive": True, "pop_felt": True})

    large = phone.locator(".action-card h2.action")
    assert len(large.inner_text()) <= 95
    rest = large.locator("xpath=following-sibling::p[1]").inner_text()
    assert f"{large.inner_text()} {rest}" in {
        rule["do_now"] for rule in current().compiled["rules"]
    }


def test_self_care_is_lines_to_do_and_says_every_word_of_it(
    show: Callable[..., str], phone: Any
) -> None:
    care = "Your answers fit a pull. Ease off for 1.5 days. Keep walking. Do not sprint yet."

    show(CALM, causes=[cause("one", 8) | {"self_care": care}])

    card = phone.locator("section").filter(has_text="What you can do yourself")
    assert card.locator("p").all_inner_texts() == ["Your answers fit a pull."]
    assert card.locator("li").all_inner_texts() == [
        "Ease off for 1.5 days.", "Keep walking.", "Do not sprint yet.",
    ]  # fmt: skip


def cause(name: str, score: int) -> dict[str, Any]:
    return {
        "id": name, "title": name.title(), "fit": "fits_partly", "score": score, "for": [],
        "against": [], "missing": [], "self_care": f"Care for {name}.",
    }  # fmt: skip


def test_causes_within_two_points_are_told_as_equals(show: Callable[..., str]) -> None:
    close = [cause("one", 8), cause("two", 6), cause("three", 5)]

    text = show(STRAIN, causes=close)

    assert "The first 2 fit about equally; their order means nothing." in text
    assert "Care for one." in text
    assert "Care for two." in text
    assert "Care for three." not in text
    assert "8" not in text.split("What fits your answers")[1].split("When to get help")[0]


def test_a_clear_lead_is_not_told_as_equal(show: Callable[..., str]) -> None:
    text = show(STRAIN, causes=[cause("one", 8), cause("two", 5)])

    assert "equally" not in text


def test_where_no_cause_stands_out_that_is_said(show: Callable[..., str]) -> None:
    text = show(CALM)

    assert "Your answers do not point to one cause." in text


def test_open_checks_are_named_and_nothing_is_called_clear(
    show: Callable[..., str], phone: Any
) -> None:
    open_ones = {"saddle_numb", "fever"}

    text = show({name: value for name, value in STRAIN.items() if name not in open_ones})

    assert "Some checks are still open" in text
    assert "numbness or changed feeling between the legs" in text
    assert "not an all-clear" in text
    assert "What fits your answers" not in text
    assert faults(phone) == []


def test_calm_answers_are_no_all_clear_either(show: Callable[..., str]) -> None:
    text = show(CALM)

    assert "Look after it yourself for now" in text
    assert "That is not an all-clear" in text
    assert "Get help the same day if" in text


def test_an_unsure_answer_is_named(show: Callable[..., str]) -> None:
    text = show(STRAIN)

    assert "You were not sure about:" in text


def test_a_level_held_from_an_earlier_check_leads(show: Callable[..., str], phone: Any) -> None:
    earlier = "0199aaaa-0000-7000-8000-000000000001"

    text = show(STRAIN, urgency="same_day", withheld=True, causes=[], held_from=earlier)

    assert text.index("Be seen today") < text.index("An earlier check asked for more")
    assert "What fits your answers" not in text
    link = phone.get_by_role("link", name="See that check")
    assert link.get_attribute("href") == f"/result/{earlier}"


def test_what_to_tell_names_yes_and_denied_and_is_copied_whole(
    show: Callable[..., str], phone: Any
) -> None:
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    show(STRAIN | {"pop_felt": True})

    phone.get_by_role("button", name="Copy").click()
    phone.get_by_text("Copied.").wait_for()

    copied = phone.evaluate("navigator.clipboard.readText()")
    lines = dict(line.split(": ", 1) for line in copied.splitlines()[1:-1])
    assert "complete hamstring tear" in lines["I want to tell you"]
    assert "left" in lines["Where"]
    assert lines["How long"].startswith("4 days, since about")
    assert "a pop, snap or tear felt or heard" in lines["Yes to"]
    assert "bruise" in lines["Asked and denied"]
    assert "numbness or changed feeling between the legs" in lines["Asked and denied"]
    assert "numb" in lines["Not sure about"]
    assert "Not a diagnosis" in copied
    assert "{" not in copied


def test_another_persons_result_is_not_here(phone: Any) -> None:
    phone.unroute_all()

    phone.goto("/result/0199aaaa-0000-7000-8000-00000000dead")

    phone.get_by_role("heading", name="This check is not here").wait_for()


def test_the_higher_word_of_phone_and_server_wins(phone: Any) -> None:
    both = phone.evaluate(
        """async () => {
          const { joined } = await import("/static/pwa/assessments.js");
          const verdict = (level) => ({ urgency: level, urgency_now: level, red_flags: [level] });
          const own = (level) => ({ id: "a", answers: {}, verdict: verdict(level) });
          const told = (level, held = level) => ({ ...verdict(level), urgency: held, id: "a" });
          const pick = (one) => [one.urgency, one.red_flags[0], one.waiting];
          return [
            pick(joined(own("same_day"), told("self_care"))),
            pick(joined(own("self_care"), told("same_day"))),
            pick(joined(own("self_care"), told("self_care", "emergency_now"))),
            pick(joined(own("within_days"), told("self_care", "same_day"))),
            pick(joined(own("same_day"), undefined)),
            pick(joined(undefined, told("self_care"))),
          ];
        }"""
    )

    assert both == [
        ["same_day", "same_day", False],
        ["same_day", "same_day", False],
        ["emergency_now", "self_care", False],
        ["same_day", "within_days", False],
        ["same_day", "same_day", True],
        ["self_care", "self_care", False],
    ]


def test_what_the_phone_asked_for_beyond_the_answers_is_said_as_that(
    show: Callable[..., str],
) -> None:
    flag = {"id": "RF-PE-1", "suspected": "x", "urgency": "emergency_now", "because": [],
            "do_now": "Call 999.", "tell_clinician": "A check on my phone told me."}  # fmt: skip

    text = show({"loc_low_back": True}, urgency="emergency_now", withheld=True, phone_flags=[flag])

    assert "The check on the phone that sent these answers asked for more" in text
    assert "An earlier check" not in text
    assert "Call 999." in text
    assert "A check on my phone told me." in text


def test_an_unsure_sign_is_told_as_not_sure_with_the_action_of_its_level(
    show: Callable[..., str],
) -> None:
    text = show(CALM | {"leg_paralysed": "unsure"})

    assert "Be seen today, and say what you are not sure about." in text
    assert "If it turns out to be so: Go to an emergency department now, or call 999." in text
    assert "I am not sure whether this is so: a part of the leg or foot that cannot move" in text
    assert "I cannot move" not in text
