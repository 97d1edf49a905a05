"""The settings one below the other, everything about the chosen one beside them, and what can be done, each by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from kiosk.check.screens import Line
from kiosk.domain.desks.scanner_setup import SampleCode
from kiosk.domain.desks.settings import LONGEST_VALUE, Setting
from kiosk.domain.face import Frame
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.choice_rows import ChoiceRows
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scanner_setup.symbol_view import SymbolView
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.settings import captions
from kiosk.ui.operator.settings.lines import setting_lines, setting_row
from kiosk.ui.operator.settings.picture import CameraPicture
from kiosk.ui.operator.shift.captions import SECTION_NOTICE
from kiosk.ui.operator.typed_field import TypedField


@dataclass(frozen=True, slots=True)
class Acts:
    """What the page's keys do. ``takes`` says whether a setting, by its key, has a device to be tried."""

    change: Callable[[], None]
    save: Callable[[], None]
    attempt: Callable[[], None]
    restart: Callable[[], None]
    leave: Callable[[], None]
    chosen: Callable[[], None]
    takes: Callable[[str], bool]


class SettingsPage(Page):
    """Shows settings and drafts; a value is typed into ``field``, which is there while one is asked for."""

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._settings: tuple[Setting, ...] = ()
        self._drafts: Mapping[str, str] = {}
        self._change = acts.change
        self._chosen, self._takes = acts.chosen, acts.takes
        self.rows: ChoiceRows[str] = ChoiceRows(self._press, aside_letters=20.0)
        self.scrolled = scrolling(self.rows)
        self.field = TypedField(captions.TYPING, LONGEST_VALUE, lambda: None)
        self.notice = EvidenceLines(0.45)
        self.chosen = EvidenceLines(0.3)
        self.picture = CameraPicture(captions.NO_PICTURE)
        self.code = SymbolView()
        self.trial = EvidenceLines(0.3)
        self._sheets = {
            "notice": Sheet(SECTION_NOTICE, self.notice),
            "chosen": Sheet(captions.SECTION_CHOSEN, self.chosen),
            "picture": Sheet(captions.SECTION_PICTURE, self.picture),
            "code": Sheet(captions.SECTION_CODE, self.code),
            "trial": Sheet(captions.SECTION_TRIAL, self.trial),
        }
        self._board = Board(self._sheets)
        self._board.set_columns((("notice", "picture", "code", "trial", "chosen"),))
        self.beside = scrolling(self._board)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.addWidget(self.scrolled, 5)
        right = QVBoxLayout()
        right.addWidget(self.field)
        right.addWidget(self.beside, 1)
        self._halves.addLayout(right, 4)
        self.column.addLayout(self._halves, 1)
        self.change = Button(captions.BUTTON_CHANGE, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.save = Button(captions.BUTTON_SAVE, least_mm=STAFF_TARGET_MM, key="F4")
        self.attempt = Button(captions.BUTTON_TRY, least_mm=STAFF_TARGET_MM, key="F5")
        self.restart = Button(captions.BUTTON_RESTART, least_mm=STAFF_TARGET_MM, key="F6")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        for button, key, act in (
            (self.change, Qt.Key.Key_F3, acts.change),
            (self.save, Qt.Key.Key_F4, acts.save),
            (self.attempt, Qt.Key.Key_F5, acts.attempt),
            (self.restart, Qt.Key.Key_F6, acts.restart),
            (self.back, Qt.Key.Key_Escape, acts.leave),
        ):
            self.foot.addWidget(button)
            button.clicked.connect(partial(self._act, button, act))
            on_key(self, key, partial(self._act, button, act))
        for key, rows in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, rows), repeats=True)
        self.column.addLayout(self.foot)
        self.field.hide()
        self.show_notice(())
        self.close_trial()

    @property
    def setting(self) -> Setting | None:
        """The chosen one."""
        return next((one for one in self._settings if one.key == self.rows.chosen), None)

    def show_settings(self, settings: tuple[Setting, ...], drafts: Mapping[str, str]) -> None:
        """What stands in the files, and what was changed since."""
        self._settings, self._drafts = settings, dict(drafts)
        self.rows.show_choices(tuple(setting_row(one, drafts) for one in settings), keep=True)
        self._tell()

    def show_notice(self, lines: tuple[Line, ...]) -> None:
        """What came of the last act; nothing hides it."""
        self.notice.show_lines(lines)
        self._sheets["notice"].setVisible(bool(lines))
        self._board.arrange()

    def show_trial(self, lines: tuple[Line, ...], frame: Frame | None, code: SampleCode | None) -> None:
        """What a device under test shows now. Nothing of a picture stays once there is none."""
        if frame is not None:
            self.picture.show_frame(frame)
        if code is not None:
            self.code.show_code(code)
        seen = {"picture": frame is not None, "code": code is not None, "trial": True}
        changed = self.trial.show_lines(lines)
        for name, wanted in seen.items():
            changed |= self._sheets[name].isHidden() is wanted
            self._sheets[name].setVisible(wanted)
        if frame is None:
            self.picture.forget(captions.NO_PICTURE)
        self.attempt.rename(captions.BUTTON_STOP)
        if changed:
            self._board.arrange()

    def close_trial(self) -> None:
        """Nothing is tried any more."""
        self.picture.forget(captions.NO_PICTURE)
        self.trial.show_lines(())
        for name in ("picture", "code", "trial"):
            self._sheets[name].setVisible(False)
        self.attempt.rename(captions.BUTTON_TRY)
        self._board.arrange()

    def ask_for(self, name: Text, value: str, *, in_words: bool) -> None:
        """Ask for a value to be typed."""
        self.field.call(name)
        self.field.take_plain(not in_words)
        self.field.field.setText(value)
        self.field.show()
        self.change.rename(captions.BUTTON_TAKE)
        self.window().activateWindow()
        self.field.field.setFocus()
        self.field.field.selectAll()

    def close_field(self) -> None:
        """Nothing is typed any more."""
        self.field.forget()
        self.field.field.clearFocus()
        self.field.hide()
        self.change.rename(captions.BUTTON_CHANGE)

    @property
    def asks(self) -> bool:
        return not self.field.isHidden()

    def rescale(self) -> None:
        super().rescale()
        self.rows.rescale()
        self.field.rescale()
        self._halves.setSpacing(round(0.7 * letter(self)))
        wide = self.width() > self.height()
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._board.arrange()

    def _press(self, _key: str) -> None:
        self._chosen()
        self._tell()
        self._act(self.change, self._change)

    def _act(self, button: Button, act: Callable[[], None], _checked: bool = False) -> None:
        if button.isEnabled():
            act()

    def _step(self, rows: int) -> None:
        if self.asks:
            return
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))
        self._chosen()
        self._tell()

    def _tell(self) -> None:
        setting = self.setting
        self.chosen.show_lines(setting_lines(setting, self._drafts) if setting else (), captions.LOADING)
        self.attempt.setEnabled(setting is not None and self._takes(setting.key))
        self.change.setEnabled(setting is not None and not setting.fixed)
        self.save.setEnabled(bool(self._drafts))
        self._board.arrange()
