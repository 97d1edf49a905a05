"""The citizen window: one screen a state, every word in its place, touch goes out as events and keys go nowhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.check.events import ChipGivenUp, Event, KeyTyped, MoreTimeAsked
from kiosk.check.screens import CitizenScreen, ScreenKind, Tone, citizen_screen
from kiosk.domain.access_key import Can
from kiosk.domain.site import ListingAnswer
from kiosk.domain.text import Text
from kiosk.ui.citizen.camera_panel import CameraPanel
from kiosk.ui.citizen.consent_panel import ConsentPanel
from kiosk.ui.citizen.guide_panel import GUIDE_PICTURES, GuidePanel
from kiosk.ui.citizen.key_panel import KeyPanel
from kiosk.ui.citizen.result_panel import ResultPanel
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing import measure
from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.face_signs import FaceSign
from kiosk.ui.drawing.palette import THEMES
from kiosk.ui.drawing.pictograms import Picture
from kiosk.ui.drawing.sentence import Sentence
from tests.ui.lettered import clipped, overlapping, says, words
from tests.ui.situations import NOW, PLACE, SITUATIONS, StillPreview, evidence, listing, plain_frame, result

SIZES = [(1024, 600), (1280, 800), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]

LONG = Text(
    "Khu khám bệnh theo yêu cầu tầng 3 nhà B, phòng 1203 – quầy tiếp đón số 17 (đối diện thang máy phía đông)",
    "On-demand clinic, 3rd floor of building B, room 1203 – reception desk 17 (opposite the eastern lift)",
)


@pytest.fixture
def posted() -> list[Event]:
    return []


@pytest.fixture
def window(qtbot: QtBot, posted: list[Event]) -> CitizenWindow:
    window = CitizenWindow(StillPreview(plain_frame()), posted.append)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    return window


def present(qtbot: QtBot, window: CitizenWindow, name: str) -> CitizenScreen:
    state = SITUATIONS[name]()
    screen = citizen_screen(state, NOW + 6)
    window.show_site(state.profile.words.site)
    window.present(screen)
    qtbot.wait(1)
    return screen


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("name", SITUATIONS)
def test_no_word_is_clipped_or_covered(
    qtbot: QtBot, window: CitizenWindow, name: str, size: tuple[int, int], tmp_path: Path
) -> None:
    window.resize(*size)
    screen = present(qtbot, window, name)
    assert window.grab().save(str(tmp_path / f"{name}.png"))
    assert clipped(window) == []
    assert overlapping(window) == []
    spoken = [screen.title, screen.hint] if screen.kind is not ScreenKind.RESULT else [screen.detail]
    for text in (text for text in spoken if text):
        assert says(window, text.vi)
        assert says(window, text.en)
    unfinished = [word for word in words(window).split() if word.endswith("…")]
    assert set(unfinished) <= {"động…", "Starting…", "chiếu…", "Checking…"}


@pytest.mark.parametrize(
    ("dpi", "size", "least_mm"),
    [(170.0, (1024, 600), 18.0), (96.0, (1024, 600), 20.0), (160.0, (800, 1280), 18.0), (282.0, (3840, 2160), 20.0)],
    ids=["7 inch panel", "12 inch panel", "9 inch upright", "16 inch 4K"],
)
@pytest.mark.parametrize(
    "name", ["idle", "consent", "consent-ending", "key-wanted", "key-wrong", "key-ending", "card-wanted", "card-ending"]
)
def test_targets_are_measured_in_millimetres(
    qtbot: QtBot,
    window: CitizenWindow,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    dpi: float,
    size: tuple[int, int],
    least_mm: float,
) -> None:
    monkeypatch.setattr(measure, "_USUAL_DPI", dpi)
    monkeypatch.setattr(measure, "_CREDIBLE_DPI", (1e6, 1e6))
    window.resize(*size)
    present(qtbot, window, name)
    targets = [one for one in window.findChildren(Button) if one.isVisible()]
    assert targets
    for target in targets:
        assert min(target.width(), target.height()) >= round(least_mm / 25.4 * dpi) - 1
        assert window.rect().contains(QRect(target.mapTo(window, QPoint(0, 0)), target.size()))
    assert window.size().toTuple() == size
    assert clipped(window) == []
    assert overlapping(window) == []


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
def test_long_places_and_reasons_stay_inside(qtbot: QtBot, window: CitizenWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.present(CitizenScreen(ScreenKind.RESULT, LONG, Tone.ATTENTION, LONG, place=LONG, seconds_left=9))
    qtbot.wait(1)
    assert clipped(window) == []
    assert overlapping(window) == []


@pytest.mark.parametrize(
    ("kind", "panel"),
    [
        (ScreenKind.STARTING, GuidePanel),
        (ScreenKind.OUT_OF_SERVICE, GuidePanel),
        (ScreenKind.IDLE, GuidePanel),
        (ScreenKind.CONSENT, ConsentPanel),
        (ScreenKind.CARD_WANTED, GuidePanel),
        (ScreenKind.KEY_WANTED, KeyPanel),
        (ScreenKind.READING, CameraPanel),
        (ScreenKind.REPOSITION, GuidePanel),
        (ScreenKind.LOOK_AT_CAMERA, CameraPanel),
        (ScreenKind.CHECKING, CameraPanel),
        (ScreenKind.RESULT, ResultPanel),
        (ScreenKind.REMOVE_CARD, GuidePanel),
    ],
    ids=lambda value: value.value if isinstance(value, ScreenKind) else value.__name__,
)
def test_every_kind_of_screen_has_its_panel(window: CitizenWindow, kind: ScreenKind, panel: type[QWidget]) -> None:
    window.present(CitizenScreen(kind, Text("a", "b")))
    assert isinstance(window.panel, panel)


def test_there_is_a_row_for_every_kind_of_screen() -> None:
    shown = {citizen_screen(make(), NOW + 6).kind for make in SITUATIONS.values()}
    assert shown == set(ScreenKind)


@pytest.mark.parametrize("kind", GUIDE_PICTURES, ids=lambda kind: kind.value)
def test_guides_show_their_pictures_with_names(qtbot: QtBot, window: CitizenWindow, kind: ScreenKind) -> None:
    window.present(CitizenScreen(kind, Text("a", "b")))
    qtbot.wait(1)
    pictures = [one for one in window.findChildren(Picture) if one.isVisible()]
    named = [f"{name.vi} / {name.en}" for _, name in GUIDE_PICTURES[kind]]
    if len(named) > 1:
        named = [f"{number}. {name}" for number, name in enumerate(named, 1)]
    assert [one.accessibleName() for one in pictures] == named
    assert all(min(one.width(), one.height()) > 100 for one in pictures)


@pytest.mark.parametrize(
    ("name", "tone", "headline"),
    [
        ("admit", Tone.SUCCESS, "Hợp lệ"),
        ("attention", Tone.ATTENTION, "Đã kiểm tra"),
        ("refer", Tone.REFER, "Vui lòng gặp cán bộ coi thi"),
        ("refuse", Tone.REFUSE, "Chưa thể xác nhận"),
    ],
)
def test_a_result_is_colour_and_shape_and_word(
    qtbot: QtBot, window: CitizenWindow, name: str, tone: Tone, headline: str
) -> None:
    present(qtbot, window, name)
    panel = window.panel
    assert isinstance(panel, ResultPanel)
    picture = window.grab().toImage()
    corners = [(3, 3), (1276, 3), (3, 796), (1276, 796)]
    assert {QColor(picture.pixel(x, y)).name() for x, y in corners} == {THEMES[tone].ground}
    assert panel.badge.tone is tone
    assert min(panel.badge.width(), panel.badge.height()) > 250
    assert says(window, headline)


def test_the_four_verdicts_differ_without_colour(qtbot: QtBot, window: CitizenWindow) -> None:
    shapes = []
    for tone in (Tone.SUCCESS, Tone.ATTENTION, Tone.REFER, Tone.REFUSE):
        window.present(CitizenScreen(ScreenKind.RESULT, Text("x", "x"), tone))
        qtbot.wait(1)
        panel = window.panel
        assert isinstance(panel, ResultPanel)
        image = panel.badge.grab().toImage().scaled(32, 32)
        ground = image.pixel(0, 0)
        shapes.append(bytes(image.pixel(x, y) != ground for x in range(32) for y in range(32)))
    assert len(set(shapes)) == 4


def test_the_place_is_the_largest_word_on_the_screen(qtbot: QtBot, window: CitizenWindow) -> None:
    present(qtbot, window, "admit")
    panel = window.panel
    assert isinstance(panel, ResultPanel)
    ((_, lines),) = panel.place.sentence.letters
    assert [line.text for line in lines][:2] == ["Phòng 203", "Ghế 17"]
    assert lines[0].font.pixelSize() > 0.1 * window.height()


@pytest.mark.parametrize("after", ["idle", "remove-card", "key-wanted"])
def test_the_place_leaves_the_window_with_its_person(qtbot: QtBot, window: CitizenWindow, after: str) -> None:
    present(qtbot, window, "admit")
    present(qtbot, window, after)
    texts = {sentence.text for sentence in window.findChildren(Sentence)}
    names = " ".join(widget.accessibleName() for widget in window.findChildren(QWidget))
    assert PLACE not in texts
    assert "203" not in names


def test_a_new_card_replaces_an_old_result_at_once(qtbot: QtBot, window: CitizenWindow) -> None:
    present(qtbot, window, "refuse")
    present(qtbot, window, "reading")
    assert isinstance(window.panel, CameraPanel)


def test_six_digits_go_out_as_a_key(qtbot: QtBot, window: CitizenWindow, posted: list[Event]) -> None:
    present(qtbot, window, "key-wanted")
    panel = window.panel
    assert isinstance(panel, KeyPanel)
    for name in (*"012345", "Xong"):
        key = next(one for one in panel.findChildren(Button) if one.accessibleName().split(" / ")[0] == name)
        qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
    assert posted == [KeyTyped((Can("012345"),))]


@pytest.mark.parametrize(
    ("name", "sign"), [("reading-masked", FaceSign.NO_MASK), ("reading", None), ("checking", None)]
)
def test_what_is_to_be_taken_off_is_drawn_beside_the_words(
    qtbot: QtBot, window: CitizenWindow, name: str, sign: FaceSign | None
) -> None:
    present(qtbot, window, "reading-masked")
    present(qtbot, window, name)
    (panel,) = (panel for panel in window.findChildren(CameraPanel) if panel.isVisible())
    assert panel.sign.sign is sign
    assert panel.sign.isVisible() is (sign is not None)


def test_a_hint_stands_in_the_place_of_the_detail(qtbot: QtBot, window: CitizenWindow) -> None:
    screen = present(qtbot, window, "key-wanted")
    panel = window.panel
    assert isinstance(panel, KeyPanel)
    for digit in "001090":
        panel.keypad.press(digit)
    assert panel.detail.text == panel.keypad.hint != screen.detail
    panel.keypad.clear()
    assert panel.detail.text == screen.detail


def test_half_typed_digits_do_not_wait_for_the_next_person(qtbot: QtBot, window: CitizenWindow) -> None:
    present(qtbot, window, "key-wanted")
    panel = window.panel
    assert isinstance(panel, KeyPanel)
    panel.keypad.press("7")
    present(qtbot, window, "idle")
    present(qtbot, window, "key-wanted")
    assert panel.keypad.digits == ""


def test_the_chip_can_be_given_up_where_only_its_code_is_known(
    qtbot: QtBot, window: CitizenWindow, posted: list[Event]
) -> None:
    def button() -> Button:
        return next(one for one in window.findChildren(Button) if "chip" in one.accessibleName())

    present(qtbot, window, "idle")
    assert not button().isVisible()
    present(qtbot, window, "card-wanted")
    assert button().accessibleName() == "Thẻ không đọc được chip / The chip cannot be read"
    qtbot.mouseClick(button(), Qt.MouseButton.LeftButton)
    assert posted == [ChipGivenUp()]


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_scanner_can_type_what_it_wants(qtbot: QtBot, window: CitizenWindow, posted: list[Event], name: str) -> None:
    screen = present(qtbot, window, name)
    window.activateWindow()
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            qtbot.keyClicks(widget, "01 ")
            qtbot.keyClick(widget, Qt.Key.Key_Return)
            qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert posted == []
    assert window.shown == screen


def test_the_camera_is_looked_at_only_where_it_is_shown(qtbot: QtBot) -> None:
    preview = StillPreview(plain_frame())
    window = CitizenWindow(preview, lambda _event: None)
    qtbot.addWidget(window)
    window.show()
    present(qtbot, window, "idle")
    polled = preview.polls
    qtbot.wait(120)
    assert preview.polls == polled
    present(qtbot, window, "reading")
    qtbot.waitUntil(lambda: preview.polls > polled)
    assert isinstance(window.panel, CameraPanel)
    assert window.panel.view.has_picture
    shown = window.panel.view
    present(qtbot, window, "admit")
    assert not shown.has_picture


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_screen_reader_hears_the_title(qtbot: QtBot, window: CitizenWindow, name: str) -> None:
    screen = present(qtbot, window, name)
    assert window.accessibleName() == f"{screen.title.vi} / {screen.title.en}"
    for text in (screen.hint, screen.place, screen.detail):
        assert not text or f"{text.vi} / {text.en}" in window.accessibleDescription()
    for part in window.findChildren(QWidget):
        if part.isVisible() and isinstance(part, Button | Picture):
            assert part.accessibleName()


def test_out_of_service_names_the_reason_for_staff(qtbot: QtBot, window: CitizenWindow) -> None:
    present(qtbot, window, "out-of-service")
    assert says(window, "Dành cho nhân viên: Mất hình từ camera")
    assert says(window, "For staff: The camera stopped delivering pictures")


def test_a_listing_without_a_place_shows_no_empty_panel(qtbot: QtBot, window: CitizenWindow) -> None:
    answer = listing()
    assert answer.listing is not None
    bare = ListingAnswer(answer.admission, replace(answer.listing, place=Text("", "")))
    window.present(citizen_screen(result(evidence(answer=bare)), NOW + 6))
    qtbot.wait(1)
    panel = window.panel
    assert isinstance(panel, ResultPanel)
    assert not panel.place.isVisible()


@pytest.mark.parametrize("name", ["key-ending", "card-ending", "consent-ending"])
def test_before_a_wait_ends_one_can_ask_for_more_time(
    qtbot: QtBot, window: CitizenWindow, posted: list[Event], name: str
) -> None:
    present(qtbot, window, name)
    button = next(one for one in window.findChildren(Button) if one.isVisible() and "More time" in one.accessibleName())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert posted == [MoreTimeAsked()]


@pytest.mark.parametrize("name", ["key-wanted", "card-wanted"])
def test_nobody_is_hurried_before_the_warning(qtbot: QtBot, window: CitizenWindow, name: str) -> None:
    state = SITUATIONS[name]()
    window.present(citizen_screen(state, NOW))
    qtbot.wait(1)
    assert not says(window, "Thêm thời gian")


def test_touching_a_result_holds_it(qtbot: QtBot, window: CitizenWindow, posted: list[Event]) -> None:
    present(qtbot, window, "refer")
    assert says(window, "chạm để giữ lâu hơn")
    assert window.panel is not None
    qtbot.mouseClick(window.panel, Qt.MouseButton.LeftButton)
    assert posted == [MoreTimeAsked()]


HOSTILE = {
    "eighty letters": "Công Tằng Tôn Nữ Thị Nguyễn Phước Hoàng Diễm Quỳnh Trâm Anh Bảo Châu Khánh Ngọc Lan",
    "three lines": "Khu A, tầng 12, hành lang phía Tây\nPhòng 1203 – dãy 4 – ghế 17\nsau cầu thang số 3",
    "one endless word": "W" * 400,
    "right-to-left marks": "\u202ePhòng 203\u202c \u200fGhế 17\u200e \u2067abc\u2069",
    "Arabic": "غرفة ٢٠٣ – مقعد ١٧",
    "emoji": "Phòng 🧑🏽‍⚕️👩‍👩‍👧‍👦 203 🇻🇳 ghế 17️⃣",
    "stacked marks": "Pho\u0301\u0302\u0303\u0309\u0323\u0302\u0301\u0302\u0303\u0309\u0323ng 203",
    "control characters": "Phòng\x00\x07 203\r\n\tGhế\x1b[31m 17\u2028x\u2029y",
    "lone surrogate": "Phòng \ud800 203",
    "markup": "<b>Phòng</b> &amp; {room} %s",
}


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_list_says_stays_in_its_place(
    qtbot: QtBot, window: CitizenWindow, name: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    text = Text(HOSTILE[name], HOSTILE[name] + " (E)")
    window.show_site(text)
    window.present(CitizenScreen(ScreenKind.RESULT, Text("Hợp lệ", "Verified"), Tone.SUCCESS, place=text))
    qtbot.wait(1)
    assert not window.grab().toImage().isNull()
    assert clipped(window) == []
    assert overlapping(window) == []
