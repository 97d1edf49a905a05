"""The Qt binding itself: PySide6 6.12.0 gives a reference to ``None`` away with every call that returns nothing.

Before Python 3.12 that count can reach zero, and the interpreter then aborts, within seconds of a live preview.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def test_calls_without_a_result_leave_none_alone(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(200):
        widget.update()
    assert sys.getrefcount(None) > before - 100
