"""Whole checks whose code comes from a scanner: at a serial line, or typing like a keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.app.settings.values import ScannerSettings
from kiosk.check.states import AwaitingCard, Idle, OutOfService, Starting
from kiosk.domain.faults import FaultCode
from kiosk.domain.verdict import Verdict
from kiosk.reader.scanners import thread
from tests.fakes.codes import VIETNAMESE_PASS
from tests.fakes.lds_files import MRZ_A, QR_A
from tests.fakes.serial_line import serial_line, when_opened
from tests.scenario.house import WAIT_SECONDS, House, card


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_card_at_a_serial_scanner_and_then_on_the_reader(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = when_opened(monkeypatch)
    with serial_line(tmp_path) as scanner:
        house.set(scanner=ScannerSettings(port=scanner.device, keyboard=False))
        with house.open():
            house.until(Idle)
            assert listening.wait(WAIT_SECONDS)
            scanner.send(QR_A.encode() + b"\r\n")
            house.until(AwaitingCard)
            house.lay(card())
            assert house.decision().verdict is Verdict.ADMIT


def test_the_lines_of_an_mrz_open_a_chip(house: House) -> None:
    house.set(scanner=ScannerSettings())
    with house.open():
        house.until(Idle)
        house.assembly.scanners.typed("\r".join((MRZ_A[:30], MRZ_A[30:60], MRZ_A[60:])) + "\r")
        house.until(AwaitingCard)
        house.lay(card())
        assert house.decision().verdict is Verdict.ADMIT


def test_a_boarding_pass_is_named(house: House) -> None:
    with house.open():
        house.until(Idle)
        house.assembly.scanners.typed(VIETNAMESE_PASS + "\r")
        house.until(Idle, such=lambda kiosk: kiosk.phase == _noticed(kiosk.phase, FaultCode.CODE_BOARDING_PASS))


def _noticed(phase: object, fault: FaultCode) -> object:
    """The phase itself where it shows this notice."""
    return phase if isinstance(phase, Idle) and phase.notice is fault else None


def test_a_scanner_that_is_away_takes_nobodys_turn(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "REOPEN_SECONDS", 0.05)
    house.set(scanner=ScannerSettings(port="/dev/there-is-no-such-scanner"))
    with house.open():
        house.until(Idle)
        house.lay(card())
        house.type_can("012345")
        assert house.decision().verdict is Verdict.ADMIT
    assert not any(isinstance(kiosk.phase, OutOfService) for kiosk in house.seen)
    assert isinstance(house.seen[0].phase, Starting | Idle)
