"""Kiosk mode: no way out without leave, no cursor before citizens, one display for two windows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui import kiosk_mode
from kiosk.ui.kiosk_mode import KioskMode


@dataclass
class World:
    citizen: QWidget
    operator: QWidget
    mode: KioskMode
    leave: list[bool]
    quits: list[str] = field(default_factory=list)
    inhibited: list[str] = field(default_factory=list)


@pytest.fixture
def world(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    citizen, operator = QWidget(), QWidget()
    for window in (citizen, operator):
        qtbot.addWidget(window)
        window.show()
    leave = [False]
    world = World(citizen, operator, KioskMode(citizen, operator, lambda: leave[0]), leave)
    monkeypatch.setattr(QApplication, "quit", lambda *_: world.quits.append("quit"))
    monkeypatch.setattr(kiosk_mode, "inhibit_blanking", lambda *said: world.inhibited.append(said[0]))
    yield world
    world.mode.end()


@pytest.mark.parametrize("name", ["citizen", "operator"])
@pytest.mark.parametrize(("allowed", "quits"), [(False, []), (True, ["quit"])], ids=["without leave", "with leave"])
def test_closing_a_window(world: World, name: str, allowed: bool, quits: list[str]) -> None:
    world.mode.begin()
    world.leave[0] = allowed
    window: QWidget = getattr(world, name)
    assert not window.close()
    assert window.isVisible()
    assert world.quits == quits


@pytest.mark.parametrize(("allowed", "quits"), [(False, []), (True, ["quit"])], ids=["without leave", "with leave"])
def test_the_key_to_leave(qtbot: QtBot, world: World, allowed: bool, quits: list[str]) -> None:
    world.mode.begin()
    world.leave[0] = allowed
    with qtbot.waitActive(world.operator):
        world.operator.activateWindow()
    qtbot.keyClick(
        world.operator, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert world.quits == quits


def test_before_and_after_windows_are_ordinary(world: World) -> None:
    assert world.operator.close()
    world.operator.show()
    world.mode.begin()
    assert not world.operator.close()
    world.mode.end()
    assert world.operator.close()
    assert world.quits == []


def test_citizens_see_no_cursor_and_the_screens_stay_on(world: World) -> None:
    before = world.citizen.cursor().shape()
    world.mode.begin()
    world.mode.begin()
    assert world.citizen.cursor().shape() is Qt.CursorShape.BlankCursor
    assert world.operator.cursor().shape() is not Qt.CursorShape.BlankCursor
    assert world.inhibited == ["kiosk"]
    world.mode.end()
    assert world.citizen.cursor().shape() is before


def seen(world: World) -> list[str]:
    return [name for name in ("citizen", "operator") if getattr(world, name).isVisible()]


def test_on_one_display_a_key_turns_the_windows(qtbot: QtBot, world: World) -> None:
    world.mode.begin()
    world.mode.share_display(True)
    assert seen(world) == ["citizen"]
    for front, after in ((world.citizen, ["operator"]), (world.operator, ["citizen"])):
        with qtbot.waitActive(front):
            front.activateWindow()
        qtbot.keyClick(front, Qt.Key.Key_F1)
        assert seen(world) == after


def test_somebody_with_a_card_comes_before_the_staff_screen(world: World) -> None:
    world.mode.begin()
    world.mode.share_display(True)
    world.mode.turn()
    assert seen(world) == ["operator"]
    world.mode.serve()
    assert seen(world) == ["citizen"]


def test_with_two_displays_both_stay(world: World) -> None:
    world.mode.begin()
    world.mode.share_display(True)
    world.mode.share_display(False)
    world.mode.turn()
    world.mode.serve()
    assert seen(world) == ["citizen", "operator"]
