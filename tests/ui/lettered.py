"""Collects every piece of text that a window paints, for tests of the layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from kiosk.ui.drawing.lettering import Placed


def lettered(window: QWidget) -> Iterator[tuple[QWidget, Placed]]:
    """Every visible widget that paints letters, with each of its rectangles and the lines in it."""
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible() and hasattr(widget, "letters"):
            for letters in cast(tuple[Placed, ...], widget.letters):
                yield widget, letters


def words(window: QWidget) -> str:
    """All visible words of a window, in painting order, lines joined by spaces."""
    joined = " ".join(line.text for _, (_, lines) in lettered(window) for line in lines)
    return joined.replace("\u00a0", " ")


def says(window: QWidget, text: str) -> bool:
    """Whether the text is painted, wherever its lines end."""
    return "".join(text.split()) in "".join(words(window).split())


def clipped(window: QWidget) -> list[str]:
    """What does not fit: lines outside their rectangle, rectangles outside their widget, letters outside their line."""
    found = []
    slack = QRectF(-0.6, -0.6, 1.2, 1.2)
    for widget, (rect, lines) in lettered(window):
        whole = QRectF(widget.rect())
        for line in lines:
            measured = QFontMetricsF(line.font)
            here = line.rect.translated(rect.topLeft())
            ink = measured.tightBoundingRect(line.text).translated(0, line.baseline)
            problems = {
                "line leaves its rectangle": not _grown(rect, slack).contains(here),
                "rectangle leaves the widget": not _grown(whole, slack).contains(rect),
                "letters are wider than the line": measured.horizontalAdvance(line.text) > line.rect.width() + 0.6,
                "letters are higher than the line": ink.top() < line.rect.top() - 0.6
                or ink.bottom() > line.rect.bottom() + 0.6,
            }
            found += [f"{type(widget).__name__} «{line.text}»: {name}" for name, wrong in problems.items() if wrong]
    return found


def _grown(rect: QRectF, by: QRectF) -> QRectF:
    return rect.adjusted(by.left(), by.top(), by.right(), by.bottom())


def overlapping(window: QWidget) -> list[str]:
    """Pairs of lines, of different widgets or of one, that cover each other on the window."""
    placed = []
    for widget, (rect, lines) in lettered(window):
        corner = widget.mapTo(window, widget.rect().topLeft()) if widget is not window else widget.rect().topLeft()
        for line in lines:
            at = line.rect.translated(rect.topLeft()).translated(corner.x(), corner.y())
            placed.append((line.text, at.adjusted(1, 1, -1, -1)))
    return [
        f"«{one}» and «{other}»"
        for at, (one, here) in enumerate(placed)
        for other, there in placed[at + 1 :]
        if here.intersects(there)
    ]
