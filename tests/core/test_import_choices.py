"""What is chosen about a file: taken, let go again, or refused by name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kernel.zones import Stay
from tests.core.test_import_spreadsheet import bring
from tracker.importing.choices import BadChoice, Choices, changed, restore


def test_a_zone_chosen_for_a_file_can_be_let_go_again() -> None:
    stays = (Stay("Asia/Tokyo", datetime(2020, 1, 1, tzinfo=UTC)),)
    held = Choices("Europe/Berlin", stays=stays)

    chosen = changed(held, {"time_zone": "America/Lima"})
    again = changed(chosen, {"time_zone": None}, home="Europe/Berlin", stays=stays)

    assert (chosen.time_zone, chosen.stays, chosen.as_lived) == ("America/Lima", (), False)
    assert again == held == restore(held.as_dict())


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"columns": [{"column": 9, "field": None}]}, "/columns/0/column"),
        ({"columns": [{"column": 1, "field": "pain.colour"}]}, "/columns/0/field"),
        ({"columns": [{"column": 1, "field": "pain.level", "unit": "l"}]}, "/columns/0/unit"),
        ({"columns": "all"}, "/columns"),
        ({"columns": [{"column": True}]}, "/columns/0/column"),
        ({"date_order": "ydm"}, "/date_order"),
        ({"effort": 11}, "/effort"),
        ({"effort": True}, "/effort"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"time_zone": ["UTC"]}, "/time_zone"),
        ({"date_order": {}}, "/date_order"),
        ({"colour": 1}, "/colour"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_by_name(sent: dict[str, Any], pointer: str) -> None:
    with pytest.raises(BadChoice) as refused:
        bring("day,pain\n2026-03-09,2\n", **sent)

    assert refused.value.errors[0].pointer == pointer
