"""The staff screen while an administrator changes settings: nothing counts before it was saved as a whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.check.screens import Tone
from kiosk.domain.desks.settings import CAMERA, ROTATION, Setting, SettingsDesk, SettingsRefused, SettingsSaved
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.faults import Fault
from kiosk.domain.staff import StaffMember
from kiosk.domain.text import Text
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.settings import captions
from kiosk.ui.operator.settings.bench import Bench, Trial
from kiosk.ui.operator.settings.lines import refusal_lines
from kiosk.ui.operator.settings.page import Acts, SettingsPage
from kiosk.ui.operator.shift.lines import fault_lines

POLL_MILLISECONDS = 33
LONGEST_MILLISECONDS = 2 * 60 * 1000


class SettingsView(FurtherView):
    """Drafts are kept until they are saved or the page is left. ``on_leave`` closes it.

    A device is tried until somebody ends it, chooses something else, leaves or is locked out, or a check begins.
    """

    def __init__(self, desk: SettingsDesk, staff: StaffDesk, on_leave: Callable[[], None], bench: Bench) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._thread = DeskThread()
        self._settings: tuple[Setting, ...] = ()
        self._drafts: dict[str, str] = {}
        self._sure = False
        self._bench = bench
        self._trial: Trial | None = None
        self._tried = ""
        self._polls, self._longest = QTimer(self), QTimer(self)
        self._polls.setInterval(POLL_MILLISECONDS)
        self._polls.timeout.connect(self.look)
        self._longest.setSingleShot(True)
        self._longest.setInterval(LONGEST_MILLISECONDS)
        self._longest.timeout.connect(self.end_forgotten)
        self.headline = Headline()
        self.page = SettingsPage(
            Acts(
                self._change,
                self._save,
                self._attempt,
                self._restart,
                self._escape,
                chosen=self._end_trial,
                takes=bench.takes,
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(self.page, 1)

    def begin(self) -> None:
        self.take_back()
        self._load()

    def take_back(self) -> None:
        self._thread.drop()
        self._end_trial()
        self._settings, self._drafts, self._sure = (), {}, False
        self.page.close_field()
        self.page.show_notice(())
        self.page.show_settings((), {})

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        self.page.rescale()

    def hideEvent(self, event: QHideEvent) -> None:
        self._sure = False
        self._end_trial()

    def _load(self, headline: Text = captions.HEADLINE, tone: Tone = Tone.NEUTRAL) -> None:
        self.headline.show_headline(captions.LOADING, Tone.NEUTRAL, None)

        def loaded(settings: tuple[Setting, ...]) -> None:
            self._settings = settings
            self._show(headline, tone)

        self._thread.ask(self._desk.settings, loaded, self._fail)

    def _show(self, headline: Text, tone: Tone) -> None:
        self.headline.show_headline(headline, tone, None)
        self.page.show_settings(self._settings, self._drafts)

    def _show_drafts(self) -> None:
        changed = captions.CHANGED.filled(n=len(self._drafts)) if self._drafts else captions.HEADLINE
        self._show(changed, Tone.ATTENTION if self._drafts else Tone.NEUTRAL)

    def _change(self) -> None:
        """The next of the choices, or a value that is typed."""
        setting = self.page.setting
        self._sure = False
        if setting is None or setting.fixed:
            return
        self.page.show_notice(())
        value = self._drafts.get(setting.key, setting.value)
        if setting.options:
            values = [option.value for option in setting.options]
            at = values.index(value) + 1 if value in values else 0
            self._draft(setting, values[at % len(values)])
        elif self.page.asks:
            typed = self.page.field.text.strip()
            self.page.close_field()
            self._draft(setting, typed)
        else:
            self.page.ask_for(setting.name, value, in_words=setting.in_words)

    def _draft(self, setting: Setting, value: str) -> None:
        self._drafts.pop(setting.key, None)
        if value != setting.value:
            self._drafts[setting.key] = value
        tried = self._tried if self._trial is not None else ""
        self._end_trial()
        self._show_drafts()
        if tried in (CAMERA, ROTATION):
            # Whoever turns a camera wants to see it turn.
            self._try(tried)

    def _save(self) -> None:
        by = self._seated()
        if by is None or not self._drafts or self.page.asks:
            return
        drafts = dict(self._drafts)
        self.headline.show_headline(captions.SAVING, Tone.NEUTRAL, None)
        self._thread.ask(lambda: self._desk.save(by, drafts), self._saved, self._fail)

    def _saved(self, answer: SettingsSaved | SettingsRefused) -> None:
        if isinstance(answer, SettingsRefused):
            self.page.show_notice(refusal_lines(answer))
            self._show(captions.REFUSED, Tone.REFUSE)
            return
        self._drafts = {}
        self.page.show_notice(())
        self._load(captions.SAVED_RESTART if answer.restart else captions.SAVED, Tone.SUCCESS)

    def _attempt(self) -> None:
        """Begin to try the chosen setting's device as the setting would be, or end it."""
        setting = self.page.setting
        if self._trial is not None:
            self._end_trial()
        elif setting is not None and self._bench.takes(setting.key):
            self._try(setting.key)

    def _try(self, key: str) -> None:
        self.page.show_notice(())
        try:
            self._trial, self._tried = self._bench.open(key, self._value), key
        except Fault as fault:
            self.page.show_notice(fault_lines(fault))
            return
        self.headline.show_headline(captions.TRYING, Tone.ATTENTION, None)
        self.page.beside.verticalScrollBar().setValue(0)
        self._polls.start()
        self._longest.start()
        self.look()

    def look(self) -> None:
        """Show what the device under test shows now."""
        if self._trial is None:
            return
        try:
            lines = self._trial.look()
        except Fault as fault:
            lines = fault_lines(fault)
        self.page.show_trial(lines, self._trial.frame, self._trial.code)

    def _end_trial(self) -> None:
        if self._trial is None:
            return
        self._polls.stop()
        self._longest.stop()
        self._trial.close()
        self._trial = None
        self.page.close_trial()
        self._show_drafts()

    def end_forgotten(self) -> None:
        """A device that somebody forgot here would be kept from the people who come."""
        self._end_trial()
        self.headline.show_headline(captions.TRIED_LONG, Tone.NEUTRAL, None)

    def _value(self, key: str) -> str:
        return self._drafts.get(key) or next((one.value for one in self._settings if one.key == key), "")

    def _restart(self) -> None:
        if self._sure:
            self._desk.restart()
        else:
            self._sure = True
            self.headline.show_headline(captions.RESTART_SURE, Tone.ATTENTION, None)

    def _escape(self) -> None:
        """Out of what is typed, then of the question, then of a test, then of the page."""
        if self.page.asks:
            self.page.close_field()
        elif self._sure:
            self._sure = False
            self._show_drafts()
        elif self._trial is not None:
            self._end_trial()
        else:
            self.take_back()
            self._on_leave()

    def _fail(self, fault: Fault) -> None:
        self.headline.show_headline(captions.UNUSABLE, Tone.TROUBLE, None)
        self.page.show_notice(fault_lines(fault))

    def _seated(self) -> StaffMember | None:
        try:
            status = self._staff.status()
        except Fault:
            return None
        return None if status.locked else status.member
