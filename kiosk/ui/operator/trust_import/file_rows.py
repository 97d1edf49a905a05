"""The files and folders of one folder as rows to choose from, each with its size and date."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from kiosk.domain.desks.trust_import import FolderEntry
from kiosk.domain.numerals import decimal, whole
from kiosk.domain.text import Text
from kiosk.ui.drawing.palette import MUTED, TRACK, WHITE, colour
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.trust_import.captions import FOLDER

_UNITS = ((1 << 20, "MB"), (1 << 10, "KB"), (1, "B"))


class FileRows(ChoiceRows[FolderEntry]):
    """A click, or the open key, opens a file or folder."""

    def show_entries(self, entries: tuple[FolderEntry, ...]) -> None:
        self.show_choices(tuple(_choice(entry) for entry in entries))


def _choice(entry: FolderEntry) -> Choice[FolderEntry]:
    about = FOLDER if entry.is_folder else _about(entry.size, entry.changed)
    return Choice(entry, Text(entry.name, entry.name), about, partial(_draw_icon, is_folder=entry.is_folder))


def _about(size: int, changed: datetime | None) -> Text:
    step, unit = next((one for one in _UNITS if size >= one[0]), _UNITS[-1])
    amount = decimal(size / step, 1) if step > 1 else whole(size)
    day = f" · {changed:%d/%m/%Y}" if changed else ""
    return Text(f"{amount.vi.removesuffix(',0')} {unit}{day}", f"{amount.en.removesuffix('.0')} {unit}{day}")


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
