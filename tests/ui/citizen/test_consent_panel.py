"""The consent screen: everything is said before anything is read, no answer is nudged, both are acts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.check.events import ConsentAnswered, Event
from kiosk.check.screens import CitizenScreen, citizen_screen
from kiosk.domain.text import Text
from kiosk.ui.citizen.consent_panel import ConsentPanel, in_parts
from kiosk.ui.citizen_window import CitizenWindow
from tests.ui.lettered import says
from tests.ui.situations import EXAM, NOW, SITUATIONS, StillPreview


@pytest.fixture
def posted() -> list[Event]:
    return []


@pytest.fixture
def window(qtbot: QtBot, posted: list[Event]) -> CitizenWindow:
    window = CitizenWindow(StillPreview(), posted.append)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.present(citizen_screen(SITUATIONS["consent"](), NOW))
    qtbot.wait(1)
    return window


def panel_of(window: CitizenWindow) -> ConsentPanel:
    assert isinstance(window.panel, ConsentPanel)
    return window.panel


def test_all_that_the_site_says_is_there_in_both_languages(window: CitizenWindow) -> None:
    notice = EXAM.data.consent
    assert notice is not None
    for part in in_parts(notice):
        assert says(window, part.vi)
        assert says(window, part.en)


@pytest.mark.parametrize(("name", "agreed"), [("yes", True), ("no", False)])
def test_an_answer_is_a_press(
    qtbot: QtBot, window: CitizenWindow, posted: list[Event], name: str, agreed: bool
) -> None:
    assert posted == []
    qtbot.mouseClick(getattr(panel_of(window), name), Qt.MouseButton.LeftButton)
    assert posted == [ConsentAnswered(agreed)]


def test_nothing_is_ticked_and_no_answer_stands_out(window: CitizenWindow) -> None:
    panel = panel_of(window)
    buttons = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
    assert not any(one.isCheckable() for one in buttons)
    assert panel.yes.size() == panel.no.size()
    grounds = {one.grab().toImage().pixelColor(8, 30).name() for one in (panel.yes, panel.no)}
    assert grounds == {"#ffffff"}


def test_a_scanner_agrees_to_nothing(qtbot: QtBot, window: CitizenWindow, posted: list[Event]) -> None:
    for target in (window, panel_of(window), panel_of(window).yes):
        qtbot.keyClicks(target, "001090012345 ")
        qtbot.keyClick(target, Qt.Key.Key_Return)
    assert posted == []


def test_a_wiped_screen_asks_nothing(window: CitizenWindow) -> None:
    panel, shown = panel_of(window), window.shown
    assert shown is not None
    panel.show_screen(CitizenScreen(shown.kind, shown.title))
    assert [part.text for part in panel.parts] == [None] * len(panel.parts)


@pytest.mark.parametrize(
    ("notice", "parts"),
    [
        (Text("Một.", "One."), [("Một.", "One.")]),
        (
            Text("Một. Hai; ba? Bốn!", "One. Two; three? Four!"),
            [("Một.", "One."), ("Hai; ba?", "Two; three?"), ("Bốn!", "Four!")],
        ),
        (Text("Một. Hai.", "One, and two."), [("Một. Hai.", "One, and two.")]),
        (Text("a. b. c. d. e.", "a. b. c. d. e."), [("a. b. c. d. e.", "a. b. c. d. e.")]),
        (Text("Điều 9.2 của luật.", "Article 9.2 of the law."), [("Điều 9.2 của luật.", "Article 9.2 of the law.")]),
    ],
    ids=["one", "three", "another number in English", "more than there is room for", "a point within"],
)
def test_a_notice_is_shown_sentence_by_sentence(notice: Text, parts: list[tuple[str, str]]) -> None:
    assert [(part.vi, part.en) for part in in_parts(notice)] == parts
