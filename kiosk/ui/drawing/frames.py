"""Camera frames as Qt images: always copies, so that no image outlives or pins the camera's memory."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage

from kiosk.domain.face import Frame


def image_of(frame: Frame) -> QImage:
    """The frame as an image of its own, in the 32-bit form that Qt scales fastest; about 1 ms for 1280 × 720."""
    borrowed = QImage(frame.bgr, frame.width, frame.height, 3 * frame.width, QImage.Format.Format_BGR888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def middle(size: QSize, aspect: QSize) -> QRect:
    """The largest centred part of ``size`` with the proportions of ``aspect``."""
    if aspect.isEmpty() or size.isEmpty():
        return QRect(0, 0, size.width(), size.height())
    width = min(size.width(), size.height() * aspect.width() // aspect.height())
    height = min(size.height(), size.width() * aspect.height() // aspect.width())
    return QRect((size.width() - width) // 2, (size.height() - height) // 2, max(1, width), max(1, height))
