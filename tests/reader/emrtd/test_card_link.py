"""The link through power-ups: who is asked when, for how long, and how many commands it was."""

from __future__ import annotations

import pytest

from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import CardConnection
from kiosk.reader.emrtd.card_link import SETTLING, CardLink

COMMAND = Command(0x00, 0x84, 0x00, 0x00, le=8)
MUTE, REFUSED, GONE = (Fault(code) for code in (FaultCode.CARD_MUTE, FaultCode.READER_REFUSED, FaultCode.CARD_REMOVED))


class Connection:
    reader, atr = "Reader", b"\x3b"

    def __init__(self) -> None:
        self.closed = 0

    def transmit(self, command: Command) -> Response:
        return Response(bytes(8), 0x9000)

    def close(self) -> None:
        self.closed += 1


class Connector:
    """Connects, or fails so often and in this way first."""

    def __init__(self, *failures: Fault) -> None:
        self._failures = list(failures)
        self.made: list[Connection] = []

    def connect(self, reader: str) -> CardConnection:
        assert reader == "Reader"
        if self._failures:
            raise self._failures.pop(0)
        self.made.append(Connection())
        return self.made[-1]


class Link:
    def __init__(self, *failures: Fault, deadline: Deadline | None = None) -> None:
        self.first, self.connector, self.waited = Connection(), Connector(*failures), list[float]()
        self.deadline = deadline or Deadline(SystemClock(), 60)
        self.link = CardLink(self.connector, self.first, self.deadline, self.waited.append)


def test_the_first_power_up_is_the_connection_that_was_brought_along() -> None:
    link = Link()
    link.link.power_up().transmit(COMMAND)
    assert (link.link.apdu_count, link.connector.made, link.first.closed) == (1, [], 0)


def test_every_command_of_every_power_up_counts() -> None:
    link = Link()
    for commands in (2, 3):
        channel = link.link.power_up()
        for _ in range(commands):
            channel.transmit(COMMAND)
    link.link.close()
    assert link.link.apdu_count == 5
    assert [link.first.closed, *(each.closed for each in link.connector.made)] == [1, 1]


@pytest.mark.parametrize(
    ("failures", "waited", "ends"),
    [
        pytest.param((), [], None, id="up at once"),
        pytest.param((MUTE,), list(SETTLING[:1]), None, id="slow"),
        pytest.param((MUTE, REFUSED), list(SETTLING), None, id="slower"),
        pytest.param((MUTE, REFUSED, MUTE), list(SETTLING), FaultCode.CARD_MUTE, id="never"),
        pytest.param((GONE,), [], FaultCode.CARD_REMOVED, id="gone"),
        pytest.param((MUTE, GONE), list(SETTLING[:1]), FaultCode.CARD_REMOVED, id="slow, then gone"),
    ],
)
def test_a_chip_gets_time_to_come_up_again(
    failures: tuple[Fault, ...], waited: list[float], ends: FaultCode | None
) -> None:
    link = Link(*failures)
    link.link.power_up()
    if ends is None:
        link.link.power_up()
    else:
        with pytest.raises(Fault) as raised:
            link.link.power_up()
        assert raised.value.code is ends
    assert link.waited == waited


def test_no_try_is_made_beyond_the_deadline() -> None:
    link = Link(MUTE, MUTE)
    link.link.power_up()
    link.deadline.cancel()
    with pytest.raises(Fault) as raised:
        link.link.power_up()
    assert raised.value.code is FaultCode.CANCELLED
    assert link.waited == []


def test_a_cancelled_link_sends_no_further_command() -> None:
    link = Link()
    channel = link.link.power_up()
    channel.transmit(COMMAND)
    link.deadline.cancel()
    with pytest.raises(Fault):
        channel.transmit(COMMAND)
    assert link.link.apdu_count == 1
