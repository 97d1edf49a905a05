"""Qt's own messages go into the program's log instead of to standard error."""

from __future__ import annotations

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_HARMLESS = ("This plugin does not support propagateSizeHints()",)
"""What Qt's offscreen platform says at each window, and nobody can do anything about."""

_log = logging.getLogger("qt")


def install_message_handler() -> None:
    """Send Qt's messages to the logger ``qt``; calling twice does no harm."""
    qInstallMessageHandler(_take)


def _take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = logging.DEBUG if message in _HARMLESS else _LEVELS.get(kind, logging.WARNING)
    _log.log(level, "%s", message)
