"""A view of something longer than the display: it scrolls from top to bottom, by wheel, by finger and by page keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from kiosk.ui.drawing.palette import MUTED, PAPER
from kiosk.ui.operator.keys import on_key

_STYLE = f"""
QScrollBar:vertical {{ width: 12px; background: {PAPER}; margin: 0; }}
QScrollBar::handle:vertical {{ background: {MUTED}; border-radius: 5px; margin: 1px; min-height: 40px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
"""


def scrolling(whole: QWidget) -> QScrollArea:
    """``whole`` behind a view of its own; Page Up and Page Down turn it while it is shown."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(whole)
    scroll.viewport().setAutoFillBackground(False)
    whole.setAutoFillBackground(False)
    scroll.setStyleSheet(_STYLE)
    for key, pages in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):
        on_key(scroll, key, partial(_turn, scroll, pages), repeats=True)
    return scroll


def _turn(scroll: QScrollArea, pages: int) -> None:
    bar = scroll.verticalScrollBar()
    bar.setValue(bar.value() + pages * bar.pageStep())
