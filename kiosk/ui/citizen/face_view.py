"""The live, mirrored picture with the oval for the face or the frame for the QR code."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.check.screens import Tone
from kiosk.domain.liveness import ChallengePrompt
from kiosk.domain.ports import Preview
from kiosk.ui.captions import CAMERA_WAITS, LIVE_PICTURE
from kiosk.ui.citizen.challenge_arrow import draw_challenge
from kiosk.ui.drawing.frames import image_of, middle
from kiosk.ui.drawing.language import read_out, spoken
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import unit
from kiosk.ui.drawing.palette import GUIDE_GOOD, GUIDE_SEEKING, PAPER, VIDEO_SHADE, WHITE, colour
from kiosk.ui.drawing.shapes import draw_badge
from kiosk.ui.drawing.typeface import Weight

FRAME_MILLISECONDS = 33
_SMOOTH_UP_TO = 1_600_000
"""Pixels: beyond this the picture is scaled without smoothing, to stay under 8 ms a frame on two slow cores."""

_SHADE_ALPHA = 0.5


class Guide(Enum):
    """What the person is to bring into the picture."""

    OVAL = "oval"
    CODE = "code"


class FaceView(QWidget):
    """Polls the preview while it is visible, and forgets the picture when it is hidden.

    Main thread only; ``Preview.latest`` never blocks.
    """

    def __init__(self, preview: Preview, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._guide = guide
        self._good = False
        self._image: QImage | None = None
        self._sequence: tuple[int, float] | None = None
        self._overlay: QImage | None = None
        self._prompt: ChallengePrompt | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.poll)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(read_out(self, LIVE_PICTURE))

    def show_good(self, good: bool) -> None:
        """Whether a good face was found: the line becomes solid and green, and a tick appears."""
        if good is not self._good:
            self._good = good
            self._overlay = None
            self.update()

    def show_challenge(self, prompt: ChallengePrompt | None) -> None:
        """The movement that the person is asked for, as an arrow; ``None`` for none."""
        if prompt != self._prompt:
            self._prompt = prompt
            self.update()

    @property
    def has_picture(self) -> bool:
        return self._image is not None

    def poll(self) -> None:
        """Take the newest frame, if there is a newer one."""
        frame = self._preview.latest()
        if frame is None:
            if self._image is not None:
                self._forget()
            return
        if self._sequence == (frame.sequence, frame.captured_at):
            return
        self._sequence = (frame.sequence, frame.captured_at)
        self._image = image_of(frame)
        self.update()

    def _forget(self) -> None:
        self._image = None
        self._sequence = None
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        self.poll()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self._forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._overlay = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(VIDEO_SHADE))
        if self._image is not None:
            painter.save()
            painter.setRenderHint(
                QPainter.RenderHint.SmoothPixmapTransform, self.width() * self.height() <= _SMOOTH_UP_TO
            )
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
            painter.drawImage(self.rect(), self._image, middle(self._image.size(), self.size()))
            painter.restore()
        if self._overlay is None:
            self._overlay = self._drawn_overlay()
        painter.drawImage(0, 0, self._overlay)
        if self._prompt is not None:
            draw_challenge(painter, QRectF(self.rect()), self._prompt)
        draw(painter, self.letters)

    @property
    def letters(self) -> tuple[Placed, ...]:
        if self._image is not None:
            return ()
        size = 4 * unit(self)
        large, small = spoken(self, CAMERA_WAITS)
        words = (
            Paragraph(large, size, Weight.DemiBold, WHITE),
            Paragraph(small, size * 0.6, Weight.Normal, WHITE),
        )
        width, height = self.width(), self.height()
        return (placed(QRectF(width * 0.2, height * 0.2, width * 0.6, height * 0.5), words),)

    def _drawn_overlay(self) -> QImage:
        """Shade, guide line and rounded corners; drawn once a size and state, since paths cost more than the video."""
        ratio = self.devicePixelRatioF()
        overlay = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        overlay.setDevicePixelRatio(ratio)
        overlay.fill(Qt.GlobalColor.transparent)
        area = QRectF(self.rect())
        guide = self._guide_path(area)
        outside = QPainterPath()
        outside.addRect(area)
        painter = QPainter(overlay)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outside.subtracted(guide), colour(VIDEO_SHADE, _SHADE_ALPHA))
        width = max(4.0, 0.9 * unit(self))
        style = Qt.PenStyle.SolidLine if self._good else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour(VIDEO_SHADE, 0.6), width * 1.6))
        painter.drawPath(guide)
        line = GUIDE_GOOD if self._good else GUIDE_SEEKING
        painter.setPen(QPen(colour(line), width * (1.3 if self._good else 1.0), style))
        painter.drawPath(guide)
        if self._good:
            side = 9 * unit(self)
            at = QPointF(guide.boundingRect().center().x() - side / 2, guide.boundingRect().bottom() - side / 2)
            badge = QRectF(at, QSizeF(side, side))
            draw_badge(painter, badge, Tone.SUCCESS, colour(GUIDE_GOOD), colour(VIDEO_SHADE))
        corners = QPainterPath()
        corners.addRoundedRect(area, 2.5 * unit(self), 2.5 * unit(self))
        painter.fillPath(outside.subtracted(corners), colour(PAPER))
        painter.end()
        return overlay

    def _guide_path(self, area: QRectF) -> QPainterPath:
        path = QPainterPath()
        if self._guide is Guide.OVAL:
            height = min(area.height() * 0.72, area.width() * 0.8 * 1.3)
            width = height / 1.3
            path.addEllipse(area.center() + QPointF(0, -area.height() * 0.03), width / 2, height / 2)
        else:
            side = min(area.width(), area.height()) * 0.62
            square = QRectF(area.center().x() - side / 2, area.center().y() - side / 2, side, side)
            path.addRoundedRect(square, side * 0.06, side * 0.06)
        return path
