"""A candidate with special needs is let in at once; staff acknowledge it by key, at the result or afterwards."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.accounts import accounts as rooms
from kiosk.app.settings.values import CitizenSettings
from kiosk.app.staff.acts import JOURNAL, opened
from kiosk.app.windows import Windows
from kiosk.app.wiring import Assembly
from kiosk.check import events as ev
from kiosk.check.screens import ScreenKind, Tone
from kiosk.check.states import Idle, ShowingResult
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.verdict import Reason, Verdict
from kiosk.ui import app
from kiosk.ui.operator.login import captions as login
from kiosk.ui.scanner_keys.key_filter import ScannerKeys
from tests.fakes.staff import HASHER, PASSWORDS
from tests.scenario.house import House, card
from tests.scenario.keyboard import Keyboard, Pace

LIST = """SBD;Số CCCD;Họ và tên;Ngày sinh;Phòng thi;Ghế;Hỗ trợ đặc biệt
000101;001090012345;Nguyễn Văn An;15/03/1990;101;01;Xe lăn
"""
BARCODE = "8934563138165"
UNSEEN = "Cho vào, cần lưu ý – chưa xem"


class Desk:
    """The exam's kiosk at which Bình sits, by keys alone."""

    def __init__(self, house: House, keys: Keyboard) -> None:
        self.house, self.keys = house, keys

    def log_in(self) -> None:
        keys = self.keys
        keys.until_staff_read(login.FIRST_START)
        keys.fill("hoa.admin", PASSWORDS["hoa.admin"], PASSWORDS["hoa.admin"])
        keys.press("F3")
        keys.until_staff_read("hoa.admin")
        with opened(self.house.settings) as (accounts, _):
            assert isinstance(accounts.add("binh", Role.OPERATOR, PASSWORDS["binh"], by="hoa.admin"), StaffMember)
        keys.press("F11")
        page = keys.staff.login
        assert page is not None
        keys.until(page.isVisible)
        keys.fill("binh", PASSWORDS["binh"])
        keys.press("F3")
        keys.until(lambda: not page.isVisible())

    def check(self) -> ShowingResult:
        self.house.lay(card())
        self.house.type_can("012345")
        shown = self.keys.until_phase(ShowingResult)
        assert isinstance(shown, ShowingResult)
        self.keys.until_citizen(ScreenKind.RESULT, Tone.ATTENTION)
        return shown

    def seen(self) -> list[tuple[str, str]]:
        """Who has acknowledged which check, by the journal."""
        with closing(sqlite3.connect(self.house.settings.data / JOURNAL)) as journal:
            bodies = [json.loads(body) for (body,) in journal.execute("SELECT body FROM entry WHERE kind='staff-act'")]
        return [(one["by"], one["check_id"]) for one in bodies if one["act"] == "attention-seen"]


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    pace, made = Pace(), []
    monkeypatch.setattr(rooms, "SecretHasher", lambda: HASHER)
    monkeypatch.setattr(app, "ScannerKeys", partial(ScannerKeys, monotonic=pace))
    start = Assembly.start

    def with_windows(assembly: Assembly) -> None:
        made.append(Windows(assembly, fullscreen=False, staffed=True, citizen=CitizenSettings(volume=0.0)))
        start(assembly)

    monkeypatch.setattr(Assembly, "start", with_windows)
    roster = tmp_path / "list.csv"
    roster.write_text(LIST, "utf-8")
    house = House(tmp_path).set(roster=roster)
    with house.open():
        house.until(Idle)
        yield Desk(house, Keyboard(house, made[0], qtbot, pace))
        made[0].ui.close()


def test_it_is_acknowledged_at_the_result(desk: Desk) -> None:
    desk.log_in()
    shown = desk.check()
    assert shown.decision.verdict is Verdict.ADMIT_WITH_ATTENTION
    assert Reason.NEEDS_CARE in shown.decision.reasons
    desk.keys.until_staff_read("F8 · Đã xem")
    desk.keys.scan(BARCODE)
    assert desk.seen() == []

    desk.keys.press("F8")
    desk.keys.until_staff_read("F8 · Đóng kết quả")
    assert desk.seen() == [("binh", shown.check.id)]
    assert isinstance(desk.house.until().phase, ShowingResult), "the person still reads their place"

    desk.house.reader.remove()
    desk.keys.press("F8")
    desk.keys.until_phase(Idle)
    assert desk.house.assembly.overrides.state.unseen == ()


def test_whoever_was_not_seen_is_found_among_those_who_wait(desk: Desk) -> None:
    desk.log_in()
    shown = desk.check()
    desk.house.reader.remove()
    desk.house.assembly.runner.post(ev.Dismissed(shown.check.id))
    desk.keys.until_phase(Idle)
    desk.keys.until_staff_read("Người chờ: 1")
    assert desk.seen() == []

    desk.keys.press("F5")
    desk.keys.until_staff_read(UNSEEN)
    desk.keys.scan(BARCODE)
    assert desk.seen() == []
    desk.keys.press("F8")
    desk.keys.until(lambda: desk.house.assembly.overrides.state.unseen == ())
    assert desk.seen() == [("binh", shown.check.id)]
