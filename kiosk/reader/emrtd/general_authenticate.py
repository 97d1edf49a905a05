"""GENERAL AUTHENTICATE: one data object to the chip, one back, both in dynamic authentication data (ISO 7816-4)."""

from __future__ import annotations

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import MAX_EXTENDED, MAX_SHORT_DATA, MAX_SHORT_RESPONSE, Command, Response
from kiosk.reader.channel import Channel

INS_GENERAL_AUTHENTICATE = 0x86
CLA_CHAINED, CLA_LAST = 0x10, 0x00
_DYNAMIC_AUTHENTICATION_DATA = 0x7C


def general_authenticate(channel: Channel, data: bytes, *, last: bool) -> Response:
    """Send the data objects ``data``; command chaining says whether this is the last step.

    Keys of groups modulo a prime are too long for a short command; their answers are then as long
    (ICAO Doc 9303-11 §9.3.1).
    """
    cla = CLA_LAST if last else CLA_CHAINED
    wrapped = tlv.encode(_DYNAMIC_AUTHENTICATION_DATA, data)
    le = MAX_EXTENDED if len(wrapped) > MAX_SHORT_DATA else MAX_SHORT_RESPONSE
    return channel.transmit(Command(cla, INS_GENERAL_AUTHENTICATE, 0, 0, wrapped, le))


def answered(response: Response, tag: int, step: str, *, optional: bool = False) -> bytes:
    """The value of the data object ``tag`` in a successful answer; raises ``Fault(CARD_ANSWER_WRONG)``.

    Where the object is ``optional`` and missing, the value is empty.
    """
    try:
        value = tlv.find(tlv.parse_one(response.data, _DYNAMIC_AUTHENTICATION_DATA).value, tag)
    except tlv.TlvError as error:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, f"{step}: {error}") from error
    if value is None and not optional:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, f"{step}: no data object {tag:02X}")
    return value or b""
