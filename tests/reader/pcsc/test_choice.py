"""Which readers a pattern chooses; the names are those of real readers under pcsc-lite."""

from __future__ import annotations

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.pcsc.choice import ReaderChoice

ACR122U = "ACS ACR122U PICC Interface 00 00"
ACR1252_PICC = "ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] (RR171-012345) 01 00"
ACR1252_SAM = "ACS ACR1252 Dual Reader [ACR1252 Dual Reader SAM] (RR171-012345) 01 01"
R502_CL = "Feitian R502 [R502 Contactless Reader] 02 00"
R502_SAM = "Feitian R502 [R502 SAM1 Reader] 02 02"
SAMSUNG = "Samsung NFC Reader 03 00"
ALL = (ACR122U, ACR1252_PICC, ACR1252_SAM, R502_CL, R502_SAM, SAMSUNG)


@pytest.mark.parametrize(
    ("pattern", "chosen"),
    [
        pytest.param("", (ACR122U, ACR1252_PICC, R502_CL, SAMSUNG), id="no pattern: every reader, no SAM slot"),
        pytest.param("picc", (ACR122U, ACR1252_PICC), id="part of a name, case ignored"),
        pytest.param("acr1252", (ACR1252_PICC,), id="a SAM slot not even by name"),
        pytest.param("[ACR1252 Dual Reader PICC]", (ACR1252_PICC,), id="brackets mean themselves"),
        pytest.param("/acr122u|contactless/", (ACR122U, R502_CL), id="a regular expression"),
        pytest.param(r"/^acs .* 00 00$/", (ACR122U,), id="an anchored expression"),
        pytest.param("/", (), id="a single slash is no expression"),
        pytest.param("omnikey", (), id="none"),
    ],
)
def test_a_pattern_chooses_readers(pattern: str, chosen: tuple[str, ...]) -> None:
    assert ReaderChoice(pattern).of(ALL) == chosen


def test_a_broken_expression_is_a_fault_of_the_settings() -> None:
    with pytest.raises(Fault) as raised:
        ReaderChoice("/acr(/")
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


def test_the_order_is_that_of_the_service() -> None:
    assert ReaderChoice("r").of((R502_CL, ACR122U)) == (R502_CL, ACR122U)


@pytest.mark.parametrize("names", [(), (ACR1252_SAM,)], ids=["no reader", "a SAM slot only"])
def test_no_reader_is_a_fault(names: tuple[str, ...]) -> None:
    with pytest.raises(Fault) as raised:
        ReaderChoice().require(names)
    assert raised.value.code is FaultCode.NO_READER
