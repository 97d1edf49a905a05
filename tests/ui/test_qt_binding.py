"""The Qt binding itself: a call without a result must not use up a reference to None (it kills Python 3.11)."""

from __future__ import annotations

import sys

from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

CALLS = 2000
SLACK = 100


def test_void_calls_leave_the_references_to_none_alone(qtbot: QtBot) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)  # must outlive its painter
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        painter.translate(0.0, 0.0)
    after = sys.getrefcount(None)
    painter.end()
    assert after > before - SLACK
