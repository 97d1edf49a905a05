"""APDUs over T=0, the protocol that cannot carry an answer of unknown length (ISO/IEC 7816-3 §12.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import MAX_EXTENDED, Command, Response

INS_GET_RESPONSE = 0xC0
SW1_MORE_BYTES = 0x61
SW1_WRONG_LE = 0x6C
# An answer of 65,536 bytes comes in 256 pieces; a card that still promises more never ends.
MAX_ROUNDS = MAX_EXTENDED // 256 + 2


def transmit_t0(exchange: Callable[[Command], Response], command: Command) -> Response:
    """Send one command and gather its whole answer.

    A command with data and Le goes without Le; the card then says 61xx and gives the answer to GET RESPONSE. On 6Cxx
    the command is sent once more with the Le that the card asks for. Raises ``Fault(CARD_ANSWER_WRONG)`` when the
    card keeps promising more.
    """
    if command.data and command.le is not None:
        command = replace(command, le=None)
    response = exchange(command)
    if response.sw >> 8 == SW1_WRONG_LE:
        response = exchange(replace(command, le=_length(response.sw)))
    gathered = bytearray(response.data)
    for _ in range(MAX_ROUNDS):
        if response.sw >> 8 != SW1_MORE_BYTES:
            return Response(bytes(gathered), response.sw)
        # not the command's own class: GET RESPONSE belongs to the transport and is never protected
        response = exchange(Command(0x00, INS_GET_RESPONSE, 0x00, 0x00, le=_length(response.sw)))
        gathered += response.data
    raise Fault(FaultCode.CARD_ANSWER_WRONG, "T=0: the answer does not end")


def _length(sw: int) -> int:
    return sw & 0xFF or 256
