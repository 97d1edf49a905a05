"""Registering a patient at the staff screen, by keys: who, what for, once more in full, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.domain.desks.registration import (
    QUEUE_FULL,
    ClinicChoice,
    ClinicOffers,
    RegistrationAnswer,
    RegistrationLack,
)
from kiosk.domain.faults import FaultCode
from kiosk.domain.hospital.registration import Catalogue, CatalogueEntry
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.registration.clinic_page import MOST_ROWS
from kiosk.ui.operator.registration.view import RegistrationView
from tests.fakes.registration import (
    AN_ARRIVED,
    BE_TYPED,
    CHOICE,
    DEPARTMENTS,
    OFFERS,
    REGISTERED,
    SERVICES,
    FakeRegistrationDesk,
)
from tests.fakes.staff_screen import StaffScreen
from tests.ui.lettered import clipped, overlapping, says

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]
MANY = tuple(CatalogueEntry(f"DV{at:03}", f"Dịch vụ số {at}") for at in range(MOST_ROWS + 5))


class Screen(StaffScreen):
    def __init__(self, folder: Path, qtbot: QtBot, login: str = "binh") -> None:
        self.desk = FakeRegistrationDesk()
        super().__init__(folder, qtbot, StaffDesks(registration=self.desk), login)

    @property
    def view(self) -> RegistrationView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, RegistrationView))
        return view

    def press_all(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.press(key)
            self.view.settle()

    def open(self, *keys: Qt.Key) -> None:
        self.press(Key.Key_F3, CTRL)
        self.press_all(*keys)


@pytest.fixture
def screen(tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(tmp_path, qtbot)
    yield made
    made.accounts.close()


TO_CONFIRM = (Key.Key_F3, Key.Key_1, Key.Key_1)


def test_who_came_in_is_offered_with_time_and_place(screen: Screen) -> None:
    screen.open()
    assert says(screen.view, "Đăng ký khám cho ai?")
    for said in ("Nguyễn Văn An", "07:10 · Phòng khám Mắt", "Nguyễn Thị Bé"):
        assert says(screen.view, said)


@pytest.mark.parametrize(
    ("keys", "choice"),
    [
        ((Key.Key_1, Key.Key_1), CHOICE),
        ((Key.Key_F3, Key.Key_F3), CHOICE),
        (
            (Key.Key_2, Key.Key_Down, Key.Key_F3),
            ClinicChoice(((Catalogue.DEPARTMENTS, DEPARTMENTS[1]), (Catalogue.SERVICES, SERVICES[1]))),
        ),
    ],
    ids=["by number", "by F3", "by number and arrow"],
)
def test_a_clinic_is_chosen_and_the_patient_registered_under_the_login(
    screen: Screen, keys: tuple[Qt.Key, ...], choice: ClinicChoice
) -> None:
    screen.open(Key.Key_F3, *keys)
    assert screen.desk.registered == []
    assert says(screen.view, "Đăng ký như sau?")
    screen.press_all(Key.Key_F3)
    assert screen.desk.registered == [(AN_ARRIVED.visit, choice, "binh")]
    for said in ("Đã đăng ký: số 42", "Phòng khám 12", "60.000 đồng", "000000023247", "Đang hiện số này"):
        assert says(screen.view, said)


def test_the_person_and_their_insurance_are_read_once_more_before_anything_goes_out(screen: Screen) -> None:
    screen.open(*TO_CONFIRM)
    for said in ("Nguyễn Văn An", "15/03/1990", "Thẻ BHYT còn giá trị", "Khoa Khám bệnh", "Khám Nội tiết"):
        assert says(screen.view, said)
    assert says(screen.view, "Khám · 60.000 đồng")


def test_the_other_patient(screen: Screen) -> None:
    screen.open(Key.Key_Down, *TO_CONFIRM, Key.Key_F3)
    assert [visit for visit, _, _ in screen.desk.registered] == [BE_TYPED.visit]


def test_a_catalogue_with_one_entry_is_no_question(screen: Screen) -> None:
    kinds = (CatalogueEntry("01", "Khám thường"),)
    screen.desk.offered = ClinicOffers(((Catalogue.EXAM_KINDS, kinds), *OFFERS.catalogues))
    screen.open(*TO_CONFIRM, Key.Key_F3)
    ((_, choice, _),) = screen.desk.registered
    assert [choice.code(kind) for kind in Catalogue] == ["01", "K01", "DV1"]


def test_one_goes_back_step_by_step(screen: Screen) -> None:
    screen.open(*TO_CONFIRM)
    for said in ("Dịch vụ cho Nguyễn Văn An", "Khoa, phòng khám cho Nguyễn Văn An", "Đăng ký khám cho ai?"):
        screen.press_all(Key.Key_Escape)
        assert says(screen.view, said)
    assert screen.desk.registered == []


def test_a_long_catalogue_is_typed_for(screen: Screen) -> None:
    screen.desk.offered = ClinicOffers(((Catalogue.SERVICES, MANY),))
    screen.open(Key.Key_F3)
    assert says(screen.view, f"Chỉ hiện {MOST_ROWS} mục đầu")
    screen.press_all(Key.Key_F2)
    screen.view.clinics.field.field.setText("dich vu so 44")
    screen.press_all(Key.Key_F3, Key.Key_F3)
    ((_, choice, _),) = screen.desk.registered
    assert choice.code(Catalogue.SERVICES) == "DV044"


def test_digits_that_are_typed_choose_nothing(screen: Screen) -> None:
    screen.desk.offered = ClinicOffers(((Catalogue.SERVICES, MANY),))
    screen.open(Key.Key_F3, Key.Key_F2)
    field = screen.view.clinics.field.field
    screen._qtbot.keyClick(field, Key.Key_4)
    assert (field.text(), screen.view.clinics.isVisible()) == ("4", True)


def test_what_fits_nothing_opens_nothing(screen: Screen) -> None:
    screen.open(Key.Key_F3, Key.Key_F2)
    screen.view.clinics.field.field.setText("xyz")
    screen.press_all(Key.Key_F3)
    assert says(screen.view, "Không có mục nào như vậy")


def test_a_number_without_a_row_chooses_nothing(screen: Screen) -> None:
    screen.open(Key.Key_F3, Key.Key_9)
    assert screen.view.clinics.isVisible()


def test_catalogues_of_before_are_said_to_be_that(screen: Screen) -> None:
    screen.desk.offered = replace(OFFERS, old=True)
    screen.open(Key.Key_F3)
    assert says(screen.view, "đây là danh mục trước đó")


FAILURES = {
    "a lost answer": (
        RegistrationAnswer(trouble=ServiceTrouble.TOO_LATE, uncertain=True),
        ("Không rõ đã đăng ký hay chưa", "Xem trên phần mềm bệnh viện trước", "không trả lời kịp"),
    ),
    "refused": (
        RegistrationAnswer(trouble=ServiceTrouble.REFUSED, code="123"),
        ("Chưa đăng ký được", "Chọn khoa hoặc dịch vụ khác", "123"),
    ),
    "not known there": (RegistrationAnswer(code="404"), ("không nhận đăng ký này", "404")),
    "no number": (RegistrationAnswer(trouble=ServiceTrouble.DATA_MISSING), ("Cần số định danh 12 chữ số",)),
    "not authorised": (RegistrationAnswer(trouble=ServiceTrouble.NOT_AUTHORISED, code="401"), ("báo quản trị viên",)),
    "broken": (RegistrationAnswer(trouble=ServiceTrouble.BROKEN, code="999"), ("Thử lại",)),
    "full": (RegistrationAnswer(trouble=ServiceTrouble.REFUSED, code=QUEUE_FULL), ("đã hết số hôm nay",)),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_what_went_wrong_is_said_with_the_next_step_and_can_be_tried_again(screen: Screen, failure: str) -> None:
    screen.desk.answer, said = FAILURES[failure]
    screen.open(*TO_CONFIRM, Key.Key_F3)
    for word in said:
        assert says(screen.view, word)
    screen.desk.answer = RegistrationAnswer(REGISTERED, code="000")
    screen.press_all(Key.Key_F3)
    first, second = screen.desk.registered
    assert first == second
    assert says(screen.view, "Đã đăng ký: số 42")
    assert says(screen.view, "hãy đọc số cho người bệnh")


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        (ClinicOffers(lack=RegistrationLack.NOT_CONFIGURED), "[registration] trong kiosk.toml"),
        (ClinicOffers(lack=RegistrationLack.NOT_RELEASED), "[registration] trong cấu hình điểm"),
        (ClinicOffers(lack=RegistrationLack.NO_CLINICS), "Không có khoa, phòng khám"),
        (ClinicOffers(trouble=ServiceTrouble.TOO_LATE), "không trả lời kịp"),
    ],
    ids=["nothing configured", "nothing released", "no clinics", "no answer"],
)
def test_without_clinics_it_says_what_is_missing_and_the_insurance_can_be_looked_up(
    screen: Screen, offered: ClinicOffers, said: str
) -> None:
    screen.desk.offered = offered
    screen.open(Key.Key_F3)
    assert says(screen.view, said)
    screen.press_all(Key.Key_F3)
    assert screen.desk.registered == []
    screen.press_all(Key.Key_F4)
    assert screen.desk.looked_up == [(AN_ARRIVED.visit, "binh")]


def test_an_insurance_is_looked_up_when_the_patient_agrees(screen: Screen) -> None:
    screen.open(Key.Key_Down, *TO_CONFIRM)
    assert says(screen.view, "Chưa tra cứu") and says(screen.view, "Người bệnh đồng ý")
    screen.press_all(Key.Key_F4)
    assert screen.desk.looked_up == [(BE_TYPED.visit, "binh")]
    assert says(screen.view, "Thẻ BHYT còn giá trị")
    screen.press_all(Key.Key_F3)
    assert len(screen.desk.registered) == 1


def test_a_kiosk_without_the_service_looks_nothing_up(screen: Screen) -> None:
    screen.desk.looks_up = False
    screen.open(*TO_CONFIRM, Key.Key_F4)
    assert screen.desk.looked_up == []
    assert not says(screen.view, "tra BHYT")


def test_a_failed_look_up_registers_nobody_when_it_is_tried_again(screen: Screen) -> None:
    screen.open(*TO_CONFIRM)
    screen.desk.fault = FaultCode.JOURNAL_FAILED
    screen.press_all(Key.Key_F4, Key.Key_F3)
    screen.desk.fault = None
    screen.press_all(Key.Key_F3)
    assert (len(screen.desk.looked_up), screen.desk.registered) == (1, [])


def test_a_journal_that_cannot_be_written_registers_nobody(screen: Screen) -> None:
    screen.open(*TO_CONFIRM)
    screen.desk.fault = FaultCode.JOURNAL_FAILED
    screen.press_all(Key.Key_F3)
    assert screen.desk.registered == []
    assert says(screen.view, "Không làm được")


def test_who_is_not_kept_any_more_is_not_registered(screen: Screen) -> None:
    screen.desk.answer = None
    screen.open(*TO_CONFIRM, Key.Key_F3)
    assert says(screen.view, "Đã quá 15 phút")
    screen.press_all(Key.Key_Escape)
    assert screen.view.people.isVisible()


def test_nobody_came_in_yet(screen: Screen) -> None:
    screen.desk.people = ()
    screen.open(Key.Key_F3)
    assert says(screen.view, "Chưa có ai để đăng ký") and says(screen.view, "15 phút")
    screen.desk.people = (AN_ARRIVED,)
    screen.view.look()
    assert says(screen.view, "Nguyễn Văn An")


def test_somebody_who_comes_in_meanwhile_moves_no_choice(screen: Screen) -> None:
    screen.open(Key.Key_Down)
    newest = replace(AN_ARRIVED, visit="5f0c1d8c3c2f4ec0a7a9cf3b5f1a0003")
    screen.desk.people = (newest, AN_ARRIVED, BE_TYPED)
    screen.view.look()
    screen.press_all(*TO_CONFIRM, Key.Key_F3)
    assert [visit for visit, _, _ in screen.desk.registered] == [BE_TYPED.visit]


def test_whoever_is_registered_is_known_by_their_number(screen: Screen) -> None:
    screen.desk.people = (replace(AN_ARRIVED, registered=REGISTERED, clinic="Khoa Khám bệnh"),)
    screen.open()
    assert says(screen.view, "Khoa Khám bệnh · 42")


@pytest.mark.parametrize("leave", [Key.Key_F11, Key.Key_F12], ids=["logs out", "locks"])
def test_nothing_of_the_patient_stays(screen: Screen, leave: Qt.Key) -> None:
    screen.open(*TO_CONFIRM)
    screen.press(leave)
    for part in (screen.view.people, screen.view.clinics, screen.view.lines):
        assert not says(part, "Nguyễn")
    assert screen.view.people.rows.chosen is None


def test_whoever_may_not_search_the_list_registers_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    screen = Screen(tmp_path, qtbot, "tam")
    screen.press(Key.Key_F3, CTRL)
    assert screen.shown is not screen.view
    screen.accounts.close()


def test_enter_registers_nobody(screen: Screen) -> None:
    screen.open(*TO_CONFIRM, Key.Key_Return)
    assert screen.desk.registered == []


PAGES = {
    "people": (),
    "clinics": (Key.Key_F3,),
    "services": (Key.Key_F3, Key.Key_1),
    "confirm": TO_CONFIRM,
    "registered": (*TO_CONFIRM, Key.Key_F3),
}


@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
@pytest.mark.parametrize("page", PAGES)
def test_all_of_it_can_be_read(screen: Screen, width: int, height: int, page: str) -> None:
    screen.window.resize(width, height)
    screen.open(*PAGES[page])
    assert clipped(screen.view) == []
    for part in (screen.view.people, screen.view.clinics, screen.view.lines.patient, screen.view.lines.registration):
        if part.isVisible():
            assert overlapping(part) == []
