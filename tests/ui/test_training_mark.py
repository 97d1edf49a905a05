"""The mark of training: on every screen of both windows, whatever their size, covering nothing of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.check.screens import citizen_screen, operator_screen
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing.palette import GOLD, INK, TEXT_CONTRAST, contrast
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator_window import OperatorWindow
from kiosk.ui.training_mark import SENTENCE, TrainingMark
from tests.fakes.health import FakeHealthDesk
from tests.fakes.seat import FakeSeat
from tests.fakes.training_desk import FakeTrainingDesk
from tests.ui.gallery import CITIZEN_SIZES, STAFF_SIZES
from tests.ui.lettered import clipped, lettered, says
from tests.ui.situations import NOW, SITUATIONS, StillPreview, plain_frame

SMALL = (1024, 600)


class Hall:
    """Both windows of one kiosk in training."""

    def __init__(self) -> None:
        self.citizen = CitizenWindow(StillPreview(plain_frame()), lambda event: None)
        desks = StaffDesks(staff=FakeSeat(), health=FakeHealthDesk(), training=FakeTrainingDesk(True))
        self.staff = OperatorWindow(lambda face: plain_frame(), lambda event: None, desks)
        self.marks = {window: TrainingMark(window) for window in (self.citizen, self.staff)}

    def show(self, window: QWidget, situation: str, size: tuple[int, int]) -> TrainingMark:
        state = SITUATIONS[situation]()
        self.citizen.present(citizen_screen(state, NOW))
        self.staff.present(operator_screen(state, NOW))
        window.resize(*size)
        window.show()
        QApplication.processEvents()
        return self.marks[window]


@pytest.fixture(scope="module")
def hall(qapp: QApplication) -> Iterator[Hall]:
    made = Hall()
    yield made
    made.citizen.close()
    made.staff.close()


@pytest.mark.long
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("name", ["citizen", "staff"])
def test_every_screen_is_marked_and_begins_below_the_mark(hall: Hall, name: str, situation: str) -> None:
    window, sizes = (hall.citizen, CITIZEN_SIZES) if name == "citizen" else (hall.staff, STAFF_SIZES)
    for size in (*sizes, SMALL):
        mark = hall.show(window, situation, size)

        assert says(mark, SENTENCE.vi)
        assert mark.isVisible()
        assert mark.width() == window.width()
        assert clipped(mark) == []
        tops = [
            widget.mapTo(window, QPoint(0, 0)).y() + rect.top()
            for widget, (rect, _) in lettered(window)
            if widget is not mark and not mark.isAncestorOf(widget) and not _scrolled_away(widget)
        ]
        assert min(tops) >= mark.height() - 1


def _scrolled_away(widget: QWidget) -> bool:
    """Not to be seen at all: outside what its scroll area shows."""
    return widget.visibleRegion().isEmpty()


def test_the_pages_of_staff_are_marked_too(hall: Hall) -> None:
    mark = hall.show(hall.staff, "idle", STAFF_SIZES[0])
    for page in hall.staff.further:
        hall.staff._open_further(page)
        QApplication.processEvents()

        assert page.view.isVisible()
        assert mark.isVisible()
        assert page.view.mapTo(hall.staff, QPoint(0, 0)).y() >= mark.height()
    hall.staff._close()


def test_whatever_comes_into_a_window_lies_below_the_mark(hall: Hall) -> None:
    mark = hall.show(hall.staff, "idle", STAFF_SIZES[0])
    intruder = QWidget(hall.staff)
    intruder.setGeometry(0, 0, hall.staff.width(), 100)
    intruder.show()
    QApplication.processEvents()

    assert hall.staff.children().index(mark) > hall.staff.children().index(intruder)
    intruder.setParent(None)


def test_the_mark_can_be_read() -> None:
    assert contrast(INK, GOLD) >= TEXT_CONTRAST
