"""Which fault each PC/SC code means."""

from __future__ import annotations

import pytest

from kiosk.domain.faults import FaultCode
from kiosk.reader.pcsc.codes import ScardError, fault_of

CODES = [
    (0x80100069, FaultCode.CARD_REMOVED),
    (0x8010000C, FaultCode.CARD_REMOVED),
    (0x80100068, FaultCode.CARD_RESET),
    (0x8010000F, FaultCode.CARD_RESET),
    (0x80100066, FaultCode.CARD_MUTE),
    (0x8010000A, FaultCode.CARD_MUTE),
    (0x80100065, FaultCode.NOT_AN_ID_CARD),
    (0x80100017, FaultCode.READER_LOST),
    (0x80100009, FaultCode.READER_LOST),
    (0x80100011, FaultCode.READER_LOST),
    (0x8010000B, FaultCode.READER_REFUSED),
    (0x8010002E, FaultCode.NO_READER),
    (0x8010001D, FaultCode.CARD_SERVICE_DOWN),
    (0x8010001E, FaultCode.CARD_SERVICE_DOWN),
    (0x80100013, FaultCode.CARD_SERVICE_DOWN),
    (0x80100003, FaultCode.CARD_SERVICE_DOWN),
    (0x0000006D, FaultCode.CARD_SERVICE_DOWN),
    # only a look at the slot can tell
    (0x80100016, None),
    (0x8010002F, None),
    (0x80100067, None),
    # never heard of
    (0x80100099, FaultCode.READER_REFUSED),
    (0xFFFFFFFF, FaultCode.READER_REFUSED),
]


@pytest.mark.parametrize(("code", "fault"), CODES, ids=[f"{code:08X}" for code, _ in CODES])
def test_a_code_means_a_fault(code: int, fault: FaultCode | None) -> None:
    assert fault_of(code) is fault


def test_an_error_names_the_call_and_the_code() -> None:
    assert str(ScardError("SCardTransmit", 0x80100016)) == "SCardTransmit: 0x80100016"
