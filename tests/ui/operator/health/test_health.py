"""Health at the staff screen: the strip that is always there, and the page with a test of each part, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from kiosk.check.screens import operator_screen
from kiosk.devices.probes import ANCHOR_ENDS
from kiosk.domain.desks.health import STRIP, PartHealth
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.shift import Shift
from kiosk.domain.staff import Role
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.health.captions import PARTS
from kiosk.ui.operator.health.strip import HealthStrip
from kiosk.ui.operator.health.view import HealthView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.health import BROKEN, TO_LOOK_AT, WELL, FakeHealthDesk, part
from tests.fakes.seat import FakeSeat
from tests.fakes.supervision import LIVE, PAST
from tests.ui.lettered import clipped, overlapping, says, words
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]


class Newest:
    """As much of a shift desk as the counters need."""

    def __init__(self, shift: Shift | None) -> None:
        self.shift = shift
        self.trouble: Fault | None = None

    def newest(self) -> Shift | None:
        if self.trouble:
            raise self.trouble
        return self.shift


class Desk:
    def __init__(
        self,
        qtbot: QtBot,
        parts: tuple[PartHealth, ...] = WELL,
        *,
        role: Role | None = Role.ATTENDANT,
        shift: Shift | None = LIVE,
    ) -> None:
        self._qtbot = qtbot
        self.parts = FakeHealthDesk(parts)
        self.shifts = Newest(shift)
        self.heard: list[str] = []
        desks = StaffDesks(
            staff=FakeSeat(role),
            shifts=self.shifts,  # type: ignore[arg-type]
            health=self.parts,
            sound=lambda: self.heard.append("melody"),
        )
        self.window = OperatorWindow(lambda face: plain_frame(), lambda event: None, desks)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.present("idle")
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.strip.settle()

    def present(self, situation: str) -> None:
        self.window.present(operator_screen(SITUATIONS[situation](), NOW))

    @property
    def strip(self) -> HealthStrip:
        assert self.window.strip is not None
        return self.window.strip

    @property
    def view(self) -> HealthView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, HealthView))
        return view

    def open(self) -> None:
        self._qtbot.keyClick(self.window, Key.Key_F8, SHIFT)
        self.view.settle()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.window, key)
            self.view.settle()


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_the_strip_is_there_whoever_sits_there(qtbot: QtBot, role: Role | None) -> None:
    desk = Desk(qtbot, role=role)

    assert desk.strip.isVisible()
    assert [one.name for one in desk.strip.shown] == list(STRIP)


@pytest.mark.parametrize("situation", ["idle", "out-of-service", "reading", "admit", "refuse-all-wrong", "remove-card"])
def test_the_strip_is_there_on_every_screen_and_covers_none(qtbot: QtBot, situation: str) -> None:
    desk = Desk(qtbot)
    desk.present(situation)
    bottom = desk.window.staff_bar.mapTo(desk.window, QPoint(0, desk.window.staff_bar.height())).y()

    assert desk.strip.isVisible()
    assert bottom <= desk.strip.y()


def test_the_strip_says_a_number_where_all_is_well_and_a_word_where_not(qtbot: QtBot) -> None:
    desk = Desk(qtbot, TO_LOOK_AT)

    assert says(desk.strip, "Đầu đọc: tốt")
    assert says(desk.strip, "Danh sách: cần lưu ý")
    assert says(desk.strip, "Ổ đĩa: 118 GB")


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("parts", [WELL, BROKEN], ids=["well", "broken"])
def test_all_words_of_the_strip_have_letters_of_one_size(
    qtbot: QtBot, parts: tuple[PartHealth, ...], size: tuple[int, int]
) -> None:
    """None shrinks: each part is as wide as its words need."""
    desk = Desk(qtbot, parts)
    desk.window.resize(*size)
    desk.strip.count_waiting(3)
    sizes = {lines[0].font.pixelSize() for _, lines in desk.strip.letters}
    assert len(sizes) == 1


def test_counters_of_the_open_shift_stand_in_the_strip(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert desk.strip.counters.vi == "50 lượt · 46 vào · 4 cần xem"

    desk.strip.count_waiting(3)
    assert says(desk.strip, "50 lượt · 46 vào · 4 cần xem · 3 đang chờ")


@pytest.mark.parametrize("shift", [None, PAST], ids=["none yet", "closed"])
def test_without_an_open_shift_nobody_is_counted(qtbot: QtBot, shift: Shift | None) -> None:
    assert Desk(qtbot, shift=shift).strip.counters.vi == "Chưa mở ca"


def test_a_journal_that_fails_leaves_the_strip(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.shifts.trouble = Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")
    desk.strip.look()
    desk.strip.settle()

    assert desk.strip.counters.vi == "Chưa mở ca"
    assert len(desk.strip.shown) == len(STRIP)


def test_the_strip_leads_to_the_page(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    qtbot.mouseClick(desk.strip, Qt.MouseButton.LeftButton)

    assert desk.view.isVisible()


def test_without_a_login_it_leads_nowhere(qtbot: QtBot) -> None:
    desk = Desk(qtbot, role=None)
    qtbot.mouseClick(desk.strip, Qt.MouseButton.LeftButton)

    assert not desk.view.isVisible()


@pytest.mark.parametrize(
    ("parts", "headline"),
    [(WELL, "Mọi bộ phận đều tốt"), (TO_LOOK_AT, "2 bộ phận cần lưu ý"), (BROKEN, "1 bộ phận có sự cố")],
    ids=["well", "to look at", "broken"],
)
def test_the_headline_says_the_gravest(qtbot: QtBot, parts: tuple[PartHealth, ...], headline: str) -> None:
    desk = Desk(qtbot, parts)
    desk.open()

    assert says(desk.view.headline, headline)


def test_each_part_has_its_state_since_when_and_what_helps(qtbot: QtBot) -> None:
    desk = Desk(qtbot, BROKEN)
    desk.open()
    assert says(desk.view.part, FAULTS[FaultCode.READER_LOST].remedy.vi)

    desk.press(Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert says(desk.view.part, ANCHOR_ENDS.vi)
    assert "Từ lúc" in words(desk.view.part)


def test_a_part_is_tested_by_key(qtbot: QtBot) -> None:
    desk = Desk(qtbot, BROKEN)
    desk.parts.mended = {"readers": part("readers")}
    desk.open()
    desk.press(Key.Key_F3)

    assert desk.parts.tested == ["readers"]
    assert says(desk.view.headline, "2 bộ phận cần lưu ý")


def test_all_parts_are_tested_by_one_key(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.open()
    desk.press(Key.Key_F4)

    assert desk.parts.tested == [one.name for one in WELL]


def test_sound_is_tested_by_hearing_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.open()
    desk.press(*[Key.Key_Down] * (len(WELL) - 1), Key.Key_F3)

    assert (desk.parts.tested, desk.heard) == (["sound"], ["melody"])


def test_enter_tests_nothing(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.open()
    desk.press(Key.Key_Return, Key.Key_Enter, Key.Key_Space)

    assert desk.parts.tested == []


def test_every_part_has_words() -> None:
    assert {one.name for one in WELL} <= set(PARTS)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_two_parts_are_called_alike(language: str) -> None:
    called = [getattr(words, language) for words in PARTS.values()]

    assert all(name.strip() == name and name for name in called)
    assert len(set(called)) == len(called)


@pytest.mark.parametrize(
    ("part", "vi", "en"),
    [
        ("readers", "Đầu đọc", "Reader"),
        ("camera", "Camera", "Camera"),
        ("list", "Danh sách", "List"),
        ("trust", "Chứng thư", "Anchors"),
        ("disk", "Ổ đĩa", "Disk"),
        ("clock", "Đồng hồ", "Clock"),
        ("outputs", "Gửi ra ngoài", "Outputs"),
    ],
    ids=STRIP,
)
def test_both_languages_name_the_same_part_of_the_strip(part: str, vi: str, en: str) -> None:
    assert (PARTS[part].vi, PARTS[part].en) == (vi, en)


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("parts", [WELL, BROKEN], ids=["well", "broken"])
def test_strip_and_page_fit(qtbot: QtBot, size: tuple[int, int], parts: tuple[PartHealth, ...]) -> None:
    desk = Desk(qtbot, parts)
    desk.window.resize(*size)
    desk.strip.count_waiting(12)
    desk.open()

    assert clipped(desk.window) == []
    for seen in (desk.strip, desk.view.headline, desk.view.part):
        assert overlapping(seen) == []
