"""Deciding beside the machine at the staff screen, by keys alone: reason, confirmation, second person, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.accounts.accounts import StaffAccounts
from kiosk.accounts.desk import AccountsDesk
from kiosk.check.overrides import steps as st
from kiosk.check.overrides.runner import OverrideRunner
from kiosk.check.overrides.screen import OverrideKind
from kiosk.check.referrals import Referred
from kiosk.check.screens import operator_screen
from kiosk.check.states import Check, Instant, Kiosk, ShowingResult
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.override import Outcome, Override, OverrideRules, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.staff import Role, StaffAct, StaffNote
from kiosk.domain.text import Text
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.override.view import OverrideView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.findings import PROFILE
from tests.fakes.staff import HASHER, PASSWORDS, ListedJournal, MovableClock
from tests.ui.lettered import clipped, overlapping, says, words
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
PLACE = Text("Phòng 203 – Ghế 17", "Room 203 – Seat 17")
NAME = "Nguyễn Văn An"
LONG = "Nguyễn Thị Hoàng Kim Ngọc Quỳnh Như Mai Phương Thảo Nguyên Khánh Linh Đan Thanh Vân"
SIZES = [(1024, 600), (1280, 800), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]


class Book:
    """A journal of overrides that can be full."""

    def __init__(self) -> None:
        self.entries: list[Override | Undo] = []
        self.full = False

    def note_override(self, override: Override) -> int:
        return self._note(override)

    def note_undo(self, undo: Undo) -> int:
        return self._note(undo)

    def _note(self, entry: Override | Undo) -> int:
        if self.full:
            raise Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")
        self.entries.append(entry)
        return len(self.entries)


class Desk:
    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.book, self.clock = Book(), MovableClock()
        self.journal = journal = ListedJournal()
        self.accounts = StaffAccounts(folder / "accounts.sqlite", journal, self.clock, HASHER)
        for login, role in (("hoa.admin", Role.ADMINISTRATOR), ("binh", Role.OPERATOR), ("lan", Role.SUPERVISOR)):
            self.accounts.add(login, role, PASSWORDS[login], by="" if login == "hoa.admin" else "hoa.admin")
        self.seat = AccountsDesk(self.accounts, journal, self.clock)
        self.seat.log_in("binh", PASSWORDS["binh"])
        self.runner = OverrideRunner(OverrideRules(), self.book, self.clock, acts=journal)
        self.window = OperatorWindow(
            lambda face: plain_frame(), lambda event: None, StaffDesks(staff=self.seat, overrides=self.runner)
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.present(operator_screen(SITUATIONS["idle"](), NOW))
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    @property
    def view(self) -> OverrideView:
        assert self.window.override is not None
        return self.window.override

    def waits(self, verdict: Verdict = Verdict.REFER, name: str = NAME, number: str = "an") -> None:
        person = Referred(CheckId(number), verdict, (Reason.FACE_UNSURE,), self.clock.monotonic(), name, PLACE)
        self.runner.post(st.Decided(person))
        self.view.settle()

    def press(self, *keys: Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.window, key)
            self.view.settle()

    def written(self) -> None:
        self._qtbot.waitUntil(lambda: self.shown is not OverrideKind.WRITING)

    @property
    def shown(self) -> OverrideKind | None:
        return self.view._shown if self.view.isVisible() else None


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(tmp_path, qtbot)
    yield made
    made.runner.stop()
    made.accounts.close()


def test_the_button_counts_who_waits(desk: Desk) -> None:
    desk.waits()
    desk.waits(number="hoa")

    assert desk.window.seat_bar is not None
    assert says(desk.window.seat_bar, "Người chờ: 2")


def test_admitting_somebody_takes_a_reason_and_a_confirmation(desk: Desk) -> None:
    desk.waits()
    desk.press(Key.Key_F5, Key.Key_F3)
    assert desk.shown is OverrideKind.REASONS

    desk.press(Key.Key_F3)
    assert desk.shown is OverrideKind.CONFIRM
    assert desk.book.entries == []

    desk.press(Key.Key_F3)
    desk.written()
    (entry,) = desk.book.entries
    assert isinstance(entry, Override)
    assert (entry.outcome, entry.reason, entry.by) == (Outcome.ADMITTED, "face-compared-by-staff", "binh")
    assert desk.shown is OverrideKind.WAITING


def test_who_was_admitted_with_attention_is_acknowledged_in_the_list(desk: Desk, qtbot: QtBot) -> None:
    attention = Referred(CheckId("an"), Verdict.ADMIT_WITH_ATTENTION, (Reason.NEEDS_CARE,), 0.0, NAME, PLACE, True)
    desk.runner.post(st.Decided(attention))
    desk.press(Key.Key_F5)
    assert says(desk.view, "Cho vào, cần lưu ý – chưa xem")
    assert desk.view.rows.seen.isVisible()

    desk.press(Key.Key_F8)
    qtbot.waitUntil(lambda: not desk.view.rows.seen.isVisible())
    assert desk.runner.state.unseen == ()
    assert desk.journal.notes[-1] == StaffNote(StaffAct.ATTENTION_SEEN, "binh", check_id=CheckId("an"))


@pytest.mark.parametrize("locked", [False, True], ids=["somebody sits there", "locked"])
def test_only_whoever_is_logged_in_acknowledges_a_result(desk: Desk, qtbot: QtBot, locked: bool) -> None:
    check = Check(CheckId("an"), "reader", Instant(NOW, desk.clock.now()), NOW + 20.0)
    decision = Decision(Verdict.ADMIT_WITH_ATTENTION, (Finding(Reason.NEEDS_CARE, Verdict.ADMIT_WITH_ATTENTION),))
    kiosk = Kiosk(PROFILE, ShowingResult(check, decision, NOW, NOW + 10.0))
    desk.runner.observe(kiosk)
    desk.window.present(operator_screen(kiosk, NOW))
    if locked:
        desk.press(Key.Key_F12)
    desk.press(Key.Key_F8)
    if not locked:
        qtbot.waitUntil(lambda: desk.runner.state.unseen == ())

    seen = [note.by for note in desk.journal.notes if note.act is StaffAct.ATTENTION_SEEN]
    assert seen == ([] if locked else ["binh"])
    assert len(desk.runner.state.unseen) == locked


def test_against_a_refusal_a_second_person_logs_in(desk: Desk) -> None:
    desk.waits(Verdict.REFUSE)
    desk.press(Key.Key_F5, Key.Key_F3, Key.Key_F3, Key.Key_F3)
    assert desk.shown is OverrideKind.SECOND_PERSON
    desk.press(Key.Key_F3)
    assert desk.book.entries == []

    desk.view.confirm.login.field.insert("lan")
    desk.view.confirm.password.field.insert(PASSWORDS["lan"])
    desk.press(Key.Key_F3)
    desk.written()

    (entry,) = desk.book.entries
    assert isinstance(entry, Override)
    assert (entry.by, entry.confirmed_by) == ("binh", "lan")


@pytest.mark.parametrize(
    ("login", "password"),
    [("binh", PASSWORDS["binh"]), ("hoa.admin", PASSWORDS["hoa.admin"]), ("lan", "sai mật khẩu rồi")],
    ids=["the same person", "an administrator", "a wrong password"],
)
def test_the_second_person_has_to_be_somebody_else_who_may(desk: Desk, login: str, password: str) -> None:
    desk.waits(Verdict.REFUSE)
    desk.press(Key.Key_F5, Key.Key_F3, Key.Key_F3, Key.Key_F3)
    desk.view.confirm.login.field.insert(login)
    desk.view.confirm.password.field.insert(password)
    desk.press(Key.Key_F3)

    assert desk.shown is OverrideKind.SECOND_PERSON
    assert desk.view.confirm.note.isVisible()
    assert desk.view.confirm.password.text == ""
    assert desk.book.entries == []


def test_a_decision_is_undone_with_a_reason(desk: Desk) -> None:
    desk.waits()
    desk.press(Key.Key_F5, Key.Key_F3, Key.Key_F3, Key.Key_F3)
    desk.written()
    desk.press(Key.Key_F3)
    assert desk.shown is OverrideKind.UNDO_REASONS

    desk.press(Key.Key_F3)
    desk.written()
    assert isinstance(desk.book.entries[-1], Undo)
    assert len(desk.runner.state.queue) == 1


def test_a_full_journal_decides_nothing_and_says_so(desk: Desk) -> None:
    desk.book.full = True
    desk.waits()
    desk.press(Key.Key_F5, Key.Key_F3, Key.Key_F3, Key.Key_F3)
    desk.written()

    assert says(desk.view, "không có hiệu lực")
    assert len(desk.runner.state.queue) == 1


def test_somebody_who_left_is_taken_off_the_queue(desk: Desk) -> None:
    desk.waits()
    desk.press(Key.Key_F5, Key.Key_F4)

    assert desk.runner.state.queue == ()
    assert says(desk.view, "Không có ai đang chờ")


def test_escape_leads_back_step_by_step(desk: Desk) -> None:
    desk.waits()
    desk.press(Key.Key_F5, Key.Key_F3, Key.Key_F3, Key.Key_Escape)
    assert desk.shown is OverrideKind.WAITING

    desk.press(Key.Key_Escape)
    assert desk.shown is None
    assert desk.window.headline.isVisible()


def test_enter_presses_nothing(desk: Desk) -> None:
    desk.waits()
    desk.press(Key.Key_F5, Key.Key_F3, Key.Key_F3)
    desk.press(Key.Key_Return, Key.Key_Enter, Key.Key_Space)

    assert desk.shown is OverrideKind.CONFIRM
    assert desk.book.entries == []


def test_locking_the_screen_takes_back_what_was_not_confirmed(desk: Desk) -> None:
    desk.waits()
    desk.press(Key.Key_F5, Key.Key_F3, Key.Key_F3)
    desk.seat.lock()
    assert desk.window.login is not None
    desk.window.login.look()

    assert desk.shown is None
    assert isinstance(desk.runner.state.step, st.Resting)
    assert NAME not in words(desk.window.login)


def test_administrators_decide_about_nobody(desk: Desk) -> None:
    desk.seat.log_in("hoa.admin", PASSWORDS["hoa.admin"])
    assert desk.window.login is not None
    desk.window.login.look()
    desk.waits()
    desk.press(Key.Key_F5)

    assert desk.shown is None


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
def test_every_page_fits_with_the_longest_name(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.waits(Verdict.REFUSE, LONG)
    for keys in ((Key.Key_F5,), (Key.Key_F3,), (Key.Key_F3,), (Key.Key_F3,)):
        desk.press(*keys)
        assert clipped(desk.view) == []
        assert overlapping(desk.view.headline) == []
        assert overlapping(desk.view.rows.rows) == []
        assert overlapping(desk.view.confirm.lines) == []
