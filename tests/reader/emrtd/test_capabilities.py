"""What a card announces in its ATR: found in the forms of the standard, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.emrtd.capabilities import capabilities, historical_bytes
from tests.fakes.scripted_card import contactless_atr


@pytest.mark.parametrize(
    ("atr", "expected"),
    [
        pytest.param("3B8980010031C173C8400090005D", "0031C173C840009000", id="contactless"),
        pytest.param("3B00", "", id="none"),
        pytest.param("3B02A1B2", "A1B2", id="no interface bytes"),
        pytest.param("3BF31100FF8131FE45A1B2C300", "A1B2C3", id="contact card, four interface bytes and two more"),
        pytest.param("3B85A1", "", id="cut off in the historical bytes"),
        pytest.param("3B85", "", id="cut off in the interface bytes"),
        pytest.param("3B", "", id="one byte"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_historical_bytes_of_an_atr(atr: str, expected: str) -> None:
    assert historical_bytes(bytes.fromhex(atr)).hex().upper() == expected


@pytest.mark.parametrize(
    ("historical", "functions"),
    [
        pytest.param("803180738401E0829000", "8401E0", id="status among the objects"),
        pytest.param("8031807384E0", None, id="three bytes announced, two there"),
        pytest.param("0031C173C84080009000", "C84080", id="status behind the objects"),
        pytest.param("0031C173C840009000", None, id="the platform's own, whose object runs into the status"),
        pytest.param("8071C8", "C8", id="one byte of functions"),
        pytest.param("8070", None, id="none"),
        pytest.param("8031C0", None, id="other objects only"),
        pytest.param("4A434F50763234", None, id="a name instead of objects"),
        pytest.param("", None, id="no historical bytes"),
    ],
)
def test_the_capabilities_among_them(historical: str, functions: str | None) -> None:
    found = capabilities(contactless_atr(bytes.fromhex(historical)))

    assert (found.functions.hex().upper() if found else None) == functions


@given(st.binary(max_size=40))
def test_any_atr_has_capabilities_or_none(atr: bytes) -> None:
    found = capabilities(atr)

    assert found is None or 1 <= len(found.functions) <= 3
    assert len(historical_bytes(atr)) <= 15
