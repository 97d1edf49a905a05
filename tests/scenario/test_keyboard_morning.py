"""The staff's real windows over a whole kiosk, by keys alone: log in, find a person, look, decide, blank a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.accounts import accounts as rooms
from kiosk.app.settings.values import CitizenSettings
from kiosk.app.staff.acts import opened
from kiosk.app.windows import Windows
from kiosk.app.wiring import Assembly
from kiosk.check.screens import ScreenKind, Tone
from kiosk.check.states import CheckingByHand, Idle, Phase, ShowingResult
from kiosk.domain.staff import Role, StaffMember
from tests.fakes.staff import HASHER, PASSWORDS
from tests.scenario.house import House

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
WAIT = 30_000


class Desk:
    """Windows over a running kiosk, and a supervisor's fingers."""

    def __init__(self, house: House, windows: Windows, qtbot: QtBot) -> None:
        self._house = house
        self._qtbot = qtbot
        self.citizen, self.staff = windows.ui.citizen, windows.ui.operator
        windows.show()
        self.staff.activateWindow()

    def until(self, wanted: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(wanted, timeout=WAIT)

    def until_phase(self, such: type[Phase]) -> Phase:
        self.until(lambda: isinstance(self._house.assembly.runner.kiosk.phase, such))
        return self._house.assembly.runner.kiosk.phase

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.staff, key, modifier)

    def type(self, text: str) -> None:
        """Into the field that has the focus; letter by letter it would be as fast as a scanner, and caught as one."""
        field = self.staff.focusWidget()
        assert isinstance(field, QLineEdit)
        field.insert(text)

    @property
    def seen(self) -> tuple[ScreenKind, Tone] | None:
        """What the citizen sees."""
        shown = self.citizen.shown
        return (shown.kind, shown.tone) if shown else None


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(rooms, "SecretHasher", lambda: HASHER)
    made: list[Windows] = []
    start = Assembly.start

    def with_windows(assembly: Assembly) -> None:
        made.append(Windows(assembly, fullscreen=False, staffed=True, citizen=CitizenSettings(volume=0.0)))
        start(assembly)

    monkeypatch.setattr(Assembly, "start", with_windows)
    house = House(tmp_path)
    with house.open():
        house.until(Idle)
        assert isinstance(
            house.assembly.staff_desk.make_administrator("hoa.admin", PASSWORDS["hoa.admin"]), StaffMember
        )
        with opened(house.settings) as (accounts, _):
            accounts.add("lan", Role.SUPERVISOR, PASSWORDS["lan"], by="hoa.admin")
        house.assembly.staff_desk.log_out()
        yield Desk(house, made[0], qtbot)
        made[0].ui.close()


def test_a_person_is_found_looked_at_and_admitted_without_a_mouse(desk: Desk) -> None:
    assert desk.staff.login is not None
    assert desk.staff.override is not None
    desk.until(desk.staff.login.isVisible)
    desk.press(Key.Key_F2)
    desk.type("lan")
    desk.press(Key.Key_F2)
    desk.type(PASSWORDS["lan"])
    desk.press(Key.Key_F3)
    desk.until(lambda: not desk.staff.login.isVisible())  # type: ignore[union-attr]

    desk.press(Key.Key_F2, SHIFT)
    (search,) = (page.view for page in desk.staff.further if page.key is Key.Key_F2)
    desk.until(search.isVisible)
    desk.type("an van nguyen")
    desk.press(Key.Key_F3)
    desk.until(lambda: search.page.rows.chosen is not None)
    desk.press(Key.Key_F3)

    desk.until_phase(CheckingByHand)
    desk.until(lambda: desk.staff.staff_bar.seen.isVisible() and desk.staff.live_photo.has_image)
    assert desk.seen == (ScreenKind.LOOK_AT_CAMERA, Tone.NEUTRAL)
    desk.press(Key.Key_F3)

    desk.until(desk.staff.override.isVisible)
    assert desk.seen == (ScreenKind.WAIT_FOR_STAFF, Tone.NEUTRAL)
    desk.press(Key.Key_F3)
    desk.press(Key.Key_F3)
    desk.until(lambda: desk.seen == (ScreenKind.RESULT, Tone.SUCCESS))
    result = desk.until_phase(ShowingResult)
    assert isinstance(result, ShowingResult)
    desk.until(lambda: not desk.staff.override.isVisible())  # type: ignore[union-attr]

    desk.press(Key.Key_F9, SHIFT)
    (over,) = (page.view for page in desk.staff.further if page.key is Key.Key_F9)
    desk.until(over.isVisible)
    desk.press(Key.Key_F3)
    desk.until(lambda: desk.seen == (ScreenKind.WAIT_FOR_STAFF, Tone.NEUTRAL))
    desk.press(Key.Key_F3)
    desk.until(lambda: desk.seen is not None and desk.seen[0] is not ScreenKind.WAIT_FOR_STAFF)
