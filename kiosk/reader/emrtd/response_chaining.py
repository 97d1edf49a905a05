"""Response chaining: answers too long for one message are fetched piece by piece (ISO/IEC 7816-4 §5.3.4)."""

from __future__ import annotations

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import MAX_EXTENDED, MAX_SHORT_RESPONSE, Command, Response
from kiosk.reader.channel import Channel

_INS_GET_RESPONSE = 0xC0
_MORE = 0x61


class ResponseChainingChannel:
    """Follows every ``61xx`` with GET RESPONSE and hands on the whole answer; lies below secure messaging."""

    def __init__(self, inner: Channel) -> None:
        self._inner = inner

    def transmit(self, command: Command) -> Response:
        """Raises ``Fault(CARD_ANSWER_WRONG)`` for a chain without end, besides the faults of the inner channel."""
        response = self._inner.transmit(command)
        data = response.data
        while response.sw >> 8 == _MORE:
            left = response.sw & 0xFF or MAX_SHORT_RESPONSE
            response = self._inner.transmit(Command(0x00, _INS_GET_RESPONSE, 0x00, 0x00, le=left))
            data += response.data
            if response.sw >> 8 == _MORE and (not response.data or len(data) > MAX_EXTENDED):
                raise Fault(FaultCode.CARD_ANSWER_WRONG, "GET RESPONSE: a chain without end")
        return Response(data, response.sw)
