"""The further pages of the staff screen, one recipe a picture: which keys lead there, and what must be read on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from kiosk.check.registration_lines import LOOK_FIRST
from kiosk.check.screens import operator_screen
from kiosk.domain.arrivals import Arrival, Awaited, Group
from kiosk.domain.desks.registration import RegistrationAnswer
from kiosk.domain.hospital.reception import CASES, ManualCase, ManualPatient, ManualReception
from kiosk.domain.record import CheckId
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.registration import captions as registration
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.hand_desk import PEOPLE, FakeHandDesk, FakeTakeOverDesk
from tests.fakes.health import FakeHealthDesk
from tests.fakes.list_desk import COLUMNS, GOOD, FakeListDesk
from tests.fakes.registration import AN_ARRIVED, BE_TYPED, DEPARTMENTS, FakeRegistrationDesk
from tests.fakes.seat import FakeSeat
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LOST = RegistrationAnswer(trouble=ServiceTrouble.TOO_LATE, uncertain=True)
NAMES = ("Nguyễn Văn An", "Trần Thị Bích Ngọc", "Đỗ Minh Đức", "Lê Hoàng Bảo", "Phạm Thu Hà", "Võ Quốc Huy")


@dataclass(frozen=True, slots=True)
class StaffPage:
    """``key`` opens it with Shift, or ``with_ctrl``; then come ``keys``, or a text for the field that has the focus."""

    key: Qt.Key
    then: tuple[Qt.Key | str, ...] = ()
    said: tuple[Text, ...] = ()
    with_ctrl: bool = False


class _Attendance:
    re_entry = Verdict.ADMIT_WITH_ATTENTION

    def note_leaving(self, key: str, by: str) -> datetime | None:
        return datetime(2026, 11, 22, 1, 20, tzinfo=UTC)

    def groups(self) -> tuple[Group, ...]:
        came = Arrival(datetime(2026, 11, 22, 0, 5, tzinfo=UTC), "TS-1")
        left_at = datetime(2026, 11, 22, 1, 20).astimezone()
        place = Text("Phòng 101 – Ghế 7", "Room 101 – Seat 7")
        rooms = (("101", 4), ("102", 6), ("103", 0))
        return tuple(
            Group(
                room,
                tuple(
                    Awaited(
                        Listing(f"TS-{at}", name=name, place=place),
                        came if at < arrived else None,
                        left_at if at == 3 and arrived == 4 else None,
                    )
                    for at, name in enumerate(NAMES)
                ),
            )
            for room, arrived in rooms
        )


class _Reception:
    cases = frozenset(ManualCase)

    def guardian(self) -> CheckId | None:
        return None

    looks_up = True

    def receive(self, patient: ManualPatient, by: str, *, look_up: bool = True) -> ManualReception:
        return ManualReception(patient.case, 417)


TO_CONFIRM = (Key.Key_F3, Key.Key_1, Key.Key_1)


def _registering(*keys: Qt.Key, says: tuple[Text, ...]) -> StaffPage:
    return StaffPage(Key.Key_F3, keys, says, with_ctrl=True)


def _said(word: str) -> Text:
    return Text(word, word)


PAGES: Mapping[str, StaffPage] = MappingProxyType(
    {
        "menu": StaffPage(Key.Key_F1, said=(Text("Các mục khác", "More pages"),)),
        "find a person": StaffPage(
            Key.Key_F2, ("nguyen an", Key.Key_F3), tuple(Text(one.listing.name, one.listing.name) for one in PEOPLE)
        ),
        "no card, why": StaffPage(Key.Key_F3, said=tuple(CASES.values())),
        "no card, form": StaffPage(Key.Key_F3, (Key.Key_F3, "Nguyễn Văn An")),
        "no card, recorded": StaffPage(
            Key.Key_F3,
            (Key.Key_Down, Key.Key_Down, Key.Key_F3, Key.Key_F3),
            (Text("Đã ghi nhận, chưa xác minh", "Recorded, not verified"),),
        ),
        "lists": StaffPage(Key.Key_F5, said=(Text("2 · danh-sach-thi-v2.xlsx", "2 · danh-sach-thi-v2.xlsx"),)),
        "list preview": StaffPage(
            Key.Key_F5, (Key.Key_F3,) * 3, (GOOD.headline, *(fact.label for fact in (*GOOD.changes, *GOOD.problems)))
        ),
        "list columns": StaffPage(
            Key.Key_F5, (*(Key.Key_F3,) * 3, Key.Key_F4), tuple(column.name for column in COLUMNS)
        ),
        "who is awaited": StaffPage(
            Key.Key_F6, said=(Text("6/6", "6/6"), Text("4/6 · vắng 2, đang ra ngoài 1", "4/6 · 2 awaited, 1 out now"))
        ),
        "who is awaited in a room": StaffPage(Key.Key_F6, (Key.Key_F3,), (Text("101: còn vắng 2", "101: 2 of 6"),)),
        "who came into a room": StaffPage(
            Key.Key_F6, (Key.Key_F3, Key.Key_F4), (Text("ra ngoài từ 01:20", "out since 01:20"),)
        ),
        "somebody leaves for now": StaffPage(
            Key.Key_F6,
            (Key.Key_F3, Key.Key_F4, Key.Key_Down, Key.Key_F3),
            (Text("ra ngoài? Nhấn F3", "leaves for now?"),),
        ),
        "register, who": _registering(says=(_said(AN_ARRIVED.name), _said(BE_TYPED.name))),
        "register, clinic": _registering(Key.Key_F3, says=tuple(_said(entry.name) for entry in DEPARTMENTS)),
        "register, service": _registering(
            Key.Key_F3, Key.Key_1, says=(Text("Khám · 60.000 đồng", "Khám · 60,000 dong"),)
        ),
        "register, confirm": _registering(*TO_CONFIRM, says=(registration.CONFIRM, registration.BUTTON_LOOK_UP)),
        "registered": _registering(*TO_CONFIRM, Key.Key_F3, says=(registration.REGISTERED.filled(number="42"),)),
        "register, answer lost": _registering(
            Key.Key_Down, *TO_CONFIRM, Key.Key_F3, says=(registration.UNCERTAIN, LOOK_FIRST)
        ),
        "take over": StaffPage(Key.Key_F9, (), (Text("Đang giữ màn hình", "Taken over"),)),
    }
)


def make_window() -> OperatorWindow:
    """A staff screen at which a supervisor sits, with a desk for every page and the strip of health at its foot."""
    held = FakeTakeOverDesk()
    held.left = 595.0
    desks = StaffDesks(
        staff=FakeSeat(),
        by_hand=FakeHandDesk(),
        take_over=held,
        lists=FakeListDesk(),
        attendance=_Attendance(),
        reception=_Reception(),
        registration=FakeRegistrationDesk(answers={BE_TYPED.visit: LOST}),
        health=FakeHealthDesk(),
    )
    return OperatorWindow(lambda _face: plain_frame(), lambda _event: None, desks)


def open_page(window: OperatorWindow, page: StaffPage) -> None:
    """Lead the window to this page as staff would, from its first page."""
    window.present(operator_screen(SITUATIONS["idle"](), NOW))
    window.activateWindow()
    for _ in range(5):
        _press(window, Key.Key_Escape)
    _press(window, page.key, _CTRL if page.with_ctrl else _SHIFT)
    for step in page.then:
        if isinstance(step, str):
            focused = window.focusWidget()
            assert isinstance(focused, QLineEdit)
            focused.setText(step)
        else:
            _press(window, step)


def _press(window: OperatorWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window, key, modifier)
    for further in window.further:
        settle = getattr(further.view, "settle", None)
        if settle is not None and further.view.isVisible():
            settle()
    QApplication.processEvents()
