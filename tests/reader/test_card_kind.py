"""Cards by their ATR."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.desks.device_tests import CardKind
from kiosk.reader.card_kind import card_kind


@pytest.mark.parametrize(
    ("atr", "kind"),
    [
        pytest.param("3B8E800180318066B1840C016E0183009000 1C", CardKind.CONTACTLESS_CHIP, id="a chip of an ID card"),
        pytest.param("3B80800101", CardKind.CONTACTLESS_CHIP, id="one that says nothing"),
        pytest.param("3B8F8001804F0CA000000306030001000000006A", CardKind.STORAGE, id="MIFARE Classic 1K"),
        pytest.param("3B8F8001804F0CA0000003060300030000000068", CardKind.STORAGE, id="MIFARE Ultralight"),
        pytest.param("3BDF18FF8131FE4580590180484944433730307300011B33", CardKind.CONTACT_CHIP, id="contacts"),
        pytest.param("", CardKind.CONTACT_CHIP, id="nothing"),
        pytest.param("3B8F8001804F0C", CardKind.CONTACTLESS_CHIP, id="cut"),
    ],
)
def test_what_an_atr_says(atr: str, kind: CardKind) -> None:
    assert card_kind(bytes.fromhex(atr)) is kind


@given(st.binary(max_size=40))
def test_any_bytes_are_some_kind(atr: bytes) -> None:
    assert card_kind(atr) in CardKind
