"""What a camera sees now, mirrored as people see themselves at the kiosk; or the words why there is no picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.face import Frame
from kiosk.domain.text import Text
from kiosk.ui.drawing.frames import image_of
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import INK, MUTED, PAPER, colour
from kiosk.ui.drawing.typeface import Weight

_HEIGHT = 15.0
"""In letters."""


class CameraPicture(QWidget):
    """A whole frame, as large as there is room. Nothing of it stays after ``forget``."""

    def __init__(self, instead: Text) -> None:
        super().__init__()
        self._frame: Frame | None = None
        self._image: QImage | None = None
        self._instead = instead

    @property
    def has_image(self) -> bool:
        return self._image is not None

    def show_frame(self, frame: Frame) -> None:
        """A frame that is shown already costs nothing."""
        if frame is not self._frame:
            self._frame, self._image = frame, image_of(frame)
            self.update()

    def forget(self, instead: Text) -> None:
        self._frame, self._image, self._instead = None, None, instead
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(min(_HEIGHT * letter(self), width * 3 / 4))

    @property
    def letters(self) -> tuple[Placed, ...]:
        if self._image is not None:
            return ()
        size = letter(self)
        said = (
            Paragraph(self._instead.vi, size, Weight.Medium, INK),
            Paragraph(self._instead.en, 0.78 * size, Weight.Normal, MUTED),
        )
        return (placed(QRectF(self.rect()).adjusted(size, size, -size, -size), said),)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), colour(PAPER))
        if self._image is not None:
            size = QSizeF(self._image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF(0, 0, size.width(), size.height())
            box.moveCenter(QRectF(self.rect()).center())
            painter.save()
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
            painter.drawImage(box, self._image)
            painter.restore()
        draw(painter, self.letters)
