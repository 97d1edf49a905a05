"""The scanners of a kiosk: to the check, or to the page while it is open; one that is away stops nobody."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.app.codes.post import CodePost
from kiosk.app.codes.scanners import TEST_TEXT, Scanners
from kiosk.app.settings.values import ScannerSettings
from kiosk.check.events import CardCodeRead, CodeRejected, CodeSeen, Event
from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.scanner_setup import Arrival, Delivery, ScannerKind, ScannerState
from kiosk.domain.faults import FaultCode
from kiosk.reader.codes.qr import parse_card_qr
from tests.fakes.codes import VIETNAMESE_PASS
from tests.fakes.lds_files import QR_A
from tests.fakes.serial_line import ScannerEnd, sends_when_opened, serial_line

WAIT = 10.0


class Desk:
    def __init__(self, settings: ScannerSettings) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.page: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
        self.scanners = Scanners(settings, CodePost(self.events.put, SystemClock()), SystemClock())

    @contextmanager
    def running(self) -> Iterator[Desk]:
        self.scanners.start()
        try:
            yield self
        finally:
            self.scanners.stop()

    def next(self) -> Event:
        return self.events.get(timeout=WAIT)

    def delivered(self) -> Delivery:
        return self.page.get(timeout=WAIT)


def test_what_a_serial_scanner_reads_goes_to_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serial_line(tmp_path) as line:
        sends_when_opened(monkeypatch, line, (QR_A.encode() + b"\r\n") * 2)
        with Desk(ScannerSettings(port=line.device, keyboard=False)).running() as desk:
            _the_card_comes_once_and_then_the_pass(desk, line)


def _the_card_comes_once_and_then_the_pass(desk: Desk, line: ScannerEnd) -> None:
    event = desk.next()
    assert isinstance(event, CardCodeRead)
    assert event.identity.name == "Nguyễn Văn An"
    line.send(VIETNAMESE_PASS.encode() + b"\r\n")
    assert isinstance(desk.next(), CodeSeen)


def test_what_is_typed_goes_to_the_check_unless_its_letters_are_lost() -> None:
    with Desk(ScannerSettings()).running() as desk:
        desk.scanners.typed(QR_A + "\r")
        assert isinstance(desk.next(), CardCodeRead)
        desk.scanners.typed("".join(char for char in QR_A if char.isascii()) + "\r")
        assert desk.next() == CodeRejected(FaultCode.CODE_GARBLED)


def test_while_the_page_is_open_nothing_goes_to_the_check() -> None:
    with Desk(ScannerSettings()).running() as desk:
        desk.scanners.listen(desk.page.put)
        for text in (TEST_TEXT, TEST_TEXT, QR_A, "".join(char for char in TEST_TEXT if char.isascii())):
            desk.scanners.typed(text + "\r")
        came = [desk.delivered() for _ in range(4)]
        assert [one.arrival for one in came] == [
            Arrival.EXACT,
            Arrival.EXACT,
            Arrival.ANOTHER_CARD,
            Arrival.LETTERS_LOST,
        ]
        assert [bool(one.text) for one in came] == [True, True, False, True]
        assert QR_A not in repr(came)
        desk.scanners.stop_listening()
        desk.scanners.typed(QR_A + "\r")
        assert isinstance(desk.next(), CardCodeRead)


@pytest.mark.parametrize(
    ("settings", "states"),
    [
        pytest.param(ScannerSettings(keyboard=False), (), id="none"),
        pytest.param(ScannerSettings(), (ScannerState(ScannerKind.KEYBOARD, ""),), id="one that types"),
        pytest.param(
            ScannerSettings(port="9999:9999"),
            (
                ScannerState(ScannerKind.SERIAL, "9999:9999", FaultCode.SCANNER_MISSING),
                ScannerState(ScannerKind.KEYBOARD, ""),
            ),
            id="one that is not there",
        ),
    ],
)
def test_states(settings: ScannerSettings, states: tuple[ScannerState, ...]) -> None:
    with Desk(settings).running() as desk:
        assert desk.scanners.states() == states
        assert desk.events.empty()


def test_the_test_code_is_a_card_of_2024_with_its_empty_fields() -> None:
    assert len(parse_card_qr(TEST_TEXT).extras) == 4
    with Desk(ScannerSettings(keyboard=False)).running() as desk:
        assert desk.scanners.test_code().text == TEST_TEXT
