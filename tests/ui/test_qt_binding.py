"""The Qt binding itself: it must not use up references to None (that kills Python 3.11), nor read sources at start."""

from __future__ import annotations

import subprocess
import sys

import pytest
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


@pytest.mark.parametrize(
    ("first", "read"),
    [
        ("import PySide6.QtCore", ["True"]),
        ("from kiosk.ui import qt_binding; print(qt_binding.leave_sources_unread())", ["True", "False"]),
    ],
    ids=["the binding reads what is imported after it", "switched off"],
)
def test_the_source_of_modules_that_are_imported_later_stays_unread(first: str, read: list[str]) -> None:
    code = f"{first}; import colorsys, linecache; print(colorsys.__file__ in linecache.cache)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == read
