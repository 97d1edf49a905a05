"""Keys that work while a part of the staff screen is shown; a hidden part takes none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_key(
    part: QWidget,
    key: Qt.Key | QKeyCombination,
    action: Callable[[], None],
    *,
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    repeats: bool = False,
) -> None:
    """Do ``action`` on press while ``part`` is visible; held down, only a key that ``repeats`` does it again."""
    shortcut = QShortcut(QKeySequence(key), part)
    shortcut.setContext(context)
    shortcut.setAutoRepeat(repeats)
    shortcut.activated.connect(action)
