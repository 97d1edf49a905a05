"""Settings at the staff screen, by keys alone: changed, looked at, saved as a whole, the program begun anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.check.screens import operator_screen
from kiosk.check.wording.words import HINTS
from kiosk.domain.desks.device_tests import CameraSighting, CardKind, ReaderSighting
from kiosk.domain.desks.scanner_setup import Arrival, Delivery, ScannerKind
from kiosk.domain.desks.settings import NOT_VALID, SettingsRefused
from kiosk.domain.face import FaceHint, Frame
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.staff import Role
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.scanner_setup.captions import ARRIVALS
from kiosk.ui.operator.settings.bench import LOOKS_PER_FIGURE
from kiosk.ui.operator.settings.display_sign import DisplaySign
from kiosk.ui.operator.settings.view import SettingsView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.scanner_desk import FakeScannerDesk
from tests.fakes.seat import FakeSeat
from tests.fakes.settings_desk import SETTINGS, FakeSettingsDesk
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]
ROOMS, CAMERA, ROTATION, VOLUME, READER, SCANNER, DISPLAY = ([Key.Key_Down] * row for row in range(1, 8))


class Desk:
    def __init__(self, qtbot: QtBot, role: Role = Role.ADMINISTRATOR) -> None:
        self._qtbot = qtbot
        self.settings = FakeSettingsDesk(plain_frame())
        self.scanners = FakeScannerDesk()
        self.heard: list[float] = []
        desks = StaffDesks(
            staff=FakeSeat(role, "hoa.admin"), settings=self.settings, scanners=self.scanners, try_volume=self._play
        )
        self.window = OperatorWindow(lambda face: plain_frame(), lambda event: None, desks)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.present("idle")
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.keyClick(self.window, Key.Key_F7, SHIFT)
        self.view.settle()

    def present(self, situation: str) -> None:
        self.window.present(operator_screen(SITUATIONS[situation](), NOW))

    def _play(self, volume: float) -> bool:
        self.heard.append(volume)
        return True

    @property
    def view(self) -> SettingsView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, SettingsView))
        return view

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.window, key)
            # What was saved is followed by a look at what stands there now.
            self.view.settle()
            self.view.settle()

    def type(self, text: str) -> None:
        self.view.page.field.field.setText(text)


def signs() -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, DisplaySign) and one.isVisible()]


def middle_of(widget: QWidget) -> int:
    shown = widget.grab().toImage()
    return shown.pixelColor(shown.rect().center()).green()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.mark.parametrize("role", [Role.ATTENDANT, Role.OPERATOR, Role.SUPERVISOR])
def test_settings_are_for_administrators(qtbot: QtBot, role: Role) -> None:
    assert not Desk(qtbot, role).view.isVisible()


def test_a_choice_turns_to_the_next_and_is_saved_by_a_key_of_its_own(desk: Desk) -> None:
    desk.press(*VOLUME, Key.Key_F3)
    assert says(desk.view.headline, "1 mục đã đổi, chưa lưu")
    assert desk.settings.saves == []

    desk.press(Key.Key_F4)
    assert desk.settings.saves == [("hoa.admin", {"citizen.volume": "1.0"})]
    assert says(desk.view.headline, "Đã lưu – có hiệu lực ngay")


def test_choices_go_round(desk: Desk) -> None:
    desk.press(*VOLUME, Key.Key_F3, Key.Key_F3, Key.Key_F3)

    assert says(desk.view.headline, "Cài đặt của máy này")  # back at the value that is saved
    desk.press(Key.Key_F4)
    assert desk.settings.saves == []


def test_several_are_saved_as_one(desk: Desk) -> None:
    desk.press(Key.Key_F3, *VOLUME, Key.Key_F3, Key.Key_F4)

    assert desk.settings.saves == [("hoa.admin", {"site": "sites/airport.toml", "citizen.volume": "1.0"})]
    assert says(desk.view.headline, "khởi động lại để có hiệu lực")


def test_a_value_is_typed_and_taken_by_key(desk: Desk) -> None:
    desk.press(*ROOMS, Key.Key_F3)
    assert desk.view.page.asks
    desk.type("101, 102")
    desk.press(Key.Key_F3, Key.Key_F4)

    assert desk.settings.saves == [("hoa.admin", {"station.rooms": "101, 102"})]


def test_enter_takes_and_saves_nothing(desk: Desk) -> None:
    desk.press(*ROOMS, Key.Key_F3)
    desk.type("A scanner typed this")
    desk.press(Key.Key_Return, Key.Key_Enter)
    assert desk.view.page.asks

    desk.press(Key.Key_Escape)
    assert not desk.view.page.asks
    assert desk.view.isVisible()
    desk.press(Key.Key_F4)
    assert desk.settings.saves == []


def test_what_a_variable_decides_is_said_and_not_changed(desk: Desk) -> None:
    desk.press(*READER, Key.Key_F3)

    assert not desk.view.page.asks
    assert says(desk.view, "KIOSK_READER")


def test_a_refusal_is_said_and_keeps_what_was_changed(desk: Desk) -> None:
    desk.settings.refused = SettingsRefused(NOT_VALID, "citizen.volume")
    desk.press(*VOLUME, Key.Key_F3, Key.Key_F4)
    assert says(desk.view, NOT_VALID.vi)

    desk.settings.refused = None
    desk.press(Key.Key_F4)
    assert desk.settings.saves == [("hoa.admin", {"citizen.volume": "1.0"})]


def test_a_camera_is_looked_through_before_it_is_saved(desk: Desk) -> None:
    desk.press(*CAMERA, Key.Key_F3, Key.Key_F5)
    (test,) = desk.settings.tests
    assert (test.name, test.open) == ("/dev/video2 0°", True)
    assert desk.view.page.picture.has_image
    assert says(desk.view.page.trial, "64×48, 30 hình/giây")
    assert says(desk.view.page.trial, "50 % – vừa")
    assert says(desk.view.page.trial, HINTS[FaceHint.CLOSER].vi)

    desk.press(Key.Key_F5)
    assert not test.open
    assert not desk.view.page.picture.has_image


def test_the_picture_moves(desk: Desk) -> None:
    desk.press(*CAMERA, Key.Key_F5)
    for level in (60, 200):
        desk.settings.camera = CameraSighting(Frame(64, 48, bytes([level]) * (64 * 48 * 3)), 29.7, 128.0)
        desk.view.look()
        assert middle_of(desk.view.page.picture) == level


def test_figures_stay_for_a_moment_and_hints_come_at_once(desk: Desk) -> None:
    desk.press(*CAMERA, Key.Key_F5)
    desk.settings.camera = CameraSighting(plain_frame(), 25.0, 128.0, FaceHint.CLOSER)
    desk.view.look()
    assert says(desk.view.page.trial, "30 hình/giây")
    for _ in range(LOOKS_PER_FIGURE):
        desk.view.look()
    assert says(desk.view.page.trial, "25 hình/giây")

    desk.settings.camera = CameraSighting(plain_frame(), 25.0, 128.0, FaceHint.GOOD)
    desk.view.look()
    assert says(desk.view.page.trial, "Thấy rõ")


def test_the_picture_is_mirrored_as_people_see_themselves(desk: Desk) -> None:
    left, right = bytes([0, 0, 255]) * 32, bytes([255, 0, 0]) * 32
    desk.settings.camera = CameraSighting(Frame(64, 48, (left + right) * 48))
    desk.press(*CAMERA, Key.Key_F5)
    shown = desk.view.page.picture.grab().toImage()
    across = shown.width() // 2
    near = shown.height() // 4

    assert shown.pixelColor(across - near, shown.height() // 2).blue() == 255
    assert shown.pixelColor(across + near, shown.height() // 2).red() == 255


def test_whoever_turns_a_camera_sees_it_turn(desk: Desk) -> None:
    desk.press(*ROTATION, Key.Key_F5, Key.Key_F3)

    assert [(test.name, test.open) for test in desk.settings.tests] == [
        ("/dev/video0 0°", False),
        ("/dev/video0 90°", True),
    ]


@pytest.mark.parametrize(
    ("sighting", "said"),
    [
        pytest.param(CameraSighting(plain_frame(), 6.2, 128.0), "Ít hình mỗi giây", id="slow"),
        pytest.param(CameraSighting(plain_frame(), 30.0, 20.0), "8 % – tối", id="dark"),
        pytest.param(CameraSighting(plain_frame(), 30.0, 240.0), "94 % – quá sáng", id="bright"),
        pytest.param(CameraSighting(plain_frame(), 30.0, 120.0, FaceHint.GOOD), "Thấy rõ", id="a good face"),
        pytest.param(CameraSighting(plain_frame(), 30.0, 120.0, FaceHint.NO_FACE, 180), "cộng thêm 180°", id="turned"),
        pytest.param(None, "Đang mở camera", id="not yet"),
    ],
)
def test_what_is_said_of_a_camera(desk: Desk, sighting: CameraSighting | None, said: str) -> None:
    desk.settings.camera = sighting
    desk.press(*CAMERA, Key.Key_F5)

    assert says(desk.view.page.trial, said)


def test_a_camera_that_is_not_there_is_said_until_it_comes(desk: Desk) -> None:
    desk.settings.trouble = Fault(FaultCode.CAMERA_MISSING, "/dev/video2")
    desk.press(*CAMERA, Key.Key_F5)
    assert says(desk.view.page.trial, FAULTS[FaultCode.CAMERA_MISSING].remedy.vi)

    desk.settings.trouble = None
    desk.view.look()
    assert desk.view.page.picture.has_image


@pytest.mark.parametrize(
    ("cards", "said"),
    [
        pytest.param(ReaderSighting(), "không có đầu đọc nào khớp", id="no reader"),
        pytest.param(ReaderSighting(("ACS",)), "Đặt một thẻ lên đầu đọc", id="no card"),
        pytest.param(
            ReaderSighting(("ACS",), True, "ACS", CardKind.CONTACTLESS_CHIP, 1), "thẻ chip không tiếp xúc", id="a card"
        ),
        pytest.param(ReaderSighting(("ACS",), True, "ACS", CardKind.STORAGE, 1), "không phải thẻ căn cước", id="a key"),
        pytest.param(None, "Đang tìm đầu đọc", id="not yet"),
    ],
)
def test_a_card_is_laid_on_the_reader_and_seen(desk: Desk, cards: ReaderSighting | None, said: str) -> None:
    desk.settings.cards = cards
    desk.press(*READER, Key.Key_F5)

    assert [test.name for test in desk.settings.tests] == ["ACR"]
    assert says(desk.view.page.trial, said)


def test_codes_are_shown_as_they_come(desk: Desk) -> None:
    desk.press(*SCANNER, Key.Key_F5)
    assert says(desk.view.page.trial, "Quét mã này")
    desk.scanners.deliver(Delivery(ScannerKind.SERIAL, Arrival.EXACT))
    desk.view.look()
    assert says(desk.view.page.trial, ARRIVALS[Arrival.EXACT].sentence.vi)

    desk.press(Key.Key_F5)
    assert desk.scanners.page is None


def test_a_volume_is_heard_before_it_is_saved(desk: Desk) -> None:
    desk.press(*VOLUME, Key.Key_F3, Key.Key_F5)

    assert desk.heard == [1.0]
    assert says(desk.view.page.trial, "Đã phát một giai điệu")


def test_every_display_shows_its_name(desk: Desk) -> None:
    desk.press(*DISPLAY, Key.Key_F5)
    (sign,) = signs()
    (screen,) = QApplication.screens()
    assert says(sign, screen.name())
    assert says(desk.view.page.trial, f"{screen.geometry().width()}×{screen.geometry().height()}")
    assert screen.geometry().contains(sign.geometry())
    assert desk.window.isActiveWindow()
    assert clipped(sign) == []

    desk.view.look()
    assert len(signs()) == 1
    desk.press(Key.Key_F5)
    assert signs() == []


def test_only_devices_can_be_tried(desk: Desk) -> None:
    desk.press(Key.Key_F5)

    assert desk.settings.tests == []
    assert not desk.view.page.attempt.isEnabled()


@pytest.mark.parametrize("row", [CAMERA, READER], ids=["camera", "reader"])
@pytest.mark.parametrize(
    "left",
    [
        pytest.param(lambda desk: desk.press(Key.Key_F5), id="the same key"),
        pytest.param(lambda desk: desk.press(Key.Key_Up), id="another setting"),
        pytest.param(lambda desk: desk.press(Key.Key_Escape), id="escape"),
        pytest.param(lambda desk: desk.press(Key.Key_F12), id="locked"),
        pytest.param(lambda desk: desk.present("reading"), id="a check begins"),
        pytest.param(lambda desk: desk.view.end_forgotten(), id="two minutes"),
    ],
)
def test_a_test_ends_with(desk: Desk, row: list[Qt.Key], left: Callable[[Desk], None]) -> None:
    desk.press(*row, Key.Key_F5)
    (test,) = desk.settings.tests
    assert test.open

    left(desk)
    assert not test.open


def test_escape_ends_the_test_before_it_leaves_the_page(desk: Desk) -> None:
    desk.press(*CAMERA, Key.Key_F5, Key.Key_Escape)
    assert desk.view.isVisible()

    desk.press(Key.Key_Escape)
    assert not desk.view.isVisible()


def test_restarting_takes_two_presses(desk: Desk) -> None:
    desk.press(Key.Key_F6)
    assert desk.settings.restarts == 0
    assert says(desk.view.headline, "Nhấn F6 lần nữa")

    desk.press(Key.Key_F6)
    assert desk.settings.restarts == 1


def test_whoever_does_something_else_was_not_sure(desk: Desk) -> None:
    desk.press(Key.Key_F6, Key.Key_Escape)
    assert desk.view.isVisible()
    desk.press(Key.Key_F6, Key.Key_F3, Key.Key_F6)

    assert desk.settings.restarts == 0


def test_whoever_leaves_saves_nothing(desk: Desk) -> None:
    desk.press(*VOLUME, Key.Key_F3, Key.Key_Escape)

    assert not desk.view.isVisible()
    assert desk.settings.saves == []


def test_every_value_is_told_when_it_counts(desk: Desk) -> None:
    assert says(desk.view.page.chosen, "sau khi khởi động lại")
    desk.press(*VOLUME)
    assert says(desk.view.page.chosen, "ngay")


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("row", range(len(SETTINGS)), ids=[setting.key for setting in SETTINGS])
def test_the_page_fits(desk: Desk, size: tuple[int, int], row: int) -> None:
    desk.window.resize(*size)
    desk.press(*[Key.Key_Down] * row, Key.Key_F3, Key.Key_F5)

    assert clipped(desk.window) == []
    for part in (desk.view.headline, desk.view.page.chosen, desk.view.page.trial, desk.view.page.rows):
        assert overlapping(part) == []
