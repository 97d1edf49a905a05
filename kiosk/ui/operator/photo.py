"""One photograph of the evidence, or the words why there is none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.ui.captions import NO_PHOTO_YET
from kiosk.ui.drawing.frames import middle
from kiosk.ui.drawing.kept import Kept
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import INK, MUTED, PAPER, RULE, colour
from kiosk.ui.drawing.typeface import Weight

PORTRAIT = QSize(3, 4)
"""The proportions of an ID photograph."""


class Photo(QWidget):
    """Shows an image cut to 3:4 under its caption; forgets it when given ``None``."""

    def __init__(self, caption: Text) -> None:
        super().__init__()
        self._caption = caption
        self._image: QImage | None = None
        self._instead = NO_PHOTO_YET
        self._laid = Kept[tuple[Placed, ...]]()
        self.setAccessibleName(f"{caption.vi} / {caption.en}")

    def show_image(self, image: QImage | None, instead: Text = NO_PHOTO_YET) -> None:
        """Show ``image``, or the words ``instead``."""
        self._image, self._instead = image, instead
        self.setAccessibleDescription("" if image else f"{instead.vi} / {instead.en}")
        self.update()

    @property
    def has_image(self) -> bool:
        return self._image is not None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * PORTRAIT.height() / PORTRAIT.width() + 2.6 * letter(self))

    def _frame(self) -> QRectF:
        return QRectF(0.5, 0.5, self.width() - 1, self.height() - 2.6 * letter(self) - 1)

    @property
    def letters(self) -> tuple[Placed, ...]:
        instead = self._instead if self._image is None else None
        depends_on = (letter(self), self.width(), self.height(), instead)
        return self._laid.get(depends_on, lambda: self._placed(instead))

    def _placed(self, instead: Text | None) -> tuple[Placed, ...]:
        size, frame = letter(self), self._frame()
        caption = QRectF(0, frame.bottom() + 1, self.width(), self.height() - frame.bottom() - 1)
        letters = [placed(caption, _said(self._caption, size, INK), gap=0.0)]
        if instead is not None:
            letters.append(placed(frame.adjusted(size, size, -size, -size), _said(instead, size, MUTED)))
        return tuple(letters)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = self._frame()
        if self._image is not None:
            painter.drawImage(frame.toRect(), self._image, middle(self._image.size(), PORTRAIT))
        else:
            painter.setPen(QPen(colour(RULE), 1, Qt.PenStyle.DashLine))
            painter.setBrush(colour(PAPER))
            painter.drawRoundedRect(frame, 6, 6)
        draw(painter, self.letters)


def _said(text: Text, size: float, ink: str) -> tuple[Paragraph, Paragraph]:
    return (
        Paragraph(text.vi, size, Weight.DemiBold, ink),
        Paragraph(text.en, size * 0.78, Weight.Normal, MUTED),
    )


class PhotoRow(QWidget):
    """Photographs side by side, equally large; a hidden one takes no room, and the first is never narrower for it."""

    def __init__(self, *photos: Photo) -> None:
        super().__init__()
        self._photos = photos
        for photo in self._photos:
            photo.setParent(self)

    def show_only(self, *shown: Photo) -> bool:
        """Show these and hide the others; says whether that changed anything."""
        changed = False
        for photo in self._photos:
            if photo.isHidden() is (photo in shown):
                photo.setVisible(photo in shown)
                changed = True
        if changed:
            self._place()
        return changed

    @property
    def _shown(self) -> tuple[Photo, ...]:
        return tuple(photo for photo in self._photos if not photo.isHidden())

    def _width(self, width: int) -> int:
        count = max(2, len(self._shown))
        return (width - round(letter(self) * 0.8) * (count - 1)) // count

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._photos[0].heightForWidth(self._width(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        width, gap = self._width(self.width()), round(letter(self) * 0.8)
        for at, photo in enumerate(self._shown):
            photo.setGeometry(at * (width + gap), 0, width, self.height())
