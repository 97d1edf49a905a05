"""The citizen window's header: the site's name, and one touch to the other language and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.check.screens import ScreenKind, citizen_screen
from kiosk.domain.text import Text
from kiosk.ui import citizen_window
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.language import ENGLISH, VIETNAMESE, Language
from kiosk.ui.drawing.pictograms import Picture
from tests.ui.lettered import clipped, overlapping, words
from tests.ui.situations import NOW, SITUATIONS, StillPreview, plain_frame

SHOUTED = Language("x-loud", "LOUD", lambda text: text.en.upper())


def made(qtbot: QtBot, *languages: Language) -> CitizenWindow:
    window = CitizenWindow(StillPreview(plain_frame()), lambda _event: None, languages)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    present(qtbot, window, "idle")
    return window


@pytest.fixture
def window(qtbot: QtBot) -> CitizenWindow:
    return made(qtbot, VIETNAMESE, ENGLISH)


def present(qtbot: QtBot, window: CitizenWindow, name: str) -> None:
    state = SITUATIONS[name]()
    window.show_site(state.profile.words.site)
    window.present(citizen_screen(state, NOW + 6))
    qtbot.wait(1)


def press(qtbot: QtBot, window: CitizenWindow) -> None:
    qtbot.mouseClick(window.header.switch, Qt.MouseButton.LeftButton)


def leads(window: CitizenWindow, first: str, then: str) -> bool:
    said = words(window)
    return 0 <= said.find(first) < said.find(then)


def test_one_touch_turns_the_languages_round(qtbot: QtBot, window: CitizenWindow) -> None:
    assert window.header.switch.accessibleName() == "English"
    press(qtbot, window)
    assert leads(window, "Place your ID card", "Mời đặt thẻ")
    assert window.header.switch.accessibleName() == "Tiếng Việt"
    press(qtbot, window)
    assert leads(window, "Mời đặt thẻ", "Place your ID card")


def test_a_screen_reader_hears_the_chosen_language_first(qtbot: QtBot, window: CitizenWindow) -> None:
    press(qtbot, window)
    assert window.accessibleName().startswith("Place your ID card on the reader / ")
    pictures = [one.accessibleName() for one in window.findChildren(Picture) if one.isVisible()]
    assert pictures[0] == "1. Place the card / Đặt thẻ lên đầu đọc"


@pytest.mark.parametrize("name", [name for name in SITUATIONS if "idle" not in name and "consent" not in name])
def test_elsewhere_there_is_no_button_in_a_hurry(qtbot: QtBot, window: CitizenWindow, name: str) -> None:
    present(qtbot, window, name)
    assert not window.header.switch.isVisible()


def test_the_language_stays_for_the_whole_check_and_returns_for_the_next_person(
    qtbot: QtBot, window: CitizenWindow
) -> None:
    press(qtbot, window)
    for name in ("key-wanted", "reading", "look", "checking", "admit", "remove-card"):
        present(qtbot, window, name)
        assert window.language is ENGLISH
    present(qtbot, window, "idle")
    assert window.language is VIETNAMESE
    assert leads(window, "Mời đặt thẻ", "Place your ID card")


def test_a_language_nobody_uses_is_forgotten(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citizen_window, "FORGET_LANGUAGE_MILLISECONDS", 1)
    window = made(qtbot, VIETNAMESE, ENGLISH)
    press(qtbot, window)
    qtbot.waitUntil(lambda: window.language is VIETNAMESE)


def test_with_one_language_there_is_nothing_to_choose(qtbot: QtBot) -> None:
    assert not made(qtbot, VIETNAMESE).header.switch.isVisible()


def test_below_a_third_language_stands_vietnamese(qtbot: QtBot) -> None:
    window = made(qtbot, VIETNAMESE, ENGLISH, SHOUTED)
    press(qtbot, window)
    assert window.header.switch.accessibleName() == "LOUD"
    press(qtbot, window)
    assert leads(window, "PLACE YOUR ID CARD", "Mời đặt thẻ")
    assert "Place your ID card" not in words(window)


@pytest.mark.parametrize("size", [(1024, 600), (800, 1280), (1280, 800), (3840, 2160)], ids=lambda s: f"{s[0]}x{s[1]}")
def test_a_long_name_leaves_room_for_the_button(qtbot: QtBot, window: CitizenWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    name = "Bệnh viện Đa khoa Quốc tế Nguyễn Trãi – Khu khám bệnh theo yêu cầu, tòa nhà B, tầng 3"
    window.show_site(Text(name, name + " (E)"))
    qtbot.wait(1)
    assert window.header.switch.isVisible()
    assert clipped(window) == []
    assert overlapping(window) == []


def test_every_button_and_picture_has_a_name_in_every_language(qtbot: QtBot, window: CitizenWindow) -> None:
    press(qtbot, window)
    for kind in ("key-wanted", "card-wanted"):
        present(qtbot, window, kind)
        assert window.shown is not None
        assert window.shown.kind in (ScreenKind.KEY_WANTED, ScreenKind.CARD_WANTED)
        named = [one for one in window.findChildren(QWidget) if isinstance(one, Button | Picture) and one.isVisible()]
        assert named
        assert all(one.accessibleName() for one in named)


@pytest.mark.parametrize(("width", "height"), [(1024, 600), (1280, 800), (1080, 1920)])
@pytest.mark.parametrize("name", ["idle", "admit", "refuse"])
def test_a_silent_kiosk_says_so_on_every_screen(
    qtbot: QtBot, window: CitizenWindow, name: str, width: int, height: int
) -> None:
    window.resize(width, height)
    window.show_silence(True)
    present(qtbot, window, name)
    assert "Tắt tiếng" in words(window)
    assert clipped(window) == []
    assert overlapping(window) == []
