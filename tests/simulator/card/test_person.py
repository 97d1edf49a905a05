from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kiosk.domain.identity import Sex
from kiosk.simulator.card.person import AN, ANNA, PEOPLE, TRAVELLERS


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


@pytest.mark.parametrize(
    "change",
    [
        {"number": ""},
        {"number": "l898902c3"},
        {"number": "A" * 23},
        {"personal_number": "1" * 15},
        {"nationality": "UTOP"},
        {"name": ", Anna"},
        {"name": "Eriksson<<Anna"},
        {"other_names": ("a" * 201,)},
        {"residence": "a\nb"},
        {"issue_date": date(1974, 8, 11)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_traveller_that_no_document_could_carry_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        replace(ANNA, **change)


@pytest.mark.parametrize(
    ("name", "surname", "given_names"),
    [("Eriksson, Anna Maria", "Eriksson", "Anna Maria"), ("Suharto", "Suharto", ""), ("A B , C", "A B", "C")],
)
def test_a_name_has_two_parts(name: str, surname: str, given_names: str) -> None:
    traveller = replace(ANNA, name=name)
    assert (traveller.surname, traveller.given_names) == (surname, given_names)


@pytest.mark.parametrize("person", [*PEOPLE.values(), *TRAVELLERS.values()], ids=[*PEOPLE, *TRAVELLERS])
def test_nothing_personal_shows_in_a_repr(person: object) -> None:
    assert repr(person) in ("Citizen()", "Traveller()")
