"""What is asked of an unknown card beside its reading, and that no answer stops the next question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.diagnosis.findings import Probe
from kiosk.reader.diagnosis.probes import MAX_OPENINGS, before_access, inside
from kiosk.reader.emrtd.secure_messaging import SecureMessagingLost

Behaviour = Callable[[Command], Response]

DG2, DG3, MF, DIR = "00A4020C020102", "00A4020C020103", "00A4000C023F00", "00A4020C022F00"


def sw(code: int, data: bytes = b"") -> Behaviour:
    return lambda command: Response(data, code)


def gives(most: int) -> Behaviour:
    """At most so many bytes of the photo; more are refused."""
    return lambda command: (
        Response(bytes(command.le or 0), 0x9000) if (command.le or 0) <= most else Response(b"", 0x6700)
    )


def lost(code: int | None) -> Behaviour:
    def answer(command: Command) -> Response:
        raise SecureMessagingLost("bare", code)

    return answer


def torn(command: Command) -> Response:
    raise Fault(FaultCode.CARD_REMOVED)


class Card:
    """Answers by the beginning of the command, else with 6A82; counts how often it was opened."""

    def __init__(self, behaviours: Mapping[str, Behaviour], opens: int = 99) -> None:
        self._behaviours = behaviours
        self._opens = opens
        self.openings = 0

    def transmit(self, command: Command) -> Response:
        sent = command.encode().hex().upper()
        known = next((do for start, do in self._behaviours.items() if sent.startswith(start)), sw(0x6A82))
        return known(command)

    def open(self) -> Card:
        self.openings += 1
        if self.openings > self._opens:
            raise Fault(FaultCode.CARD_REMOVED)
        return self


def names(probes: tuple[Probe, ...]) -> list[str]:
    return [probe.name for probe in probes]


def test_before_access_the_master_file_is_asked_for() -> None:
    assert before_access(Card({MF: sw(0x9000), DIR: sw(0x6982)})) == (
        Probe("select-master-file", 0x9000),
        Probe("select-ef-dir", 0x6982),
        Probe("select-ef-atr-info", 0x6A82),
        Probe("select-ef-card-security", 0x6A82),
    )


def test_a_card_that_leaves_is_told_for_every_probe() -> None:
    assert {probe.fault for probe in before_access(Card({"": torn}))} == {FaultCode.CARD_REMOVED}


def test_inside_other_files_are_asked_for_and_how_much_is_given() -> None:
    card = Card({DG3: sw(0x6982), DG2: sw(0x9000), "00B0": gives(4096), MF: sw(0x6D00)})
    assert inside(card.open) == (
        Probe("select-dg3", 0x6982),
        Probe("select-dg11", 0x6A82),
        Probe("select-dg12", 0x6A82),
        Probe("select-dg2", 0x9000),
        Probe("read-65536", 0x6700),
        Probe("read-16384", 0x6700),
        Probe("read-4096", 0x9000, 4096),
        Probe("select-master-file-again", 0x6D00),
    )
    assert card.openings == 1


AGAIN = "select-master-file-again"


@pytest.mark.parametrize(
    ("behaviours", "last", "openings"),
    [
        pytest.param({DG2: sw(0x9000), "00B0": sw(0x6700)}, AGAIN, 1, id="short blocks only"),
        pytest.param({}, "select-dg2", 1, id="no photo"),
        pytest.param({DG2: sw(0x9000), "00B0": lost(0x6700)}, AGAIN, MAX_OPENINGS, id="sessions lost"),
        pytest.param({DG2: sw(0x9000), "00B0": lost(None)}, AGAIN, MAX_OPENINGS, id="answers not authentic"),
        pytest.param({"": torn}, "select-dg2", 5, id="a reader that loses every command"),
    ],
)
def test_how_far_the_probes_go(behaviours: dict[str, Behaviour], last: str, openings: int) -> None:
    card = Card(behaviours)
    assert names(inside(card.open))[-1] == last
    assert card.openings == openings


def test_a_bare_status_word_is_told_with_the_loss_of_the_session() -> None:
    card = Card({DG2: sw(0x9000), "00B0": lost(0x6700)})
    assert Probe("read-65536", 0x6700, fault=FaultCode.CARD_ANSWER_WRONG) in inside(card.open)


def test_a_card_that_does_not_open_any_more_is_not_asked_for_ever() -> None:
    card = Card({}, opens=0)
    assert inside(card.open) == (Probe("select-dg3", fault=FaultCode.CARD_REMOVED),)
    assert card.openings == 1
