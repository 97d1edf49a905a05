"""The board of evidence: white sheets with headings, side by side in as many columns as can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.ui.drawing.kept import Kept
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import MUTED, RULE, WHITE, colour
from kiosk.ui.drawing.typeface import Weight

_HEADING, _SIDE, _FOOT, _GAP = 2.1, 0.8, 0.5, 0.7
"""Heights and margins of a sheet in letters."""


class Sheet(QWidget):
    """A heading and, below it, widgets one under the other, each as high as it says it needs."""

    def __init__(self, heading: Text, *contents: QWidget) -> None:
        super().__init__()
        self._heading = heading
        self._contents = contents
        self._laid = Kept[Placed]()
        for content in contents:
            content.setParent(self)
        self.setAccessibleName(f"{heading.vi} / {heading.en}")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._stack(width, move=False)

    def arrange(self) -> None:
        """Place the contents anew after one of them changed."""
        self._stack(self.width(), move=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def _stack(self, width: int, *, move: bool) -> int:
        size = letter(self)
        inner = max(1, width - 2 * round(_SIDE * size))
        top = round(_HEADING * size)
        for content in self._contents:
            height = content.heightForWidth(inner)
            if move:
                content.setGeometry(QRect(round(_SIDE * size), top, inner, height))
            top += height
        return top + round(_FOOT * size)

    @property
    def letters(self) -> tuple[Placed, ...]:
        size = letter(self)
        return (self._laid.get((size, self.width()), lambda: self._headed(size)),)

    def _headed(self, size: float) -> Placed:
        rect = QRectF(_SIDE * size, 0.4 * size, max(1.0, self.width() - 2 * _SIDE * size), 1.6 * size)
        said = Paragraph(f"{self._heading.vi} · {self._heading.en}", size * 0.95, Weight.DemiBold, MUTED)
        return placed(rect, (said,), Align.LEFT_MIDDLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        size = letter(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(RULE), 1))
        painter.setBrush(colour(WHITE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), size * 0.6, size * 0.6)
        draw(painter, self.letters)


class Board(QWidget):
    """Places sheets in columns and is as high as the longest one; a scroll area shows what a small display cannot."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        super().__init__()
        self._sheets = sheets
        self._columns: Sequence[Sequence[str]] = (tuple(sheets),)
        for sheet in sheets.values():
            sheet.setParent(self)

    def set_columns(self, columns: Sequence[Sequence[str]]) -> None:
        """The names of the sheets, column by column."""
        self._columns = columns
        self.arrange()

    def arrange(self) -> None:
        """Place the sheets anew after one of them changed; hidden ones take no room."""
        gap = round(_GAP * letter(self))
        width = (self.width() - gap * (len(self._columns) - 1)) // len(self._columns)
        lowest = 0
        for at, names in enumerate(self._columns):
            top = 0
            for sheet in (self._sheets[name] for name in names):
                if sheet.isHidden():
                    continue
                height = sheet.heightForWidth(width)
                sheet.setGeometry(at * (width + gap), top, width, height)
                sheet.arrange()
                top += height + gap
            lowest = max(lowest, top - gap)
        self.setMinimumHeight(max(0, lowest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()
