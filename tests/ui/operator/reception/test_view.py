"""Receiving a patient without a card at the staff screen, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer, InsuranceFinding
from kiosk.domain.hospital.reception import ManualCase, ManualPatient, ManualReception
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.reception.view import ReceptionView
from tests.fakes.staff_screen import SHIFT, StaffScreen
from tests.ui.lettered import clipped, overlapping, says

Key = Qt.Key
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]
IN_FORCE = InsuranceAnswer(InsuranceFinding.IN_FORCE, "gateway", datetime(2026, 11, 22, 1, 0, tzinfo=UTC), "000")


class Desk:
    def __init__(self) -> None:
        self.received: list[tuple[ManualPatient, str]] = []
        self.insurance: InsuranceAnswer | None = None
        self.fault: FaultCode | None = None
        self.looks_up = True
        self.agreed: list[bool] = []
        self.cases = frozenset(ManualCase)
        self.parent: CheckId | None = None

    def guardian(self) -> CheckId | None:
        return self.parent

    def receive(self, patient: ManualPatient, by: str, *, look_up: bool = True) -> ManualReception:
        if self.fault is not None:
            raise Fault(self.fault)
        self.received.append((patient, by))
        self.agreed.append(look_up)
        return ManualReception(patient.case, 417, self.insurance)


class Screen(StaffScreen):
    def __init__(self, folder: Path, qtbot: QtBot, login: str = "binh", *, looks_up: bool = True) -> None:
        self.desk = Desk()
        self.desk.looks_up = looks_up
        super().__init__(folder, qtbot, StaffDesks(reception=self.desk), login)

    @property
    def view(self) -> ReceptionView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, ReceptionView))
        return view

    def open(self, case: ManualCase) -> None:
        self.press(Key.Key_F3, SHIFT)
        for _ in range(list(ManualCase).index(case)):
            self.press(Key.Key_Down)
        self.press(Key.Key_F3)

    def type(self, name: str = "", birth: str = "", number: str = "") -> None:
        for field, text in zip(self.view.form.fields, (name, birth, number), strict=True):
            field.field.setText(text)

    def record(self) -> None:
        self.press(Key.Key_F3)
        self.view.settle()


@pytest.fixture
def screen(tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(tmp_path, qtbot)
    yield made
    made.accounts.close()


@pytest.mark.parametrize(
    ("birth", "understood"),
    [("15/03/1990", PartialDate(1990, 3, 15)), ("1990", PartialDate(1990)), ("1990-03-15", PartialDate(1990, 3, 15))],
)
def test_a_patient_without_a_card_is_recorded_under_the_login(
    screen: Screen, birth: str, understood: PartialDate
) -> None:
    screen.open(ManualCase.NO_CARD)
    screen.type(" Nguyễn  Văn An ", birth, "dn4010123456789")
    screen.record()
    patient = ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", understood, "DN4010123456789")
    assert screen.desk.received == [(patient, "binh")]
    assert says(screen.view, "Đã ghi nhận, chưa xác minh")
    assert says(screen.view, "417")


@pytest.mark.parametrize(
    ("name", "birth", "number", "said"),
    [
        ("", "1990", "", "Nhập họ và tên"),
        ("Nguyễn Văn An", "", "", "Nhập ngày sinh"),
        ("Nguyễn Văn An", "40/13/1990", "", "Nhập ngày sinh"),
        ("Nguyễn Văn An", "1990", "12", "Mã BHYT có 15 ký tự"),
    ],
    ids=["no name", "no birth", "no such date", "half a number"],
)
def test_what_is_missing_is_said_and_nothing_recorded(
    screen: Screen, name: str, birth: str, number: str, said: str
) -> None:
    screen.open(ManualCase.NO_CARD)
    screen.type(name, birth, number)
    screen.record()
    assert screen.desk.received == []
    assert says(screen.view, said)


def test_an_emergency_waits_for_nothing(screen: Screen) -> None:
    screen.open(ManualCase.EMERGENCY)
    screen.record()
    assert screen.desk.received == [(ManualPatient(ManualCase.EMERGENCY), "binh")]
    assert says(screen.view, "Không tra cứu BHYT")


@pytest.mark.parametrize("parent", [CheckId("parent"), None], ids=["a parent came in", "nobody did"])
def test_a_child_comes_with_a_parent_who_was_admitted_just_before(screen: Screen, parent: CheckId | None) -> None:
    screen.desk.parent = parent
    screen.open(ManualCase.CHILD)
    screen.type("Lê Hoàng Bảo", f"{date.today().year - 6}")
    screen.record()
    assert [patient.guardian for patient, _ in screen.desk.received] == ([parent] if parent else [])
    assert parent or says(screen.view, "Kiểm tra thẻ của cha mẹ")


@pytest.mark.parametrize(("key", "look_up"), [(Key.Key_F3, True), (Key.Key_F4, False)], ids=["agrees", "does not"])
def test_whoever_does_not_agree_is_received_all_the_same(screen: Screen, key: Qt.Key, look_up: bool) -> None:
    screen.open(ManualCase.NO_CARD)
    screen.type("Nguyễn Văn An", "1990")
    assert says(screen.view, "Hỏi người bệnh trước") and says(screen.view, "Đồng ý: ghi nhận, tra BHYT")
    screen.press(key)
    screen.view.settle()
    assert screen.desk.agreed == [look_up]


def test_in_an_emergency_there_is_nothing_to_agree_to(screen: Screen) -> None:
    screen.open(ManualCase.EMERGENCY)
    assert not says(screen.view, "tra BHYT")
    screen.record()
    assert screen.desk.agreed == [False]


def test_where_nobody_can_be_looked_up_nobody_is_asked(tmp_path: Path, qtbot: QtBot) -> None:
    screen = Screen(tmp_path, qtbot, looks_up=False)
    screen.open(ManualCase.NO_CARD)
    screen.type("Nguyễn Văn An", "1990")
    assert says(screen.view, "Đủ để ghi nhận") and not says(screen.view, "tra BHYT")
    screen.record()
    assert screen.desk.agreed == [False]
    screen.accounts.close()


def test_only_the_sites_cases_are_offered(screen: Screen) -> None:
    screen.desk.cases = frozenset({ManualCase.EMERGENCY})
    screen.press(Key.Key_F3, SHIFT)
    assert not says(screen.view, "Trẻ em")
    screen.press(Key.Key_F3)
    screen.record()
    assert [patient.case for patient, _ in screen.desk.received] == [ManualCase.EMERGENCY]


def test_the_insurance_is_told(screen: Screen) -> None:
    screen.desk.insurance = IN_FORCE
    screen.open(ManualCase.EMERGENCY)
    screen.record()
    assert says(screen.view, IN_FORCE.result.sentence.vi)


def test_what_cannot_be_recorded_receives_nobody(screen: Screen) -> None:
    screen.desk.fault = FaultCode.JOURNAL_FAILED
    screen.open(ManualCase.EMERGENCY)
    screen.record()
    assert says(screen.view, "chưa tiếp nhận ai")


def test_nothing_of_the_patient_stays(screen: Screen) -> None:
    screen.open(ManualCase.NO_CARD)
    screen.type("Nguyễn Văn An", "1990")
    screen.press(Key.Key_F11)
    assert [field.text for field in screen.view.form.fields] == ["", "", ""]


def test_enter_records_nothing(screen: Screen) -> None:
    screen.open(ManualCase.EMERGENCY)
    screen.press(Key.Key_Return)
    assert screen.desk.received == []


@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
@pytest.mark.parametrize("page", ["case", "form", "result"])
def test_all_of_it_can_be_read(screen: Screen, width: int, height: int, page: str) -> None:
    screen.window.resize(width, height)
    screen.desk.insurance = IN_FORCE
    if page == "case":
        screen.press(Key.Key_F3, SHIFT)
    else:
        screen.open(ManualCase.EMERGENCY)
    if page == "result":
        screen.record()
    assert clipped(screen.view) == []
    for part in (screen.view.case.rows, screen.view.form, screen.view.result.lines):
        if part.isVisible():
            assert overlapping(part) == []
