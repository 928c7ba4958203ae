"""Screens where something is missing or refused say so in plain words and lead on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product
from tests.phone.test_screens import faults, settle

pytestmark = pytest.mark.browser


def test_an_invitation_that_is_no_more_asks_for_no_consent(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    sign_in(page, "ada")
    page.goto("/join/ABCD-1234")

    page.get_by_text("This invitation is not valid any more. Ask for a new one.").wait_for()
    assert page.get_by_role("checkbox").count() == 0
    assert page.get_by_role("button", name="Join").count() == 0
    assert faults(page) == []
    page.get_by_role("link", name="Go to Today").click()
    page.get_by_role("heading", name="Anything new?").wait_for()


def test_what_is_not_here_leads_to_what_is(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    sign_in(page, "ada")
    missing = "0199aaaa-0000-7000-8000-00000000dead"

    page.goto(f"/alerts/{missing}")
    page.get_by_role("link", name="See all alerts").click()
    page.get_by_role("heading", name="Alerts", exact=True).wait_for()
    page.goto(f"/result/{missing}")
    page.get_by_role("link", name="See earlier checks").click()
    page.get_by_role("heading", name="Earlier checks").wait_for()


def test_a_refused_sign_in_is_told_in_the_phones_words(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    page.goto("/")
    page.get_by_role("button", name="I have read this and agree").click()

    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Please fill this in.").first.wait_for()
    page.get_by_label("E-mail").fill("ada@example.test")
    page.get_by_label("Password").fill("not-her-password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("That e-mail and password do not go together.").wait_for()
    assert faults(page) == []


def test_the_profile_comes_last_on_me_except_while_the_emergency_number_hangs_on_it(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    product.add_people(mee="Mee Lind")
    page = open_phone(product.address)
    sign_in(page, "mee")

    def above(first: str, second: str) -> bool:
        settle(page, "/me")
        place = [page.get_by_text(word, exact=True).bounding_box()["y"] for word in (first, second)]
        return bool(place[0] < place[1])

    assert above("Earlier checks", "About you")
    product.ask("mee", "PATCH", "/me", {"profile": {"country": ""}})
    assert above("About you", "Earlier checks")


def test_a_screen_with_one_question_has_it_as_its_heading(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    sign_in(page, "ada")

    titles = page.evaluate(
        """async () => {
          const { titleOf } = await import("/static/pwa/parts/question.js");
          const on = (kind, title, ...findings) => titleOf({ kind, title, findings });
          return [
            on("number", "Age, and how long", "symptom_days"),
            on("number", "Age, and how long", "age_years", "symptom_days"),
            on("choice", "How do you walk?", "weight_bearing"),
            on("ticks", "Skin", "numb_leg"),
          ];
        }"""
    )

    assert titles[0] == "How many days has this episode lasted?"
    assert titles[1:] == ["Age, and how long", "How do you walk?", "Skin"]


def test_sentences_are_cut_at_their_ends_and_joined_again_without_a_loss(
    product: Product, open_phone: Callable[..., Any]
) -> None:
    page = open_phone(product.address)
    page.goto("/welcome")
    text = "It rose from 2.6 to 5.8. " + "Your usual swing is about 0.6, as it was before. " * 3

    cut, lead, rest = page.evaluate(
        """async (text) => {
          const { leadOf, sentencesOf } = await import("/static/pwa/sentences.js");
          return [sentencesOf(text), ...leadOf(text)];
        }""",
        text.strip(),
    )

    assert cut[0] == "It rose from 2.6 to 5.8."
    assert " ".join(cut) == text.strip()
    assert len(lead) <= 95
    assert f"{lead} {rest}" == text.strip()
