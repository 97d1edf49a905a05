from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kiosk.domain.identity import Sex
from kiosk.simulator.person import AN, PEOPLE


@pytest.mark.parametrize(
    "change",
    [
        {"number": "00109001234"},
        {"number": "٠٠١٠٩٠٠١٢٣٤٥"},
        {"old_number": "12345678"},
        {"sex": Sex.UNSPECIFIED},
        {"name": " "},
        {"residence": "Số 1|Quận 1"},
        {"features": "một\nhai"},
        {"father": "a" * 201},
        {"issue_date": date(1990, 3, 14)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_citizen_that_no_card_could_carry_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        replace(AN, **change)


@pytest.mark.parametrize("citizen", PEOPLE.values(), ids=PEOPLE)
def test_nothing_personal_shows_in_a_repr(citizen: object) -> None:
    assert repr(citizen) == "Citizen()"
