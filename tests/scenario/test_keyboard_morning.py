"""A morning's work at the staff's real windows, over a whole kiosk, by keys alone: nobody touches a mouse."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.accounts import accounts as rooms
from kiosk.app.demo.scenes import HA
from kiosk.app.lists import desk as list_desk
from kiosk.app.settings.values import CitizenSettings
from kiosk.app.shifts import desk as shift_desk
from kiosk.app.staff.acts import JOURNAL, opened
from kiosk.app.windows import Windows
from kiosk.app.wiring import Assembly
from kiosk.check.overrides.screen import ReasonRow, WaitingRow
from kiosk.check.screens import ScreenKind, Tone
from kiosk.check.states import AwaitingKey, CheckingByHand, Idle, ShowingResult
from kiosk.devices.probe import Health, Probe
from kiosk.domain.arrivals import Awaited
from kiosk.domain.clock import SystemClock
from kiosk.domain.staff import Role
from kiosk.domain.verdict import Reason, Verdict
from kiosk.journal.journal import Journal
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import parse_fault
from kiosk.simulator.card.person import AN, NGOC, Citizen
from kiosk.ui import app
from kiosk.ui.operator.attendance import captions as attendance
from kiosk.ui.operator.by_hand import captions as by_hand
from kiosk.ui.operator.health import captions as health
from kiosk.ui.operator.list_import import captions as lists
from kiosk.ui.operator.login import captions as login
from kiosk.ui.operator.override import captions as override
from kiosk.ui.operator.settings import captions as settings
from kiosk.ui.operator.supervisor import captions as supervisor
from kiosk.ui.operator.take_over import captions as take_over
from kiosk.ui.scanner_keys.key_filter import ScannerKeys
from tests.fakes.staff import HASHER, PASSWORDS
from tests.fakes.virtual_cards import card as issued
from tests.scenario.house import CHIP_PHOTO, ROOT, House
from tests.scenario.keyboard import Keyboard, Pace

BARCODE = "8934563138165"
"""On a packet of noodles: a scanner reads whatever lies before it."""
PIN = "271828"
NEW_LIST = "sua-doi.csv"


class Morning:
    """The exam's kiosk with its own copy of the configuration, and whoever sits before it."""

    def __init__(self, house: House, keys: Keyboard) -> None:
        self.house = house
        self.keys = keys

    def log_in(self, name: str) -> None:
        page = self.keys.staff.login
        assert page is not None
        self.keys.until(page.isVisible)
        self.keys.fill(name, PASSWORDS[name])
        self.keys.press("F3")
        self.keys.until(lambda: not page.isVisible())

    def log_out(self) -> None:
        self.keys.press("F11")

    def stays_unmoved_by_a_scanner(self) -> None:
        """Whatever page is open, a scan with its Enter presses nothing on it and types nothing into it."""
        layout = self.keys.staff.layout()
        assert layout is not None
        page = layout.currentWidget()  # type: ignore[attr-defined]
        step = self.house.assembly.overrides.state.step
        self.keys.scan(BARCODE)
        assert layout.currentWidget() is page  # type: ignore[attr-defined]
        assert self.house.assembly.overrides.state.step == step

    def entries(self) -> Counter[str]:
        """How many entries of each kind the journal has."""
        with closing(sqlite3.connect(self.house.settings.data / JOURNAL)) as journal:
            return Counter(kind for (kind,) in journal.execute("SELECT kind FROM entry"))


@pytest.fixture
def morning(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Morning]:
    pace = Pace()
    monkeypatch.setattr(rooms, "SecretHasher", lambda: HASHER)
    monkeypatch.setattr(shift_desk, "examine_kiosk", lambda settings, but: (Probe("disk", Health.OK),))
    monkeypatch.setattr(list_desk, "home_folders", tuple)
    monkeypatch.setattr(app, "ScannerKeys", partial(ScannerKeys, monotonic=pace))
    made: list[Windows] = []
    start = Assembly.start

    def with_windows(assembly: Assembly) -> None:
        made.append(Windows(assembly, fullscreen=False, staffed=True, citizen=CitizenSettings(volume=0.0)))
        start(assembly)

    monkeypatch.setattr(Assembly, "start", with_windows)
    shutil.copytree(ROOT / "config", tmp_path / "config")
    house = House(tmp_path).set(file=tmp_path / "config" / "kiosk.toml")
    (house.settings.data / "import").mkdir(parents=True)
    with house.open():
        house.until(Idle)
        yield Morning(house, Keyboard(house, made[0], qtbot, pace))
        made[0].ui.close()


def card_of(citizen: Citizen, *faults: str) -> VirtualCard:
    """With the photograph of whoever stands before the camera."""
    return issued(citizen, photo=CHIP_PHOTO, faults=[parse_fault(fault) for fault in faults])


def make_staff(morning: Morning) -> None:
    """As «kiosk staff add» does beside the running kiosk; the first administrator is made at the screen."""
    with opened(morning.house.settings) as (accounts, _):
        for name, role in (("binh", Role.OPERATOR), ("lan", Role.SUPERVISOR)):
            accounts.add(name, role, PASSWORDS[name], by="hoa.admin")


def first_start(morning: Morning) -> None:
    keys = morning.keys
    keys.until_staff_read(login.FIRST_START)
    keys.fill("hoa.admin", PASSWORDS["hoa.admin"], PASSWORDS["hoa.admin"])
    keys.press("F3")
    keys.until_staff_read("hoa.admin")


def somebody_found_by_hand(morning: Morning) -> None:
    """The chip is dead: the list, a look, a decision."""
    keys = morning.keys
    keys.open_page(by_hand.PAGE)
    keys.type("duc do minh")
    keys.press("F3")
    keys.until_staff_read("Đỗ Minh Đức")
    morning.stays_unmoved_by_a_scanner()
    keys.press("F3")
    keys.until_phase(CheckingByHand)
    keys.until_citizen(ScreenKind.LOOK_AT_CAMERA)
    keys.press("F3")
    keys.until_citizen(ScreenKind.WAIT_FOR_STAFF)
    keys.until_staff_read("Quyết định thay: chọn lý do")
    keys.press("F3", "F3")
    keys.until_citizen(ScreenKind.RESULT, Tone.SUCCESS)
    page = keys.staff.override
    assert page is not None
    keys.until(lambda: not page.isVisible())
    keys.press("F8")
    keys.until_phase(Idle)


def the_screen_is_taken_over(morning: Morning) -> None:
    keys = morning.keys
    keys.open_page(take_over.PAGE)
    keys.press("F3")
    keys.until_citizen(ScreenKind.WAIT_FOR_STAFF)
    keys.press("F4", "F3")
    keys.until_citizen(ScreenKind.IDLE)
    keys.press("Esc")


def test_first_start_a_person_by_hand_and_the_screen_taken_over(morning: Morning) -> None:
    first_start(morning)
    make_staff(morning)
    morning.log_out()
    morning.log_in("lan")
    somebody_found_by_hand(morning)
    the_screen_is_taken_over(morning)
    assert morning.entries()["override"] == 1


@pytest.mark.long
def test_a_morning(morning: Morning) -> None:
    keys, house = morning.keys, morning.house
    first_start(morning)
    make_staff(morning)

    # The administrator makes it louder before anybody comes.
    keys.open_page(settings.PAGE)
    keys.choose(lambda key: key == "citizen.volume")
    keys.press("F3")
    keys.until_staff_read(settings.CHANGED.filled(n=1))
    morning.stays_unmoved_by_a_scanner()
    keys.press("F4")
    keys.until_staff_read(settings.SAVED)
    assert morning.entries()["settings-changed"] == 1
    keys.press("Esc")
    morning.log_out()

    # The operator opens the shift, with its self test, and wants a PIN for when they are called away.
    morning.log_in("binh")
    keys.press("F4", "F3")
    keys.until(lambda: morning.entries()["shift-opened"] == 1)
    keys.until_staff_read("đang mở")
    keys.press("Esc", "Shift+F12")
    keys.fill(PIN, PIN)
    keys.press("F3", "F12")
    keys.until_staff_read(login.NOTE_PIN)
    morning.stays_unmoved_by_a_scanner()
    keys.fill(PIN)
    keys.press("F3")
    page = keys.staff.login
    assert page is not None
    keys.until(lambda: not page.isVisible())

    # A card of an issuer that is not installed: in, with attention, which the operator closes when they have seen it.
    unknown = card_of(AN, "unknown-signer")
    keys.scan(unknown.qr_text)
    house.lay(unknown)
    shown = keys.until_phase(ShowingResult)
    assert isinstance(shown, ShowingResult)
    assert shown.decision.verdict is Verdict.ADMIT_WITH_ATTENTION
    keys.until_staff_read("CHO VÀO – CẦN LƯU Ý")
    house.reader.remove()
    keys.press("F8")
    keys.until_phase(Idle)

    # Somebody is slow to find their code: more time, then the digits, which the operator types for them.
    house.lay(card_of(NGOC))
    keys.until_phase(AwaitingKey)
    keys.press("Shift+F11", "F2")
    keys.type(NGOC.number)
    keys.press("F2")
    shown = keys.until_phase(ShowingResult)
    assert isinstance(shown, ShowingResult)
    assert shown.decision.verdict is Verdict.ADMIT
    house.reader.remove()
    keys.press("F8")
    keys.until_phase(Idle)

    # A chip whose data were altered: refused; admitted by two against it, and taken back.
    altered = card_of(HA, "tamper:DG2")
    keys.scan(altered.qr_text)
    house.lay(altered)
    shown = keys.until_phase(ShowingResult)
    assert isinstance(shown, ShowingResult)
    assert Reason.DATA_ALTERED in shown.decision.reasons
    house.reader.remove()
    keys.press("F5", "F3")
    keys.choose(lambda row: isinstance(row, ReasonRow) and row.code == "other-document-seen")
    morning.stays_unmoved_by_a_scanner()
    keys.press("F3", "F3")
    keys.until_staff_read(override.FIELD_LOGIN)
    keys.fill("lan", PASSWORDS["lan"])
    morning.stays_unmoved_by_a_scanner()
    keys.press("F3")
    keys.until(lambda: morning.entries()["override"] == 1)
    keys.choose(lambda row: isinstance(row, WaitingRow) and row.undoes)
    keys.press("F3", "F3")
    keys.until(lambda: morning.entries()["override-undone"] == 1)
    keys.press("F4")
    keys.until_staff_read(override.NOBODY_WAITS)
    keys.press("Esc")

    somebody_found_by_hand(morning)
    the_screen_is_taken_over(morning)
    morning.log_out()

    # The supervisor takes in a corrected list, after a look at what it changes.
    new = house.settings.roster.read_bytes() if house.settings.roster else b""
    (house.settings.data / "import" / NEW_LIST).write_bytes(new.replace("Nữ;101;02".encode(), "Nữ;101;22".encode()))
    morning.log_in("lan")
    keys.open_page(lists.PAGE)
    keys.until_staff_read(lists.ROW_IMPORT)
    keys.press("F3")
    keys.until_staff_read("Chọn nơi để tệp")
    keys.press("F3")
    keys.until_staff_read(NEW_LIST)
    keys.press("F3")
    keys.until_staff_read(lists.SECTION_CHANGES)
    morning.stays_unmoved_by_a_scanner()
    keys.press("F3", "F3")
    keys.until_staff_read("Đã dùng danh sách mới")
    keys.press("Esc")

    # One who came in goes out in the middle.
    keys.open_page(attendance.PAGE)
    keys.until_staff_read("còn vắng 9")
    keys.press("F3", "F4")
    keys.choose(lambda row: isinstance(row, Awaited) and row.listing.name == AN.name)
    keys.press("F3")
    morning.stays_unmoved_by_a_scanner()
    keys.press("F3")
    keys.until_staff_read("Đã ghi")
    assert morning.entries()["left"] == 1
    keys.press("Esc", "Esc", "Esc")

    # A look at the kiosk and at the figures.
    keys.open_page(health.PAGE)
    keys.press("F3", "Esc")
    keys.open_page(supervisor.PAGE)
    keys.until_staff_read(supervisor.SITE_TOTAL)
    keys.press("Esc")

    # The shift is closed, with its report.
    keys.press("F4", "F3")
    morning.stays_unmoved_by_a_scanner()
    keys.press("F3")
    keys.until(lambda: any((house.settings.data / "reports").glob("shift-*.pdf")))
    keys.press("Esc")
    morning.log_out()
    assert morning.entries()["shift-closed"] == 1
    with Journal(house.settings.data / JOURNAL, "exam", SystemClock()) as journal:
        assert journal.verify() is None
