"""Importing trust at the staff screen: by keys alone, nothing by a scanner, nothing lost, every word readable."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.check.screens import operator_screen
from kiosk.domain.desks.trust_import import TypedAgreement
from kiosk.domain.faults import Fault, FaultCode
from kiosk.ui.drawing.button import Button
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.trust_import.view import TrustImportView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.trust_desk import AN, BROKEN, DONE, LONG_NAME, MANY_FILES, NGOC, PREVIEWS, USB, FakeTrustDesk
from tests.ui.lettered import clipped, overlapping, says, words
from tests.ui.situations import NAME, NOW, SITUATIONS, plain_frame

SIZES = [(1024, 600), (1280, 800), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]
Key = Qt.Key


@pytest.fixture
def desk() -> FakeTrustDesk:
    return FakeTrustDesk()


@pytest.fixture
def window(qtbot: QtBot, desk: FakeTrustDesk) -> OperatorWindow:
    window = OperatorWindow(lambda face: plain_frame(), lambda event: None, StaffDesks(trust=desk))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.present(operator_screen(SITUATIONS["idle"](), NOW))
    show(qtbot, window)
    return window


def show(qtbot: QtBot, window: OperatorWindow) -> None:
    """Keys reach an active window only."""
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def importing(window: OperatorWindow) -> TrustImportView:
    assert window.trust_import is not None
    return window.trust_import


def press(qtbot: QtBot, window: OperatorWindow, *keys: Key) -> None:
    for key in keys:
        qtbot.keyClick(window, key)
        importing(window).settle()


def preview(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk, name: str) -> None:
    """Come to the preview by keys: open the import, the stick, its second row."""
    desk.preview = PREVIEWS[name]
    press(qtbot, window, Key.Key_F6, Key.Key_F3, Key.Key_Down, Key.Key_F3)
    assert shown(window) is importing(window).preview


def shown(window: OperatorWindow) -> Page:
    view = importing(window)
    return next(page for page in (view.files, view.preview, view.notice) if page.isVisible())


def covering(window: OperatorWindow) -> list[str]:
    """What scrolls is compared among itself: below the edge of its view it covers nothing."""
    view, page = importing(window), shown(window)
    found = overlapping(view.headline)
    children = page.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    parts = [(part, part.geometry()) for part in children if part.isVisible()]
    for part, _ in parts:
        found += overlapping(part)
    return found + [
        f"{type(one).__name__} and {type(other).__name__}"
        for at, (one, here) in enumerate(parts)
        for other, there in parts[at + 1 :]
        if here.intersects(there)
    ]


# Every page can be read


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("name", PREVIEWS)
def test_no_word_of_a_preview_is_clipped_or_covered(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk, name: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    preview(qtbot, window, desk, name)
    qtbot.wait(1)
    assert clipped(window) == []
    assert covering(window) == []
    assert "…" not in words(window)


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
def test_no_word_of_a_long_folder_is_clipped_or_covered(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk, size: tuple[int, int]
) -> None:
    window.resize(*size)
    desk.listings[USB] = MANY_FILES
    press(qtbot, window, Key.Key_F6, Key.Key_F3)
    qtbot.wait(1)
    assert clipped(window) == []
    assert covering(window) == []
    assert says(window, f"499 {LONG_NAME}")
    assert says(window, "chỉ hiện 500")


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("fault", [None, BROKEN], ids=["installed", "failed"])
def test_no_word_of_a_result_is_clipped_or_covered(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk, size: tuple[int, int], fault: Fault | None
) -> None:
    window.resize(*size)
    preview(qtbot, window, desk, "verified list")
    importing(window).preview.person.field.setText(AN)
    desk.fault = fault
    press(qtbot, window, Key.Key_F7)
    qtbot.wait(1)
    assert clipped(window) == []
    assert covering(window) == []
    assert says(window, LONG_NAME)


def test_while_a_file_is_looked_into_the_screen_says_so_and_can_be_left(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk
) -> None:
    press(qtbot, window, Key.Key_F6, Key.Key_F3, Key.Key_Down)
    desk.may_end.clear()
    qtbot.keyClick(window, Key.Key_F3)
    assert says(window, "Đang xem tệp…")
    assert clipped(window) == []
    qtbot.keyClick(window, Key.Key_Escape)
    desk.may_end.set()
    importing(window).settle()
    assert not importing(window).isVisible()
    assert window.staff_bar.isVisible()


def test_the_desk_is_asked_beside_the_thread_that_paints(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk
) -> None:
    preview(qtbot, window, desk, "one root")
    assert desk.threads == {"desk_0"}


# The way through, by keys


def test_from_the_staff_bar_to_the_result_by_keys(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk) -> None:
    preview(qtbot, window, desk, "one root")
    assert desk.looked == [USB / "csca.cer"]
    assert says(window, "Một chứng thư – tệp không có ai ký")
    press(qtbot, window, Key.Key_F3, Key.Key_F2)
    qtbot.keyClicks(importing(window).preview.person.field, "An")
    press(qtbot, window, Key.Key_F7)
    assert desk.installed == [(1, TypedAgreement(("An",), frozenset({"unsigned"})))]
    assert says(window, DONE.headline.vi)
    assert says(window, "45")
    press(qtbot, window, Key.Key_F4)
    assert shown(window) is importing(window).files
    assert says(window, "csca.cer")
    press(qtbot, window, Key.Key_Escape)
    assert window.staff_bar.isVisible()


def test_rows_open_by_the_mouse_too(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk) -> None:
    press(qtbot, window, Key.Key_F6, Key.Key_F3)
    rows = importing(window).files.rows
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(200, rows.minimumHeight() * 5 // 6))
    importing(window).settle()
    assert desk.looked == [USB / LONG_NAME]


def test_the_chosen_row_stays_in_sight_and_within_the_list(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk
) -> None:
    desk.listings[USB] = MANY_FILES
    press(qtbot, window, Key.Key_F6, Key.Key_F3, Key.Key_Up)
    files = importing(window).files
    assert files.rows.chosen == MANY_FILES.entries[0]
    press(qtbot, window, *[Key.Key_Down] * 30)
    assert files.rows.chosen == MANY_FILES.entries[30]
    assert files.scrolled.verticalScrollBar().value() > 0


def test_up_leads_to_the_places(qtbot: QtBot, window: OperatorWindow) -> None:
    press(qtbot, window, Key.Key_F6, Key.Key_F3, Key.Key_F4)
    assert says(window, "Chọn nơi để tệp")
    press(qtbot, window, Key.Key_F4)
    assert says(window, "Chọn nơi để tệp")


def test_f2_goes_through_the_fields_that_are_there(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk) -> None:
    preview(qtbot, window, desk, "signer to pin")
    page = importing(window).preview
    for field in (*page.fields, page.person):
        press(qtbot, window, Key.Key_F2)
        assert field.field.hasFocus()


@pytest.mark.parametrize("name", PREVIEWS)
def test_every_button_shows_its_key(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk, name: str) -> None:
    preview(qtbot, window, desk, name)
    for button in shown(window).findChildren(Button):
        assert button.accessibleDescription()
        assert says(button, button.accessibleDescription())


# What it takes


def test_nothing_is_ticked_beforehand_and_every_consent_has_its_own_tick(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk
) -> None:
    preview(qtbot, window, desk, "everything at once")
    page = importing(window).preview
    assert [tick.isChecked() for tick in page.ticks] == [False] * 3
    for at, key in enumerate((Key.Key_F3, Key.Key_F4, Key.Key_F5)):
        press(qtbot, window, key)
        assert [tick.isChecked() for tick in page.ticks] == [True] * (at + 1) + [False] * (2 - at)
    press(qtbot, window, Key.Key_F3)
    assert page.said.consents == {"signer", "unsigned"}


@pytest.mark.parametrize(
    ("name", "ticks", "typed", "ready"),
    [
        pytest.param("one root", 0, {}, False, id="nothing said"),
        pytest.param("one root", 1, {}, False, id="no name"),
        pytest.param("one root", 0, {"person": AN}, False, id="no consent"),
        pytest.param("one root", 1, {"person": AN}, True, id="consent and name"),
        pytest.param("verified list", 0, {"person": AN}, True, id="nothing but a name is needed"),
        pytest.param("signer to pin", 0, {"person": AN, "fingerprint": "AB"}, False, id="one person"),
        pytest.param("signer to pin", 0, {"person": AN, "fingerprint": "AB", "second": NGOC}, True, id="two"),
        pytest.param("signer to pin", 0, {"person": AN, "fingerprint": "AB", "reference": "C06"}, True, id="letter"),
        pytest.param("wrongly signed", 0, {"person": AN}, False, id="whatever is typed"),
    ],
)
def test_the_install_key_waits_until_nothing_is_lacking(
    qtbot: QtBot,
    window: OperatorWindow,
    desk: FakeTrustDesk,
    name: str,
    ticks: int,
    typed: dict[str, str],
    ready: bool,
) -> None:
    preview(qtbot, window, desk, name)
    page = importing(window).preview
    for tick in page.ticks[:ticks]:
        qtbot.mouseClick(tick, Qt.MouseButton.LeftButton)
    for field, text in typed.items():
        getattr(page, field).field.setText(text)
    assert page.install.isEnabled() == ready
    press(qtbot, window, Key.Key_F7)
    assert bool(desk.installed) == ready


def test_what_cannot_be_installed_offers_no_field_and_says_why(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk
) -> None:
    preview(qtbot, window, desk, "wrongly signed")
    page = importing(window).preview
    assert [field.isVisible() for field in page.fields] == [False] * 4
    assert says(window, "Chữ ký của danh sách sai")


def test_another_file_begins_with_nothing_said(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk) -> None:
    preview(qtbot, window, desk, "one root")
    page = importing(window).preview
    press(qtbot, window, Key.Key_F3)
    page.person.field.setText(AN)
    press(qtbot, window, Key.Key_Escape)
    preview(qtbot, window, desk, "one root")
    assert page.said == TypedAgreement()
    assert desk.installed == []


def test_a_scanner_presses_nothing(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk) -> None:
    preview(qtbot, window, desk, "one root")
    page = importing(window).preview
    page.person.field.setText(AN)
    press(qtbot, window, Key.Key_F3)
    assert page.install.isEnabled()
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            qtbot.keyClicks(widget, "001090012345|Nguyen Van An ")
            for key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Tab):
                qtbot.keyClick(widget, key)
    importing(window).settle()
    assert desk.installed == []
    assert [tick.isChecked() for tick in page.ticks] == [True]
    assert page.isVisible()


# What goes wrong


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (BROKEN, ["Không đọc được tệp này – không có gì thay đổi", "trust-anchor-malformed", "Kiểm tra tệp chứng thư"]),
        (RuntimeError("secret"), ["không có gì thay đổi", "unexpected", "RuntimeError"]),
    ],
    ids=["broken file", "our own mistake"],
)
def test_a_file_that_cannot_be_read_is_plain_words(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk, fault: Exception, said: list[str]
) -> None:
    press(qtbot, window, Key.Key_F6, Key.Key_F3, Key.Key_Down)
    desk.fault = fault
    press(qtbot, window, Key.Key_F3)
    assert [text for text in said if not says(window, text)] == []
    assert not says(window, "secret")
    desk.fault = None
    press(qtbot, window, Key.Key_F4)
    assert shown(window) is importing(window).files


def test_an_install_that_fails_says_code_and_remedy(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk) -> None:
    preview(qtbot, window, desk, "verified list")
    importing(window).preview.person.field.setText(AN)
    desk.fault = Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")
    press(qtbot, window, Key.Key_F7)
    for text in ("Chưa cài được – không có gì thay đổi", "journal-failed", "SQLITE_FULL", "Kiểm tra ổ đĩa"):
        assert says(window, text)


def test_an_install_under_way_cannot_be_left(qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk) -> None:
    preview(qtbot, window, desk, "verified list")
    importing(window).preview.person.field.setText(AN)
    desk.may_end.clear()
    qtbot.keyClick(window, Key.Key_F7)
    for key in (Key.Key_Escape, Key.Key_F4, Key.Key_F7):
        qtbot.keyClick(window, key)
    assert says(window, "Đang cài…")
    desk.may_end.set()
    importing(window).settle()
    assert says(window, DONE.headline.vi)
    assert len(desk.installed) == 1


# Between checks


def test_a_check_comes_before_an_import_and_takes_back_what_was_agreed(
    qtbot: QtBot, window: OperatorWindow, desk: FakeTrustDesk
) -> None:
    preview(qtbot, window, desk, "one root")
    press(qtbot, window, Key.Key_F3)
    importing(window).preview.person.field.setText(AN)
    window.present(operator_screen(SITUATIONS["admit"](), NOW + 6))
    assert says(window, NAME)
    assert not importing(window).isVisible()
    press(qtbot, window, Key.Key_F7, Key.Key_F6)
    assert desk.installed == []
    assert not importing(window).isVisible()
    window.present(operator_screen(SITUATIONS["idle"](), NOW + 20))
    page = importing(window).preview
    assert shown(window) is page
    assert page.said == TypedAgreement()
    assert not says(window, NAME)


def test_the_keys_of_a_check_do_nothing_while_trust_is_imported(qtbot: QtBot, desk: FakeTrustDesk) -> None:
    posted: list[object] = []
    window = OperatorWindow(lambda face: plain_frame(), posted.append, StaffDesks(trust=desk))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    show(qtbot, window)
    press(qtbot, window, Key.Key_F6, Key.Key_F8, Key.Key_F9)
    assert posted == []
    press(qtbot, window, Key.Key_Escape, Key.Key_F8)
    assert len(posted) == 1
