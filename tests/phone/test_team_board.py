"""The coach's board on a phone: what is asked suits the level, nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.phone.conftest import sign_in
from tests.phone.product import Product
from tests.phone.test_screens import faults

pytestmark = pytest.mark.browser
LINE = [None] * 40 + [3] * 16
ROWS = [
    {"name": "Ada", "status": "red", "open_alerts": 1, "last_logged": "2026-01-01",
     "pain": {"mean_7d": 3.04}, "sparkline": LINE, "trend": "steady"},
    {"name": "Ben", "status": "amber", "open_alerts": 1, "last_logged": "2026-01-01",
     "pain": {"mean_7d": None}, "sparkline": [3] + [None] * 55, "trend": "unknown"},
    {"name": "Chiara", "status": "grey"},
    {"name": "Dayo", "status": "grey", "last_logged": "2026-01-01", "availability": "training"},
]  # fmt: skip


@pytest.fixture
def board(product: Product, open_phone: Callable[..., Any]) -> Any:
    """Cora's board on a small phone, with one athlete for each case."""
    product.ask("cora", "POST", "/teams", {"name": "Board"})
    page = open_phone(product.address, size={"width": 360, "height": 640})
    rows = [
        row | {"athlete": {"id": n, "name": row["name"], "membership": n}}
        for n, row in enumerate(ROWS)
    ]
    page.route("**/board", lambda route: route.fulfill(json={"results": rows, "next": None}))
    sign_in(page, "cora")
    page.goto("/team")
    page.get_by_role("rowheader", name="Chiara").wait_for()
    return page


def row(board: Any, name: str) -> Any:
    return board.get_by_role("row").filter(has=board.get_by_role("rowheader", name=name))


def test_not_to_train_is_said_of_what_cannot_wait_alone(board: Any) -> None:
    assert "Please check on Ada. They should not train today." in row(board, "Ada").inner_text()
    below = row(board, "Ben").inner_text()
    assert "should not train" not in below
    assert "Please ask Ben how it is." in below


def test_a_figure_has_its_scale_and_a_missing_line_its_reason_once(board: Any) -> None:
    assert "3 of 10" in row(board, "Ada").inner_text()
    assert row(board, "Ada").get_by_role("img", name="Pain, last four weeks").count() == 1
    assert "no pain logged" in row(board, "Ben").inner_text()
    assert row(board, "Ben").get_by_role("img").count() == 0
    assert "pain not shared" in row(board, "Dayo").inner_text()
    assert "Shares nothing" in row(board, "Chiara").inner_text()
    assert "not shared" not in row(board, "Chiara").inner_text()


@pytest.mark.parametrize("width", [360, 1000])
def test_the_board_is_accessible_and_fits(board: Any, width: int) -> None:
    board.set_viewport_size({"width": width, "height": 640})

    assert faults(board) == []
    assert board.evaluate("document.documentElement.scrollWidth") <= width


def test_with_doubled_text_the_board_and_all_five_places_stay_in_sight(board: Any) -> None:
    board.evaluate("document.documentElement.style.fontSize = '200%'")

    assert board.evaluate("document.documentElement.scrollWidth") <= 360
    places = board.get_by_role("navigation", name="Main").get_by_role("link").all()
    assert len(places) == 5
    for place in places:
        box = place.bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= 361
