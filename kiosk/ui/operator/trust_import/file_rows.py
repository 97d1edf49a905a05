"""The files and folders of one folder, one below the other, one of them chosen by the arrow keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.domain.trust_import import FolderEntry
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter, millimetres
from kiosk.ui.drawing.palette import ACCENT, INK, MUTED, RULE, TRACK, WHITE, colour
from kiosk.ui.drawing.typeface import Weight
from kiosk.ui.operator.trust_import.captions import FOLDER

_UNITS = ((1 << 20, "MB"), (1 << 10, "KB"), (1, "B"))


class FileRows(QWidget):
    """Rows of one height; a click opens a row, and the chosen one is what the open key takes."""

    def __init__(self, on_open: Callable[[FolderEntry], None]) -> None:
        super().__init__()
        self._on_open = on_open
        self._entries: tuple[FolderEntry, ...] = ()
        self._chosen = 0
        self._laid: tuple[tuple[int, float], tuple[Placed, ...]] | None = None

    def show_entries(self, entries: tuple[FolderEntry, ...]) -> None:
        self._entries, self._chosen, self._laid = entries, 0, None
        self.rescale()
        self._speak()
        self.update()

    @property
    def chosen(self) -> FolderEntry | None:
        return self._entries[self._chosen] if self._entries else None

    def choose(self, rows: int) -> QRectF:
        """Choose the row that lies ``rows`` further; where it stands."""
        self._chosen = max(0, min(len(self._entries) - 1, self._chosen + rows))
        self._speak()
        self.update()
        return self._row(self._chosen)

    def open_chosen(self) -> None:
        if self.chosen is not None:
            self._on_open(self.chosen)

    def rescale(self) -> None:
        """Follow the window's letter size."""
        self._laid = None
        self.setMinimumHeight(len(self._entries) * self._height())

    def sizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    @property
    def letters(self) -> tuple[Placed, ...]:
        key = (self.width(), letter(self))
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, tuple(one for at in range(len(self._entries)) for one in self._lay(at)))
        return self._laid[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, self.width(), len(self._entries) * self._height()), colour(WHITE))
        for at, entry in enumerate(self._entries):
            row = self._row(at)
            if at == self._chosen:
                painter.setPen(QPen(colour(ACCENT), 3))
                painter.setBrush(colour("#e3effa"))
                painter.drawRoundedRect(row.adjusted(2, 2, -2, -2), 6, 6)
            elif at:
                painter.setPen(QPen(colour(RULE), 1))
                painter.drawLine(row.topLeft(), row.topRight())
            _draw_icon(painter, self._icon(at), entry.is_folder)
        draw(painter, self.letters)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // self._height()
        if 0 <= at < len(self._entries) and self.rect().contains(event.position().toPoint()):
            self.choose(at - self._chosen)
            self.open_chosen()

    def _lay(self, at: int) -> tuple[Placed, ...]:
        entry, row, size = self._entries[at], self._row(at), letter(self)
        left = self._icon(at).right() + size
        aside = 17 * size
        name = QRectF(left, row.top() + 3, max(1.0, row.right() - aside - left - size), row.height() - 6)
        about = QRectF(row.right() - aside, row.top() + 3, aside - size, row.height() - 6)
        told = FOLDER if entry.is_folder else _about(entry.size, entry.changed)
        said = (Paragraph(entry.name, 1.25 * size, Weight.Medium, INK),)
        aside_said = (
            Paragraph(told.vi, size, Weight.Medium, MUTED),
            Paragraph("" if told.en == told.vi else told.en, 0.78 * size, Weight.Normal, MUTED),
        )
        return (
            placed(name, said, Align.LEFT_MIDDLE, smallest=0.8),
            placed(about, aside_said, Align.RIGHT_MIDDLE, gap=0.0),
        )

    def _height(self) -> int:
        return max(millimetres(self, STAFF_TARGET_MM), round(3.2 * letter(self)))

    def _row(self, at: int) -> QRectF:
        height = self._height()
        return QRectF(0, at * height, self.width(), height)

    def _icon(self, at: int) -> QRectF:
        row = self._row(at)
        side = row.height() * 0.44
        return QRectF(row.left() + letter(self), row.top() + (row.height() - side) / 2, side, side)

    def _speak(self) -> None:
        self.setAccessibleName(self.chosen.name if self.chosen else "")


def _about(size: int, changed: datetime | None) -> Text:
    step, unit = next((one for one in _UNITS if size >= one[0]), _UNITS[-1])
    amount = f"{size / step:.1f}".rstrip("0").rstrip(".") if step > 1 else str(size)
    day = f" · {changed:%d/%m/%Y}" if changed else ""
    return Text(f"{amount.replace('.', ',')} {unit}{day}", f"{amount.replace('.', ',')} {unit}{day}")


def _draw_icon(painter: QPainter, box: QRectF, is_folder: bool) -> None:
    """A folder with its tab, or a sheet of paper with lines."""
    painter.setPen(QPen(colour(MUTED), 1.6))
    painter.setBrush(colour("#ffe3a3" if is_folder else WHITE))
    if is_folder:
        painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * 0.5, box.height() * 0.4), 2, 2)
        painter.drawRoundedRect(box.adjusted(0, box.height() * 0.2, 0, 0), 2, 2)
        return
    sheet = box.adjusted(box.width() * 0.12, 0, -box.width() * 0.12, 0)
    painter.drawRoundedRect(sheet, 2, 2)
    painter.setPen(QPen(colour(TRACK), 1.6))
    for share in (0.3, 0.5, 0.7):
        y = sheet.top() + sheet.height() * share
        painter.drawLine(QPointF(sheet.left() + 4, y), QPointF(sheet.right() - 4, y))
