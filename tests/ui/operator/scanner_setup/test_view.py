"""The scanners' set-up page: opened by its key between checks, it says what arrived and what to set."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.check.screens import operator_screen
from kiosk.domain.desks.scanner_setup import Arrival, Delivery, ScannerKind
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.scanner_setup import captions
from kiosk.ui.operator.scanner_setup.view import LEAVE_MILLISECONDS, MOST_DELIVERIES, ScannerSetupView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.lds_files import QR_B
from tests.fakes.scanner_desk import AWAY, FakeScannerDesk
from tests.fakes.trust_desk import FakeTrustDesk
from tests.ui.lettered import clipped, overlapping, says, words
from tests.ui.situations import NAME, NOW, SITUATIONS, plain_frame

SIZES = [(1024, 600), (1280, 800), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]


@pytest.fixture
def desk() -> FakeScannerDesk:
    return FakeScannerDesk()


@pytest.fixture
def window(qtbot: QtBot, desk: FakeScannerDesk) -> OperatorWindow:
    window = OperatorWindow(lambda face: plain_frame(), lambda event: None, StaffDesks(scanners=desk))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.present(operator_screen(SITUATIONS["idle"](), NOW))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def view(window: OperatorWindow) -> ScannerSetupView:
    assert window.scanner_setup is not None
    return window.scanner_setup


def opened(qtbot: QtBot, window: OperatorWindow) -> ScannerSetupView:
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert view(window).isVisible()
    return view(window)


def arrive(qtbot: QtBot, desk: FakeScannerDesk, page: ScannerSetupView, arrival: Arrival, text: str = QR_B) -> None:
    """As a scanner does it: from a thread of its own."""
    delivery = Delivery(ScannerKind.KEYBOARD, arrival, text)
    thread = threading.Thread(target=desk.deliver, args=(delivery,))
    with qtbot.waitSignal(page._hand_over.came):
        thread.start()
    thread.join()


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("arrival", [None, *Arrival], ids=str)
def test_no_word_is_clipped_or_covered(
    qtbot: QtBot, window: OperatorWindow, desk: FakeScannerDesk, arrival: Arrival | None, size: tuple[int, int]
) -> None:
    window.resize(*size)
    page = opened(qtbot, window)
    if arrival is not None:
        for _ in range(MOST_DELIVERIES):
            arrive(qtbot, desk, page, arrival)
        told = captions.ARRIVALS[arrival]
        assert says(window, told.sentence.vi)
        assert says(window, told.remedy.en)
    qtbot.wait(1)
    assert clipped(window) == []
    assert "…" not in words(window)
    for part in (page.headline, page._board):
        assert overlapping(part) == []
    parts = [one.geometry() for one in (page.symbol, page.below_symbol, page.clear, page.leave)]
    assert not any(one.intersects(other) for at, one in enumerate(parts) for other in parts[at + 1 :])


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
def test_there_is_room_for_every_button_of_the_staff(
    qtbot: QtBot, desk: FakeScannerDesk, size: tuple[int, int], tmp_path: Path
) -> None:
    window = OperatorWindow(
        lambda face: plain_frame(), lambda event: None, StaffDesks(trust=FakeTrustDesk(), scanners=desk)
    )
    qtbot.addWidget(window)
    window.resize(*size)
    window.present(operator_screen(SITUATIONS["idle"](), NOW))
    window.show()
    qtbot.wait(1)
    assert window.grab().save(str(tmp_path / "bar.png"))
    assert clipped(window) == []
    assert overlapping(window.staff_bar) == []
    assert window.staff_bar.trust.isVisible()
    assert window.staff_bar.scanners.isVisible()


def test_scanners_are_told_with_what_helps(qtbot: QtBot, window: OperatorWindow, desk: FakeScannerDesk) -> None:
    page = opened(qtbot, window)
    assert says(window, "/dev/ttyACM0")
    desk.now = AWAY
    page.look()
    assert says(window, "0c2e:0b8a")
    assert says(window, "Cắm lại máy quét")
    desk.now = ()
    page.look()
    assert says(window, captions.NO_SCANNER.vi)


def test_the_text_is_shown_where_it_is_not_what_it_should_be(
    qtbot: QtBot, window: OperatorWindow, desk: FakeScannerDesk
) -> None:
    page = opened(qtbot, window)
    arrive(qtbot, desk, page, Arrival.EXACT)
    assert not says(window, "Trần Thị Bích Ngọc")
    arrive(qtbot, desk, page, Arrival.CUT, QR_B[:60] + "\x07")
    assert says(window, "Trần Thị Bích Ngọc")
    assert says(window, "␣")


def test_only_the_last_ones_are_kept_and_all_can_be_cleared(
    qtbot: QtBot, window: OperatorWindow, desk: FakeScannerDesk
) -> None:
    page = opened(qtbot, window)
    for _ in range(MOST_DELIVERIES + 3):
        arrive(qtbot, desk, page, Arrival.EXACT)
    assert len(page.arrived.shown) == MOST_DELIVERIES
    qtbot.keyClick(window, Qt.Key.Key_F4)
    assert page.arrived.shown == ()
    assert says(window, captions.HEADLINE.vi)


def test_scanners_are_listened_to_while_the_page_is_shown_and_no_longer(
    qtbot: QtBot, window: OperatorWindow, desk: FakeScannerDesk
) -> None:
    assert desk.page is None
    opened(qtbot, window)
    assert desk.page is not None
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not view(window).isVisible()
    assert desk.page is None


def test_a_page_that_was_forgotten_closes_by_itself(
    qtbot: QtBot, window: OperatorWindow, desk: FakeScannerDesk
) -> None:
    page = opened(qtbot, window)
    assert page.forgotten.isActive()
    assert page.forgotten.interval() == LEAVE_MILLISECONDS
    page.forgotten.timeout.emit()
    assert not page.isVisible()
    assert desk.page is None
    assert not page.forgotten.isActive()


def test_a_check_comes_first_and_has_the_scanners(qtbot: QtBot, window: OperatorWindow, desk: FakeScannerDesk) -> None:
    opened(qtbot, window)
    window.present(operator_screen(SITUATIONS["admit"](), NOW))
    assert says(window, NAME)
    assert desk.page is None
    window.present(operator_screen(SITUATIONS["idle"](), NOW))
    assert view(window).isVisible()
    assert desk.page is not None


def test_during_a_check_the_key_does_nothing(qtbot: QtBot, window: OperatorWindow) -> None:
    window.present(operator_screen(SITUATIONS["admit"](), NOW))
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert not view(window).isVisible()


def test_without_a_desk_there_is_no_button(qtbot: QtBot) -> None:
    window = OperatorWindow(lambda face: plain_frame(), lambda event: None)
    qtbot.addWidget(window)
    window.show()
    assert not window.staff_bar.scanners.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.scanner_setup is None


def test_every_arrival_has_words() -> None:
    assert set(captions.ARRIVALS) == set(Arrival)
    assert set(captions.SCANNERS) == set(ScannerKind)


def test_what_is_drawn_is_the_code(qtbot: QtBot, window: OperatorWindow, desk: FakeScannerDesk) -> None:
    symbol = opened(qtbot, window).symbol
    picture = symbol.grab().toImage()
    module = min(symbol.width(), symbol.height()) // (21 + 8)
    left = (symbol.width() - module * 29) // 2 + module * 4
    top = (symbol.height() - module * 29) // 2 + module * 4
    ratio = picture.devicePixelRatio()

    def is_dark(column: int, row: int) -> bool:
        at = (left + (column + 0.5) * module) * ratio, (top + (row + 0.5) * module) * ratio
        return picture.pixelColor(*map(round, at)).lightness() < 128

    code = desk.test_code()
    assert all(is_dark(at, row) == code.is_dark(at, row) for row in range(21) for at in range(21))
    assert isinstance(symbol, QWidget)
