"""Access keys are what the chip can take, and are never shown."""

from __future__ import annotations

import pytest

from kiosk.domain.access_key import Can, MrzKey


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "12345a", "12345\n", "١٢٣٤٥٦"])
def test_a_can_has_six_digits(digits: str) -> None:
    with pytest.raises(ValueError, match="six digits") as raised:
        Can(digits)
    assert not digits or digits not in str(raised.value)


@pytest.mark.parametrize(
    ("number", "born", "until"),
    [
        ("", "900315", "300315"),
        ("x" * 9, "900315", "300315"),
        ("0" * 23, "900315", "300315"),
        ("090012345", "90031", "300315"),
        ("090012345", "900315", "30/03/15"),
        ("090012345", "900315", "300315\n"),
    ],
)
def test_an_mrz_key_has_what_an_mrz_has(number: str, born: str, until: str) -> None:
    with pytest.raises(ValueError, match=r"MRZ dates|document number"):
        MrzKey(number, born, until)


def test_keys_are_not_shown_and_name_their_password() -> None:
    can, mrz = Can("012345"), MrzKey("090012345", "900315", "300315")
    assert (repr(can), can.password) == ("Can()", "CAN")
    assert (repr(mrz), mrz.password) == ("MrzKey()", "MRZ")
