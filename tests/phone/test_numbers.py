"""The number that brings help: every country, the trap of 111, and unknown countries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.phone.product import Product
from triage.loader import current

pytestmark = pytest.mark.browser
TABLE = current().compiled["numbers"]
ASK = """async ([countries, table]) => {
  const { app } = await import("/static/pwa/state.js");
  const { numbersOf } = await import("/static/pwa/numbers.js");
  app.numbers = table;
  return Object.fromEntries(countries.map((country) => [country, numbersOf(country)]));
}"""


@pytest.fixture(scope="module")
def page(product: Product, browser: Any) -> Any:
    """A phone that has not signed in; only the modules are asked."""
    context = browser.new_context(base_url=product.address)
    page = context.new_page()
    page.goto("/welcome")
    yield page
    context.close()


def digits(words: str) -> str:
    return "".join(each for each in words if each.isdigit())


@pytest.mark.parametrize("kept", ["as the rules have it", "before the rules were ever fetched"])
def test_each_country_dials_its_own_number(page: Any, kept: str) -> None:
    countries = sorted(TABLE["countries"])

    found = page.evaluate(ASK, [countries, TABLE if kept.startswith("as") else None])

    for country in countries:
        row, told = TABLE["countries"][country], found[country]
        assert told["known"], country
        assert told["emergency"] == row["emergency"], country
        assert told["tel"] == row["emergency"], country
        assert digits(told["urgent"]) == digits(row.get("urgent", "")), country
        assert told["urgentTel"] == (digits(row.get("urgent", "")) or None), country


@pytest.mark.parametrize("table", [TABLE, None])
def test_111_is_the_emergency_in_new_zealand_and_never_the_urgent_line(
    page: Any, table: Any
) -> None:
    found = page.evaluate(ASK, [["NZ", "GB"], table])

    assert found["NZ"]["tel"] == "111"
    assert found["NZ"]["urgentTel"] == "0800611116"
    assert found["GB"]["tel"] == "999"
    assert found["GB"]["urgentTel"] == "111"


@pytest.mark.parametrize("country", ["", "ZZ", "XK"])
def test_an_unknown_country_gets_words_and_no_urgent_call(page: Any, country: str) -> None:
    told = page.evaluate(ASK, [[country], TABLE])[country]

    assert not told["known"]
    assert told["emergency"] == TABLE["fallback"]["emergency"]
    assert told["urgent"] == TABLE["fallback"]["urgent"]
    assert told["urgentTel"] is None
    assert told["tel"] == "112"  # what most mobile phones turn into the local number


def test_no_country_has_its_emergency_number_as_its_urgent_line() -> None:
    for country, row in TABLE["countries"].items():
        assert digits(row["emergency"]) == row["emergency"], country
        assert digits(row.get("urgent", "")) != row["emergency"], country


def test_countries_that_only_the_phone_knows_are_none(page: Any) -> None:
    known = page.evaluate(
        """async () => {
          const { app } = await import("/static/pwa/state.js");
          const { numbersOf } = await import("/static/pwa/numbers.js");
          app.numbers = null;
          const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
          return letters.flatMap((a) => letters.map((b) => a + b))
            .filter((country) => numbersOf(country).known);
        }"""
    )

    assert sorted(known) == sorted(TABLE["countries"])
