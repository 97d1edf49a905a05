"""Qt without a display, with the shipped typeface."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kiosk.ui.drawing.typeface import load_typeface


@pytest.fixture(autouse=True)
def typeface(qapp: QApplication) -> None:
    load_typeface()
    qapp.setStyle("Fusion")


@pytest.fixture(autouse=True, scope="module")
def nothing_left_open(qapp: QApplication) -> Iterator[None]:
    """What a file's tests leave behind would go on moving and drawing through those of all that follow."""
    yield
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
