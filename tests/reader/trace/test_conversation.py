"""Plain turns out of what travelled and what was heard inside secure messaging."""

from __future__ import annotations

import pytest

from kiosk.domain.faults import FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.trace.conversation import PowerUp, Turn, turns
from kiosk.reader.trace.events import Closed, Connected, Event, Exchange, RandomDrawn
from kiosk.reader.trace.lines import Trace

PLAIN = Command(0x00, 0xB0, 0x81, 0x00, le=4)
LONG = Command(0x00, 0xB0, 0x81, 0x00, le=4, extended=True)
SECURE = Command(0x0C, 0xB0, 0x81, 0x00, b"\x97\x01\x04\x8e\x08--------", 256)
SECURE_LONG = Command(0x0C, 0xB0, 0x81, 0x00, b"\x97\x01\x04\x8e\x08--------", 65536)
MORE = Command(0x00, 0xC0, 0x00, 0x00, le=2)
OK, WRAPPED = Response(b"abcd", 0x9000), Response(b"\x99\x02\x90\x00", 0x9000)
GONE = FaultCode.CARD_REMOVED


def wire(command: Command, response: Response | None = OK, fault: FaultCode | None = None) -> Exchange:
    return Exchange(0.0, 0.5, command, response, fault)


def clear(response: Response | None = OK) -> Exchange:
    return Exchange(0.0, 0.6, PLAIN, response, clear=True)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param(
            [Connected(0.0, 0.1, "Reader"), Closed(1.0), Connected(2.0, 0.1, "Reader")], [PowerUp()] * 2, id="up"
        ),
        pytest.param([wire(PLAIN), RandomDrawn(0.0, b"x")], [Turn(PLAIN, OK, 0.5)], id="in clear"),
        pytest.param([wire(LONG)], [Turn(LONG, OK, 0.5, long_form=True)], id="in extended length"),
        pytest.param([wire(PLAIN, None, GONE)], [Turn(PLAIN, None, 0.5, GONE)], id="torn away"),
        pytest.param(
            [wire(PLAIN, Response(b"ab", 0x6102)), wire(MORE, Response(b"cd", 0x9000))],
            [Turn(PLAIN, OK, 1.0)],
            id="in pieces",
        ),
        pytest.param([wire(SECURE, WRAPPED), clear()], [Turn(PLAIN, OK, 0.5)], id="secure"),
        pytest.param([wire(SECURE_LONG, WRAPPED), clear()], [Turn(PLAIN, OK, 0.5, long_form=True)], id="long"),
        pytest.param(
            [wire(SECURE, Response(b"..", 0x6102)), wire(MORE, WRAPPED), clear()],
            [Turn(PLAIN, OK, 1.0)],
            id="secure, in pieces",
        ),
        pytest.param(
            [wire(SECURE, Response(b"", 0x6700)), clear(None)],
            [Turn(PLAIN, Response(b"", 0x6700), 0.5, bare=True)],
            id="answered outside",
        ),
        pytest.param([wire(SECURE, None, GONE), clear(None)], [Turn(PLAIN, None, 0.5, GONE, bare=True)], id="torn"),
        pytest.param([wire(SECURE, WRAPPED), wire(PLAIN)], [Turn(PLAIN, OK, 0.5)], id="secure, and nobody listened"),
        pytest.param([clear()], [], id="heard without anything that travelled"),
        pytest.param([wire(MORE)], [Turn(MORE, OK, 0.5)], id="the rest of nothing"),
    ],
)
def test_turns(events: list[Event], expected: list[PowerUp | Turn]) -> None:
    assert list(turns(Trace(tuple(events)))) == expected
