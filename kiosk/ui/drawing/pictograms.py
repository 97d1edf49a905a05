"""The drawn pictures of the citizen's screens: card, reader, camera, face; no photographs, no letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.check.screens import Tone
from kiosk.domain.text import Text
from kiosk.ui.drawing.language import read_out
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.palette import ACCENT, GOLD, INK, RULE, WHITE, colour
from kiosk.ui.drawing.shapes import Mark, draw_badge, draw_mark
from kiosk.ui.drawing.typeface import Weight

WIDTH, HEIGHT = 120.0, 100.0
"""Pictures are drawn in these coordinates and scaled to their widget."""

_SKY = "#e3eef9"
_BODY = "#3d4f66"
_BODY_LIGHT = "#5b6f88"
_CARD_HEAD = "#8fc2e8"
_GREEN = "#0a6b3b"


class Pictogram(Enum):
    PLACE_CARD = "place_card"
    LOOK = "look"
    DONE = "done"
    SHOW_CODE = "show_code"
    REPOSITION = "reposition"
    TAKE_CARD = "take_card"
    NEXT_DESK = "next_desk"
    STAFF_COME = "staff_come"
    STARTING = "starting"


class Picture(QWidget):
    """Paints one pictogram as large as it fits, on a white tile."""

    def __init__(self, pictogram: Pictogram, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictogram = pictogram
        self._description: Text | None = None
        self._number: int | None = None
        self._motion: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_pictogram(self, pictogram: Pictogram, description: Text, number: int | None = None) -> None:
        """``number`` stands in the corner where several pictures follow each other."""
        if (pictogram, description, number) != (self._pictogram, self._description, self._number):
            self._pictogram, self._description, self._number = pictogram, description, number
            self._name()
            self.update()

    def show_motion(self, phase: float | None) -> None:
        """Show the picture at ``phase`` (0–1) of its movement, framed; ``None``: at rest."""
        if phase != self._motion:
            self._motion = phase
            self.update()

    def _name(self) -> None:
        described = read_out(self, self._description) if self._description else ""
        self.setAccessibleName(f"{self._number}. {described}" if self._number else described)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._name()

    @property
    def letters(self) -> tuple[Placed, ...]:
        if self._number is None:
            return ()
        return (placed(self._disc(), (Paragraph(str(self._number), self._disc().height() * 0.6, Weight.Bold, WHITE),)),)

    def _disc(self) -> QRectF:
        tile = tile_in(QRectF(self.rect()))
        side = tile.height() * 0.19
        return QRectF(tile.left() + side * 0.3, tile.top() + side * 0.3, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_pictogram(painter, QRectF(self.rect()), self._pictogram, self._motion)
        if self._number is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _flat(painter, ACCENT)
            painter.drawEllipse(self._disc())
            draw(painter, self.letters)


def tile_in(rect: QRectF) -> QRectF:
    """Where a picture stands in ``rect``: as large as it fits, in the middle."""
    scale = min(rect.width() / WIDTH, rect.height() / HEIGHT)
    size = QSizeF(WIDTH * scale, HEIGHT * scale)
    return QRectF(rect.center() - QPointF(size.width() / 2, size.height() / 2), size)


def draw_pictogram(painter: QPainter, rect: QRectF, pictogram: Pictogram, motion: float | None = None) -> None:
    """Draw the picture centred in ``rect``, its proportions kept; with ``motion`` (0–1) framed and on its way."""
    tile = tile_in(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(tile.topLeft())
    painter.scale(tile.width() / WIDTH, tile.height() / HEIGHT)
    painter.setPen(QPen(colour(RULE if motion is None else ACCENT), 0.8 if motion is None else 2.4))
    painter.setBrush(colour(WHITE))
    painter.drawRoundedRect(QRectF(1.4, 1.4, WIDTH - 2.8, HEIGHT - 2.8), 7, 7)
    moving = _MOVING.get(pictogram)
    if motion is not None and moving is not None:
        moving(painter, motion)
    else:
        _PICTURES[pictogram](painter)
    painter.restore()


def _pen(painter: QPainter, name: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
    painter.setPen(QPen(colour(name), width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))


def _flat(painter: QPainter, name: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(name))


def _card(painter: QPainter, centre: QPointF, width: float, turn: float = 0.0, *, code: bool = False) -> None:
    """A card of ID-1 proportions (85.6 × 54 mm): portrait, lines, chip; or its QR code large."""
    painter.save()
    painter.translate(centre)
    painter.rotate(turn)
    painter.scale(width / 85.6, width / 85.6)
    painter.translate(-42.8, -27)
    _pen(painter, INK, 2.2)
    painter.setBrush(colour(WHITE))
    painter.drawRoundedRect(QRectF(0, 0, 85.6, 54), 5, 5)
    _flat(painter, _CARD_HEAD)
    painter.drawRoundedRect(QRectF(4, 4, 77.6, 8), 2, 2)
    _flat(painter, _SKY)
    painter.drawRoundedRect(QRectF(6, 17, 22, 30), 2, 2)
    _bust(painter, QRectF(8, 19, 18, 28), _BODY_LIGHT)
    _flat(painter, _BODY_LIGHT)
    for row, length in enumerate((30, 24, 27)):
        painter.drawRoundedRect(QRectF(33, 19 + 8 * row, length if not code else 15, 3.4), 1.7, 1.7)
    if code:
        _qr(painter, QRectF(52, 16, 30, 30))
    else:
        _pen(painter, "#8a6410", 1.2)
        painter.setBrush(colour(GOLD))
        painter.drawRoundedRect(QRectF(66, 34, 14, 12), 2, 2)
        painter.drawLine(QPointF(66, 40), QPointF(80, 40))
        painter.drawLine(QPointF(73, 34), QPointF(73, 46))
    painter.restore()


_QR_ROWS = ("1110111", "1010101", "1110111", "0001010", "1110011", "1010100", "1110101")


def _qr(painter: QPainter, rect: QRectF) -> None:
    step = rect.width() / len(_QR_ROWS)
    _flat(painter, WHITE)
    painter.drawRect(rect.adjusted(-2, -2, 2, 2))
    _flat(painter, INK)
    for row, dots in enumerate(_QR_ROWS):
        for column, dot in enumerate(dots):
            if dot == "1":
                painter.drawRect(QRectF(rect.left() + column * step, rect.top() + row * step, step + 0.2, step + 0.2))


def _bust(painter: QPainter, rect: QRectF, name: str) -> None:
    """Head and shoulders that stand on the rectangle's lower edge."""
    _flat(painter, name)
    head = rect.width() * 0.27
    painter.drawEllipse(QPointF(rect.center().x(), rect.top() + rect.height() * 0.3), head, head * 1.2)
    shoulders = QPainterPath(QPointF(rect.left(), rect.bottom()))
    top = rect.top() + rect.height() * 0.62
    shoulders.cubicTo(QPointF(rect.left(), top), QPointF(rect.left() + head, top), QPointF(rect.center().x(), top))
    shoulders.cubicTo(QPointF(rect.right() - head, top), QPointF(rect.right(), top), rect.bottomRight())
    shoulders.closeSubpath()
    painter.drawPath(shoulders)


def _reader(painter: QPainter, top: float) -> None:
    """The reader seen from the front, its upper face at ``top``."""
    _flat(painter, _BODY)
    painter.drawPolygon(QPolygonF([QPointF(28, top), QPointF(92, top), QPointF(104, top + 14), QPointF(16, top + 14)]))
    _flat(painter, INK)
    painter.drawRoundedRect(QRectF(16, top + 13.5, 88, 9), 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _pen(painter, WHITE, 1.8)
    for radius in (4, 8, 12):
        painter.drawArc(QRectF(60 - radius, top + 9 - radius * 0.6, 2 * radius, 1.2 * radius), 35 * 16, 110 * 16)


def _arrow(painter: QPainter, start: QPointF, end: QPointF, name: str = ACCENT) -> None:
    """A thick arrow, straight up or straight down."""
    down = 1 if end.y() > start.y() else -1
    _pen(painter, name, 5.5)
    painter.drawLine(start, QPointF(end.x(), end.y() - 2 * down))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tip = [QPointF(end.x() - 8, end.y() - 8 * down), end, QPointF(end.x() + 8, end.y() - 8 * down)]
    painter.drawPolyline(QPolygonF(tip))


def _eased(share: float) -> float:
    """From 0 to 1, slow at both ends (smoothstep)."""
    held = min(1.0, max(0.0, share))
    return held * held * (3 - 2 * held)


def _place_card(painter: QPainter) -> None:
    _reader(painter, 66)
    _card(painter, QPointF(60, 25), 50)
    _arrow(painter, QPointF(60, 45.5), QPointF(60, 62))


def _card_comes_down(painter: QPainter, phase: float) -> None:
    _reader(painter, 66)
    _card(painter, QPointF(60, 25 + 33 * _eased(phase * 1.6)), 50)


def _take_card(painter: QPainter) -> None:
    _reader(painter, 70)
    _card(painter, QPointF(60, 47), 48)
    _arrow(painter, QPointF(60, 28), QPointF(60, 8), _GREEN)


def _reposition(painter: QPainter) -> None:
    """From above: the card lies beside its place."""
    _flat(painter, _BODY)
    painter.drawRoundedRect(QRectF(10, 34, 76, 56), 7, 7)
    _pen(painter, WHITE, 2.2, Qt.PenStyle.DashLine)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(20, 44, 56, 36), 4, 4)
    _card(painter, QPointF(82, 31), 54, 20)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bend = QPainterPath(QPointF(46, 22))
    bend.cubicTo(QPointF(34, 26), QPointF(30, 40), QPointF(38, 58))
    _pen(painter, WHITE, 9)
    painter.drawPath(bend)
    tip = QPolygonF([QPointF(27, 53), QPointF(38.5, 60), QPointF(44, 48)])
    painter.drawPolyline(tip)
    _pen(painter, ACCENT, 5)
    painter.drawPath(bend)
    painter.drawPolyline(tip)


def _camera(painter: QPainter, centre: QPointF) -> None:
    _flat(painter, _BODY)
    painter.drawRoundedRect(QRectF(centre.x() - 16, centre.y() - 7, 32, 14), 7, 7)
    _flat(painter, WHITE)
    painter.drawEllipse(centre, 5, 5)
    _flat(painter, INK)
    painter.drawEllipse(centre, 3, 3)
    _flat(painter, "#3ddc84")
    painter.drawEllipse(centre + QPointF(11, 0), 1.6, 1.6)


def _look(painter: QPainter) -> None:
    _face_comes_in(painter, 1.0)


def _face_comes_in(painter: QPainter, phase: float) -> None:
    """Somebody steps from the side in front of the camera."""
    _camera(painter, QPointF(60, 14))
    painter.save()
    painter.setClipRect(QRectF(26, 24, 68, 68))
    _bust(painter, QRectF(34 - 40 * (1 - _eased(phase * 1.6)), 27, 52, 65), _BODY_LIGHT)
    painter.restore()
    _pen(painter, ACCENT, 2.8, Qt.PenStyle.DashLine)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(60, 47), 21, 25)
    _pen(painter, INK, 3)
    for x, y, across, down in ((26, 26, 1, 1), (94, 26, -1, 1), (26, 92, 1, -1), (94, 92, -1, -1)):
        painter.drawPolyline(QPolygonF([QPointF(x + 10 * across, y), QPointF(x, y), QPointF(x, y + 10 * down)]))


def _done(painter: QPainter) -> None:
    _card_goes_up(painter, 1.0)


def _card_goes_up(painter: QPainter, phase: float) -> None:
    """The tick is there; the card is lifted."""
    draw_badge(painter, QRectF(34, 8, 52, 52), Tone.SUCCESS, colour(_GREEN), colour(WHITE))
    painter.save()
    painter.setClipRect(QRectF(3, 3, WIDTH - 6, HEIGHT - 6))
    _card(painter, QPointF(60, 79 + 22 * (1 - _eased(phase * 1.6))), 44)
    painter.restore()


def _show_code(painter: QPainter) -> None:
    _camera(painter, QPointF(60, 14))
    _flat(painter, _SKY)
    painter.drawPolygon(QPolygonF([QPointF(56, 22), QPointF(64, 22), QPointF(94, 44), QPointF(26, 44)]))
    _card(painter, QPointF(60, 65), 74, code=True)


def _next_desk(painter: QPainter) -> None:
    draw_mark(painter, QRectF(62, 26, 46, 46), Mark.PERSON, colour(_GREEN))
    _pen(painter, ACCENT, 5.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLine(QPointF(16, 50), QPointF(46, 50))
    painter.drawPolyline(QPolygonF([QPointF(38, 40), QPointF(48, 50), QPointF(38, 60)]))
    _pen(painter, RULE, 2)
    painter.drawLine(QPointF(10, 80), QPointF(110, 80))


def _staff_come(painter: QPainter) -> None:
    """Somebody with a badge beside the screen; three dots say that it takes a moment."""
    _pen(painter, INK, 2.6)
    painter.setBrush(colour(_SKY))
    painter.drawRoundedRect(QRectF(10, 24, 52, 40), 5, 5)
    _flat(painter, ACCENT)
    for x in (24, 36, 48):
        painter.drawEllipse(QPointF(x, 44), 3.4, 3.4)
    _flat(painter, _BODY)
    painter.drawRect(QRectF(31, 64, 10, 12))
    painter.drawRoundedRect(QRectF(18, 76, 36, 6), 3, 3)
    _bust(painter, QRectF(64, 16, 50, 66), _BODY_LIGHT)
    _flat(painter, WHITE)
    painter.drawRoundedRect(QRectF(92, 66, 13, 9), 2, 2)
    _flat(painter, _GREEN)
    painter.drawRect(QRectF(94, 69, 9, 3))


def _starting(painter: QPainter) -> None:
    _pen(painter, INK, 2.6)
    painter.setBrush(colour(_SKY))
    painter.drawRoundedRect(QRectF(28, 14, 64, 46), 5, 5)
    _flat(painter, ACCENT)
    for x in (46, 60, 74):
        painter.drawEllipse(QPointF(x, 37), 4, 4)
    _flat(painter, _BODY)
    painter.drawRect(QRectF(54, 60, 12, 14))
    painter.drawRoundedRect(QRectF(36, 74, 48, 7), 3, 3)


_PICTURES: Mapping[Pictogram, Callable[[QPainter], None]] = MappingProxyType(
    {
        Pictogram.PLACE_CARD: _place_card,
        Pictogram.LOOK: _look,
        Pictogram.DONE: _done,
        Pictogram.SHOW_CODE: _show_code,
        Pictogram.REPOSITION: _reposition,
        Pictogram.TAKE_CARD: _take_card,
        Pictogram.NEXT_DESK: _next_desk,
        Pictogram.STAFF_COME: _staff_come,
        Pictogram.STARTING: _starting,
    }
)

_MOVING: Mapping[Pictogram, Callable[[QPainter, float], None]] = MappingProxyType(
    {
        Pictogram.PLACE_CARD: _card_comes_down,
        Pictogram.LOOK: _face_comes_in,
        Pictogram.DONE: _card_goes_up,
    }
)
"""The pictures that move, by the share of the movement that is over."""
