"""The seconds of each step, by what was sent and by what the reading says of its progress."""

from __future__ import annotations

import pytest

from kiosk.domain.chip_reading import ElementaryFile, ReadProgress
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import CardConnection
from kiosk.reader.diagnosis.findings import Step
from kiosk.reader.diagnosis.steps import TimedConnector
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.faults import NoPace
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.traces import CountingClock, keys_of, twins


class Card(SystemClock):
    """Answers everything, each time a second later, and is the clock of that."""

    reader, atr = "Reader", b"\x3b"

    def __init__(self) -> None:
        self.now = 0.0

    def connect(self, reader: str) -> CardConnection:
        return self

    def transmit(self, command: Command) -> Response:
        self.now += 1.0
        if command.ins == 0x44:
            raise Fault(FaultCode.CARD_REMOVED)
        return Response(b"12345678", 0x9000)

    def close(self) -> None:
        pass

    def monotonic(self) -> float:
        return self.now


def steps_of(*sent: str | ReadProgress) -> tuple[Step, ...]:
    card = Card()
    timed = TimedConnector(card, card)
    connection = timed.connect("Reader")
    for each in sent:
        if isinstance(each, ReadProgress):
            timed.on_progress(each)
        else:
            connection.transmit(Command(*bytes.fromhex(each)))
    return timed.steps()


SOD, DG2 = ReadProgress("SOD", 1, 9), ReadProgress("DG2", 2, 9)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        pytest.param(["00A40400"], [("select", 1)], id="selection"),
        pytest.param(["0022C1A4", "10860000", "00860000"], [("access", 3)], id="PACE"),
        pytest.param(["00A4020C", "00B00000"], [("select", 1), ("master-file", 1)], id="EF.CardAccess"),
        pytest.param(["00840000", "00820000"], [("access", 2)], id="BAC"),
        pytest.param(["0C2241A4", "0C860000"], [("chip-authentication", 2)], id="Chip Authentication"),
        pytest.param(["0C880000", "00C00000"], [("active-authentication", 2)], id="a long signature"),
        pytest.param(["0CB09D00", SOD, "0CB00800", SOD], [("SOD", 2)], id="a file in two blocks"),
        pytest.param(["0CB08200", "0CB08200", DG2], [("refused-read", 1), ("DG2", 1)], id="a block that was refused"),
        pytest.param(["0CB09D00", SOD, ReadProgress("clone-check", 1, 9)], [("SOD", 1)], id="a step is no file"),
        pytest.param(["0CCB0000"], [("other", 1)], id="anything else"),
    ],
)
def test_whose_step_a_command_is(sent: list[str | ReadProgress], expected: list[tuple[str, int]]) -> None:
    steps = steps_of(*sent)
    assert [(step.name, step.commands) for step in steps] == expected
    assert all(step.seconds == step.commands for step in steps)
    assert all(step.received == 10 * step.commands for step in steps)


def test_a_command_without_answer_took_its_time_too() -> None:
    card = Card()
    timed = TimedConnector(card, card)
    with pytest.raises(Fault):
        timed.connect("Reader").transmit(Command(0x0C, 0x44, 0, 0))
    assert timed.steps() == (Step("other", 1, 0, 1.0),)


@pytest.mark.parametrize("faults", [pytest.param((), id="PACE"), pytest.param((NoPace(),), id="BAC")])
def test_all_commands_of_a_reading_have_a_step(faults: tuple[NoPace, ...]) -> None:
    issued = twins()[0]
    slot = InProcessReader()
    slot.insert(Chip(issued, faults=faults))
    clock = CountingClock()
    timed = TimedConnector(InProcessConnector([slot]), clock)
    reading = EmrtdReader(timed, clock).read(slot.name, keys_of(issued), Deadline(clock, 1e6), timed.on_progress)
    steps = {step.name: step for step in timed.steps()}
    assert sum(step.commands for step in steps.values()) == reading.apdu_count
    assert {"access", "SOD", "DG1", "DG13", "DG14", "DG15", "DG2", "active-authentication"} <= steps.keys()
    assert {"refused-read", "other"}.isdisjoint(steps)
    assert steps["DG2"].received > len(issued.files[ElementaryFile.DG2])
