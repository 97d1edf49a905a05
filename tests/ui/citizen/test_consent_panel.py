"""The consent screen: everything is said before anything is read, no answer is nudged, both are acts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.ui.citizen.consent_panel import ConsentPanel
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing import measure
from tests.ui.gallery import CONSENT
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.situations import StillPreview


@pytest.fixture
def answers() -> list[bool]:
    return []


@pytest.fixture
def window(qtbot: QtBot, answers: list[bool]) -> CitizenWindow:
    window = CitizenWindow(StillPreview(), lambda _event: None, on_consent=answers.append)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.present(CONSENT)
    qtbot.wait(1)
    return window


def panel_of(window: CitizenWindow) -> ConsentPanel:
    assert isinstance(window.panel, ConsentPanel)
    return window.panel


def test_purpose_data_time_and_the_other_way_are_said(window: CitizenWindow) -> None:
    notice = CONSENT.consent
    assert notice is not None
    for text in (notice.purpose, *notice.data, notice.kept):
        assert says(window, text.vi)
        assert says(window, text.en)
    assert says(window, "nhạy cảm")
    assert says(window, "phục vụ tại quầy")


@pytest.mark.parametrize(("name", "agreed"), [("yes", True), ("no", False)])
def test_an_answer_is_a_press(
    qtbot: QtBot, window: CitizenWindow, answers: list[bool], name: str, agreed: bool
) -> None:
    assert answers == []
    qtbot.mouseClick(getattr(panel_of(window), name), Qt.MouseButton.LeftButton)
    assert answers == [agreed]


def test_nothing_is_ticked_and_no_answer_stands_out(window: CitizenWindow) -> None:
    panel = panel_of(window)
    buttons = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
    assert not any(one.isCheckable() for one in buttons)
    assert panel.yes.size() == panel.no.size()
    assert {
        panel.yes.grab().toImage().pixelColor(8, 30).name(),
        panel.no.grab().toImage().pixelColor(8, 30).name(),
    } == {"#ffffff"}


def test_a_scanner_agrees_to_nothing(qtbot: QtBot, window: CitizenWindow, answers: list[bool]) -> None:
    for target in (window, panel_of(window), panel_of(window).yes):
        qtbot.keyClicks(target, "001090012345 ")
        qtbot.keyClick(target, Qt.Key.Key_Return)
    assert answers == []


@pytest.mark.parametrize("dpi", [96.0, 170.0], ids=["12 inch panel", "7 inch panel"])
@pytest.mark.parametrize("size", [(1024, 600), (1280, 800), (1080, 1920)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_fits_every_display(
    qtbot: QtBot, window: CitizenWindow, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], dpi: float
) -> None:
    monkeypatch.setattr(measure, "_USUAL_DPI", dpi)
    monkeypatch.setattr(measure, "_CREDIBLE_DPI", (1e6, 1e6))
    window.resize(*size)
    qtbot.wait(1)
    assert clipped(window) == []
    assert overlapping(window) == []
    assert window.size().toTuple() == size


def test_a_wiped_screen_asks_nothing(qtbot: QtBot, window: CitizenWindow) -> None:
    panel = panel_of(window)
    panel.show_screen(CONSENT.__class__(CONSENT.kind, CONSENT.title))
    assert panel.purpose.text is None
    assert panel.data.text is None
