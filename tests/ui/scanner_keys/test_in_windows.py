"""A scanner that types, and the kiosk's own windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.check.events import Event
from kiosk.domain.face import ChipFace, Frame
from kiosk.ui.app import KioskUi
from kiosk.ui.bridge import UiBridge
from kiosk.ui.operator.desks import StaffDesks
from tests.fakes.scanner_desk import FakeScannerDesk
from tests.ui.situations import NOW, StillPreview, plain_frame

Made = Callable[[FakeScannerDesk], KioskUi]

CODE = "079185006789||TEST|20081985|NAM"
PREFIX = "~"
"""By its prefix a scanner is told however slow this machine is; by its pace, test_key_filter tells it."""


def decoded(face: ChipFace) -> Frame:
    return plain_frame()


@pytest.fixture
def posted() -> list[Event]:
    return []


@pytest.fixture
def made(qtbot: QtBot, posted: list[Event]) -> Iterator[Made]:
    open_ones: list[KioskUi] = []

    def make(desk: FakeScannerDesk) -> KioskUi:
        preview = StillPreview(plain_frame())
        ui = KioskUi(
            preview, posted.append, decoded, UiBridge(), lambda: NOW, desks=StaffDesks(scanners=desk), fullscreen=False
        )
        qtbot.addWidget(ui.citizen)
        qtbot.addWidget(ui.operator)
        ui.show()
        qtbot.waitExposed(ui.operator)
        open_ones.append(ui)
        return ui

    yield make
    for ui in open_ones:
        ui.close()


@pytest.mark.parametrize("window", ["citizen", "operator"])
def test_a_scan_is_caught_in_either_window(made: Made, posted: list[Event], window: str) -> None:
    desk = FakeScannerDesk(PREFIX)
    target = getattr(made(desk), window)
    QTest.keyClicks(target, PREFIX + CODE)
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert "".join(desk.caught) == f"{CODE}\r"
    assert posted == []


def test_a_scan_does_not_get_into_the_field_where_staff_type(made: Made, posted: list[Event]) -> None:
    desk = FakeScannerDesk(PREFIX)
    field = made(desk).operator.staff_bar.field
    QTest.keyClicks(field, PREFIX + CODE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), posted) == ("", [])
    assert "".join(desk.caught) == f"{CODE}\r"


@pytest.mark.parametrize("when", ["switched off", "closed"])
def test_keys_are_people_s_again(made: Made, when: str) -> None:
    desk = FakeScannerDesk(prefix=None if when == "switched off" else PREFIX)
    ui = made(desk)
    if when == "closed":
        ui.close()
    QTest.keyClicks(ui.operator.staff_bar.field, "012345")
    assert (ui.operator.staff_bar.field.text(), desk.caught) == ("012345", [])
