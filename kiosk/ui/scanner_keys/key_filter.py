"""The filter before all windows: catches what a scanner types, and lets people's typing through in its order."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from shiboken6 import isValid

from kiosk.ui.scanner_keys.bursts import GAP_SECONDS, Bursts, Step

_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_SHIFTS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Mode_switch,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
    }
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class Held:
    """A key that waits: whose it was, and how to make it again. Qt's own events do not outlive their handling."""

    receiver: QObject
    again: Callable[[], QEvent]


class ScannerKeys(QObject):
    """Install it on the application. ``on_scan`` gets what was scanned, a carriage return behind it where it ended.

    While a scanner types, no key reaches a window and no shortcut fires, Enter least of all. Main thread only.
    """

    def __init__(
        self, on_scan: Callable[[str], None], prefix: str = "", monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._on_scan = on_scan
        self._moments = _Moments(monotonic)
        self._bursts: Bursts[Held] = Bursts(prefix)
        self._giving_back = False
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.setInterval(round(GAP_SECONDS * 1000) + 10)
        self._silence.timeout.connect(self.fall_silent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._giving_back:
            return False
        match event.type():
            case QEvent.Type.KeyPress:
                assert isinstance(event, QKeyEvent)
                return self._pressed(watched, event)
            case QEvent.Type.KeyRelease:
                assert isinstance(event, QKeyEvent)
                return self._done(self._bursts.released(_held(watched, event), self._moments.of(event)))
            case QEvent.Type.ShortcutOverride:
                assert isinstance(event, QKeyEvent)
                return self._overridden(event)
            case QEvent.Type.InputMethod:
                assert isinstance(event, QInputMethodEvent)
                return self._composed(watched, event)
        return False

    def fall_silent(self) -> None:
        """No key came for a while: decide on what was held, hand on what was scanned."""
        self._done(self._bursts.silence())

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        now = self._moments.of(event)
        if event.key() in _ENDS:
            return self._done(self._bursts.end(now))
        if event.key() in _SHIFTS and not self._bursts.is_running(now):
            return False
        if not _writes(event) or event.isAutoRepeat():
            return self._done(self._bursts.other(now))
        return self._done(self._bursts.text(_held(watched, event), event.text(), now))

    def _overridden(self, event: QKeyEvent) -> bool:
        """Comes before a key may be a shortcut. Whoever accepts this keeps it from being one; it is then pressed."""
        now = self._moments.of(event)
        if self._bursts.is_running(now):
            event.accept()
            return True
        if not _writes(event) and event.key() not in _SHIFTS:
            # What was held was typed before this key, and must be there before the shortcut is.
            self._done(self._bursts.other(now))
        return False

    def _composed(self, watched: QObject, event: QInputMethodEvent) -> bool:
        """What an input method writes. While a scanner types it is the scanner's, taken apart as it is."""
        now = self._moments.of(event)
        if written := event.commitString():
            return self._done(self._bursts.text(Held(watched, lambda: _committed(written)), written, now))
        return self._bursts.is_running(now)

    def _done(self, step: Step[Held]) -> bool:
        self._silence.stop()
        if self._bursts.waiting:
            self._silence.start()
        self._give_back(step.replay)
        if step.scanned:
            self._on_scan(step.scanned)
        return step.swallowed

    def _give_back(self, keys: tuple[Held, ...]) -> None:
        self._giving_back = True
        try:
            for key in keys:
                if isValid(key.receiver):
                    QCoreApplication.sendEvent(key.receiver, key.again())
        finally:
            self._giving_back = False


class _Moments:
    """Times of events, all on one clock: the window system's own where it tells, ours set to it elsewhere.

    A busy program sees keys in heaps; the window system knows when they were pressed.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._ahead = 0.0

    def of(self, event: QEvent) -> float:
        now = self._monotonic()
        stamp = event.timestamp() / 1000 if isinstance(event, QKeyEvent) else 0.0
        if not stamp:
            return now + self._ahead
        self._ahead = stamp - now
        return stamp


def _writes(event: QKeyEvent) -> bool:
    return event.text() != "" and event.text().isprintable() and not event.modifiers() & _COMMANDS


def _held(receiver: QObject, event: QKeyEvent) -> Held:
    # Not event.clone(): nobody deletes what it gives, a quarter of a kilobyte for every key.
    kind, key, modifiers, text = event.type(), event.key(), event.modifiers(), event.text()
    return Held(receiver, lambda: QKeyEvent(kind, key, modifiers, text))


def _committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event
