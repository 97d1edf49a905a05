"""Whole checks of a hospital whose patients staff register by keys, with the hospital's own system on loopback.

Card, chip, list, journal, machine and both windows are the kiosk's; the hospital is a server of the test's.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.app.hospital.settings import InsuranceService, RegistrationService
from kiosk.check.screens import citizen_screen, operator_screen
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.domain.hospital.reception import ManualCase, ManualPatient
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.verdict import Verdict
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing.typeface import load_typeface
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.registration.view import RegistrationView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes import issuer_service as fake
from tests.fakes import medipay_service
from tests.fakes.issuer_service import Behaviour, issuer_service
from tests.fakes.medipay_service import FakeHospital
from tests.fakes.seat import FakeSeat
from tests.scenario.house import House, card, exam_site
from tests.ui.lettered import says
from tests.ui.situations import StillPreview, plain_frame

CAN, NUMBER = "012345", "001090012345"
INSURANCE = """
[insurance]
release = ["number", "name", "birth_date"]
show = ["validity"]
"""
TABLES = f"""
{INSURANCE}
[registration]
release = ["name", "birth_date", "insurance"]

[reception]
cases = ["no-card"]
"""
QUEUES = """
[queue]
per = "room"
vi = "Số thứ tự {value}"
en = "Number {value}"
"""
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Reception:
    """An open kiosk with both its windows, at which «lan» sits."""

    def __init__(self, house: House, qtbot: QtBot) -> None:
        self.house = house
        self._qtbot = qtbot
        load_typeface()
        assembly = house.assembly
        desk = assembly.desks.make_registration_desk()
        assert desk is not None
        desks = StaffDesks(staff=FakeSeat(login="lan"), registration=desk, reception=assembly.reception)
        self.staff = OperatorWindow(lambda face: plain_frame(), assembly.runner.post, desks)
        self.citizen = CitizenWindow(StillPreview(plain_frame()), assembly.runner.post)
        for window in (self.citizen, self.staff):
            qtbot.addWidget(window)
            window.resize(1280, 800)
        self.staff.present(operator_screen(house.until(Idle), 0.0))
        with qtbot.waitActive(self.staff):
            self.staff.show()
            self.staff.activateWindow()

    @property
    def view(self) -> RegistrationView:
        (view,) = (page.view for page in self.staff.further if isinstance(page.view, RegistrationView))
        return view

    def admit(self) -> Kiosk:
        self.house.type_can(CAN)
        self.house.lay(card())
        assert self.house.decision().verdict in (Verdict.ADMIT, Verdict.ADMIT_WITH_ATTENTION)
        return self.house.until(ShowingResult)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.staff, key)
            self.view.settle()
            QApplication.processEvents()

    def open(self, *keys: Qt.Key) -> None:
        """The page of registration, by its key, and on from there."""
        self._qtbot.keyClick(self.staff, Key.Key_F3, CTRL)
        self.press(*keys)

    def citizen_says(self, text: str) -> bool:
        """Whether the citizen's window shows it, with the kiosk as it is now."""
        self.citizen.show()
        self.citizen.present(citizen_screen(self.house.until(), time.monotonic()))
        QApplication.processEvents()
        return says(self.citizen, text)

    def acts(self) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self.house.settings.data / "journal.sqlite")) as connection:
            query = "SELECT body FROM entry WHERE kind = 'staff-act' ORDER BY sequence"
            return [json.loads(body) for (body,) in connection.execute(query)]


@contextmanager
def reception(
    folder: Path, qtbot: QtBot, behave: Behaviour, site: str = TABLES, *, set_up: bool = True
) -> Iterator[Reception]:
    (folder / "secret").write_text(medipay_service.SECRET)
    with issuer_service(behave) as service:
        own = RegistrationService(
            service.url, seconds=5.0, merchant=medipay_service.MERCHANT, secret_file=folder / "secret"
        )
        insurance = InsuranceService(
            "medipay", service.url, account=medipay_service.MERCHANT, password_file=folder / "secret"
        )
        house = House(folder).set(
            registration=own if set_up else None,
            insurance=insurance,
            site=exam_site(folder, further=site),
        )
        with house.open() as opened:
            yield Reception(opened, qtbot)


def hospital() -> FakeHospital:
    made = FakeHospital()
    made.data["/bhyt"] = {**medipay_service.INSURED, "GT_THE_TU": "2020-01-01", "GT_THE_DEN": "2099-12-31"}
    made.data["/dangky-kcb"] = {
        "THONG_TIN_TIEP_NHAN": {"MA_LK": "LK-2026-000001", "STT_LK": 42},
        "THONG_TIN_DANG_KY": {
            "DON_GIA_DANG_KY": 60000,
            "CHI_TIET_DANG_KY": [{"TEN_PHONG_KHAM": "Phòng khám 12"}],
        },
    }
    return made


TO_CONFIRM = (Key.Key_F3, Key.Key_2)
"""The newest patient, the second department; of the other catalogues there is one entry each."""


def test_a_card_a_clinic_and_a_number_on_both_screens(tmp_path: Path, qtbot: QtBot) -> None:
    system = hospital()
    with reception(tmp_path, qtbot, system) as desk:
        check = desk.admit().check
        assert check is not None
        desk.open(*TO_CONFIRM)
        for said in ("Nguyễn Văn An", "Thẻ BHYT còn giá trị đến 31/12/2099", "Khoa Nhi", "Khám Nội"):
            assert says(desk.view, said)
        assert system.orders == [], "nothing goes out before it is confirmed"
        desk.press(Key.Key_F3)
        desk.house.until(such=lambda kiosk: kiosk.told is not None)
        for said in ("Đã đăng ký: số 42", "Phòng khám 12", "60.000 đồng", "Đang hiện số này"):
            assert says(desk.view, said)
        assert desk.citizen_says("Phòng khám 12") and desk.citizen_says("Số thứ tự 42")
        acts = desk.acts()
    (order,) = system.orders
    assert order["THONG_TIN_DICH_VU"] == {"MA_LOAI_KHAM": "01", "MA_KHOA": "K02", "MA_DICH_VU": "DV1"}
    about = order["THONG_TIN_BN"]
    assert (about["MA_BN"], about["SO_GTTT"], about["HO_TEN"]) == ("BN000123", NUMBER, "Nguyễn Văn An")
    assert (about["MA_THE_BHYT"], about["ANH_BN_CCCD"], about["DIA_CHI"]) == ("DN4010123456789", "", "")
    assert acts == [
        {"act": act, "by": "lan", "subject": "", "check_id": check.id}
        for act in ("registered-patient", "queue-number-given")
    ]


def test_after_the_result_is_gone_the_number_is_shown_all_the_same(tmp_path: Path, qtbot: QtBot) -> None:
    with reception(tmp_path, qtbot, hospital()) as desk:
        desk.admit()
        desk.open(*TO_CONFIRM)
        desk.house.reader.remove()
        desk.house.until(Idle)
        desk.press(Key.Key_F3)
        kiosk = desk.house.until(Idle, such=lambda kiosk: kiosk.told is not None)
        assert kiosk.check is None
        assert desk.citizen_says("Số thứ tự 42")


LOST: dict[str, Behaviour] = {
    "half an answer": fake.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
    "a page": fake.sending(b"<html>"),
    "nothing": fake.raw(b""),
}


@pytest.mark.parametrize("failure", LOST)
def test_a_lost_answer_can_be_asked_for_again_and_counts_once(tmp_path: Path, qtbot: QtBot, failure: str) -> None:
    system = hospital()
    losing = [LOST[failure]]

    def behave(client: Any, asked: fake.Asked) -> None:
        if asked.target.endswith("/dangky-kcb") and losing:
            system.requests.append(asked.headers["x-request-id"])
            losing.pop()(client, asked)
        else:
            system(client, asked)

    with reception(tmp_path, qtbot, behave) as desk:
        desk.admit()
        desk.open(*TO_CONFIRM, Key.Key_F3)
        assert says(desk.view, "Không rõ đã đăng ký hay chưa")
        assert says(desk.view, "Xem trên phần mềm bệnh viện trước")
        assert desk.house.until().told is None
        desk.press(Key.Key_F3)
        assert says(desk.view, "Đã đăng ký: số 42")
        acts = [act["act"] for act in desk.acts()]
    assert len(system.requests) == 2 and len(set(system.requests)) == 1
    assert acts == ["registered-patient", "registered-patient", "queue-number-given"]


def test_a_patient_without_a_card_agrees_is_looked_up_and_registered(tmp_path: Path, qtbot: QtBot) -> None:
    system = hospital()
    with reception(tmp_path, qtbot, system) as desk:
        received = desk.house.assembly.reception
        assert received is not None
        system.code = "999"
        patient = ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", PartialDate(1990, 3, 15), NUMBER)
        received.receive(patient, "lan")
        system.code = "000"
        desk.open(*TO_CONFIRM)
        assert says(desk.view, "Nhập tay, chưa xác minh") and not says(desk.view, "còn giá trị")
        desk.press(Key.Key_F4)
        assert says(desk.view, "Thẻ BHYT còn giá trị đến 31/12/2099")
        desk.press(Key.Key_F3)
        desk.house.until(such=lambda kiosk: kiosk.told is not None)
        assert desk.citizen_says("Số thứ tự 42")
        acts = [(act["act"], act.get("check_id")) for act in desk.acts()]
    assert [order["THONG_TIN_BN"]["MA_THE_BHYT"] for order in system.orders] == ["DN4010123456789"]
    assert acts == [
        ("received-no-card", None),
        ("asked-insurance", None),
        ("registered-patient", None),
        ("queue-number-given", None),
    ]


def test_without_an_outside_system_the_kiosk_numbers_the_lists_clinics(tmp_path: Path, qtbot: QtBot) -> None:
    with reception(tmp_path, qtbot, hospital(), INSURANCE + QUEUES, set_up=False) as desk:
        kiosk = desk.admit()
        assert kiosk.check is not None and kiosk.check.queue_number == 1
        desk.open(Key.Key_F3)
        rows = desk.view.clinics.rows
        assert rows.chosen is not None
        clinic = rows.chosen.name
        desk.press(Key.Key_F3)
        assert says(desk.view, clinic) and says(desk.view, "Số đã cấp khi vào")
        desk.press(Key.Key_F3)
        desk.house.until(such=lambda kiosk: kiosk.told is not None)
        assert says(desk.view, "Đã đăng ký: số 1")
        assert desk.citizen_says(clinic)
        acts = [act["act"] for act in desk.acts()]
    assert acts == ["queue-number-given"], "nothing leaves the kiosk"


@pytest.mark.parametrize(
    ("site", "set_up", "said"),
    [
        (TABLES, False, "[registration] trong kiosk.toml"),
        (
            TABLES.replace('[registration]\nrelease = ["name", "birth_date", "insurance"]', ""),
            True,
            "trong cấu hình điểm",
        ),
    ],
    ids=["no system is set", "the site releases nothing"],
)
def test_the_page_says_what_is_missing(tmp_path: Path, qtbot: QtBot, site: str, set_up: bool, said: str) -> None:
    system = hospital()
    with reception(tmp_path, qtbot, system, site, set_up=set_up) as desk:
        desk.admit()
        desk.open(Key.Key_F3)
        assert says(desk.view, said) and says(desk.view, "Nguyễn Văn An")
        desk.press(Key.Key_F3)
        assert desk.acts() == []
    assert system.orders == []


def test_a_site_that_has_to_do_with_neither_has_no_such_page(tmp_path: Path) -> None:
    with House(tmp_path).open() as house:
        assert house.assembly.desks.make_registration_desk() is None
