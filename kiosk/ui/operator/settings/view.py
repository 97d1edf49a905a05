"""The staff screen while an administrator changes settings: nothing counts before it was saved as a whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.check.screens import Tone
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault
from kiosk.domain.settings_desk import CAMERA, Setting, SettingsDesk, SettingsRefused, SettingsSaved
from kiosk.domain.staff import StaffMember
from kiosk.domain.staff_desk import StaffDesk
from kiosk.domain.text import Text
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.settings import captions
from kiosk.ui.operator.settings.lines import refusal_lines
from kiosk.ui.operator.settings.page import Acts, SettingsPage
from kiosk.ui.operator.shift.lines import fault_lines


class SettingsView(FurtherView):
    """Drafts are kept until they are saved or the page is left. ``on_leave`` closes it."""

    def __init__(self, desk: SettingsDesk, staff: StaffDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._thread = DeskThread()
        self._settings: tuple[Setting, ...] = ()
        self._drafts: dict[str, str] = {}
        self._sure = False
        self.headline = Headline()
        self.page = SettingsPage(Acts(self._change, self._save, self._look, self._restart, self._escape))
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
        self._settings, self._drafts, self._sure = (), {}, False
        self.page.close_field()
        self.page.picture.forget(captions.NO_PICTURE)
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
        self.page.picture.forget(captions.NO_PICTURE)

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
            self.page.ask_for(setting.name, value)

    def _draft(self, setting: Setting, value: str) -> None:
        self._drafts.pop(setting.key, None)
        if value != setting.value:
            self._drafts[setting.key] = value
        self.page.picture.forget(captions.NO_PICTURE)
        self._show_drafts()

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

    def _look(self) -> None:
        setting = self.page.setting
        if setting is not None and setting.key == CAMERA:
            camera = self._drafts.get(CAMERA, setting.value)
            self.page.picture.forget(captions.LOOKING)
            self._thread.ask(lambda: self._desk.picture(camera), self._picture, self._no_picture)

    def _picture(self, frame: Frame) -> None:
        self.page.show_notice(())
        self.page.picture.show_frame(frame)

    def _no_picture(self, fault: Fault) -> None:
        self.page.picture.forget(captions.NO_PICTURE)
        self.page.show_notice(fault_lines(fault))

    def _restart(self) -> None:
        if self._sure:
            self._desk.restart()
        else:
            self._sure = True
            self.headline.show_headline(captions.RESTART_SURE, Tone.ATTENTION, None)

    def _escape(self) -> None:
        """Out of what is typed, then of the question, then of the page."""
        if self.page.asks:
            self.page.close_field()
        elif self._sure:
            self._sure = False
            self._show_drafts()
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
