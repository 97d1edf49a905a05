"""Small drawn signs for what is asked of a face: no mask, no sunglasses, no hat, one person only; no letters.

Their meanings are those of ISO/IEC 24779-5 (pictograms for face applications); the drawings are our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.drawing.palette import ACCENT, INK, RULE, WHITE, colour

SIDE = 100.0
"""Signs are drawn in a square of these coordinates and scaled to their widget."""

_RING = QRectF(6, 6, 88, 88)
_SKIN = "#c9d4e1"
_BODY = "#5b6f88"
_FORBIDDEN = "#b3261e"


class FaceSign(Enum):
    NO_MASK = "no_mask"
    NO_SUNGLASSES = "no_sunglasses"
    NO_HAT = "no_hat"
    ONE_PERSON = "one_person"


class SignView(QWidget):
    """Paints one sign as large as it fits; hidden while there is none. The sentence beside it is what is read out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign: FaceSign | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.hide()

    def show_sign(self, sign: FaceSign | None) -> None:
        if sign is not self.sign:
            self.sign = sign
            self.setVisible(sign is not None)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.sign is not None:
            draw_sign(QPainter(self), QRectF(self.rect()), self.sign)


def draw_sign(painter: QPainter, rect: QRectF, sign: FaceSign) -> None:
    """Draw the sign centred in ``rect`` on a white tile."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(side / 2, side / 2))
    painter.scale(side / SIDE, side / SIDE)
    painter.setPen(QPen(colour(RULE), 1.5))
    painter.setBrush(colour(WHITE))
    painter.drawRoundedRect(QRectF(1, 1, SIDE - 2, SIDE - 2), 12, 12)
    painter.save()
    inside = QPainterPath()
    inside.addEllipse(_RING)
    painter.setClipPath(inside)
    _SIGNS[sign](painter)
    painter.restore()
    _crossed_out(painter)
    painter.restore()


def _flat(painter: QPainter, name: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(name))


def _line(painter: QPainter, name: str, width: float) -> None:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(colour(name), width, Qt.PenStyle.SolidLine, cap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _bust(painter: QPainter, centre: float, chin: float, scale: float = 1.0) -> None:
    """Shoulders and a bare head whose chin is at this height, edged so that it stands before another."""
    edge = QPen(colour(WHITE), 3)
    painter.setPen(edge)
    painter.setBrush(colour(_BODY))
    width = 39 * scale
    shoulders = QPainterPath(QPointF(centre - width, SIDE))
    top = chin + 1 * scale
    shoulders.cubicTo(QPointF(centre - width, top), QPointF(centre - 14 * scale, top), QPointF(centre, top))
    shoulders.cubicTo(QPointF(centre + 14 * scale, top), QPointF(centre + width, top), QPointF(centre + width, SIDE))
    shoulders.closeSubpath()
    painter.drawPath(shoulders)
    painter.setBrush(colour(_SKIN))
    head = QSizeF(42 * scale, 56 * scale)
    painter.drawEllipse(QRectF(QPointF(centre - head.width() / 2, chin - head.height() + 4 * scale), head))


def _crossed_out(painter: QPainter) -> None:
    """A ring with a bar, the bar from the upper left as on every sign that forbids, edged in white to stay seen."""
    for name, ring, bar in ((WHITE, 9.0, 9.0), (_FORBIDDEN, 6.5, 5.5)):
        _line(painter, name, ring)
        painter.drawEllipse(_RING)
        _line(painter, name, bar)
        painter.drawLine(QPointF(19, 19), QPointF(81, 81))


def _mask(painter: QPainter) -> None:
    _bust(painter, 50, 74)
    _line(painter, INK, 2.4)
    painter.drawLine(QPointF(30, 46), QPointF(38, 53))
    painter.drawLine(QPointF(70, 46), QPointF(62, 53))
    _flat(painter, ACCENT)
    mask = QPainterPath(QPointF(31, 52))
    mask.cubicTo(QPointF(42, 50), QPointF(47, 46), QPointF(50, 46))
    mask.cubicTo(QPointF(53, 46), QPointF(58, 50), QPointF(69, 52))
    mask.cubicTo(QPointF(68, 66), QPointF(60, 78), QPointF(50, 78))
    mask.cubicTo(QPointF(40, 78), QPointF(32, 66), QPointF(31, 52))
    painter.drawPath(mask)
    _eyes(painter, 40)


def _eyes(painter: QPainter, height: float) -> None:
    _flat(painter, INK)
    for x in (42, 58):
        painter.drawEllipse(QPointF(x, height), 2.6, 2.6)


def _mouth(painter: QPainter) -> None:
    _line(painter, INK, 2.6)
    painter.drawLine(QPointF(44, 65), QPointF(56, 65))


def _sunglasses(painter: QPainter) -> None:
    _bust(painter, 50, 74)
    _mouth(painter)
    _flat(painter, INK)
    painter.drawRoundedRect(QRectF(28, 38, 20, 16), 6, 6)
    painter.drawRoundedRect(QRectF(52, 38, 20, 16), 6, 6)
    _line(painter, INK, 3)
    painter.drawLine(QPointF(46, 42), QPointF(54, 42))


def _hat(painter: QPainter) -> None:
    _bust(painter, 50, 80)
    _eyes(painter, 52)
    painter.save()
    painter.translate(0, 6)
    _mouth(painter)
    painter.restore()
    _flat(painter, ACCENT)
    crown = QPolygonF([QPointF(33, 40), QPointF(35, 20), QPointF(65, 20), QPointF(67, 40)])
    painter.drawPolygon(crown)
    painter.drawRoundedRect(QRectF(20, 37, 60, 8), 4, 4)


def _two_people(painter: QPainter) -> None:
    _bust(painter, 68, 60, 0.66)
    _bust(painter, 36, 68, 0.78)


_SIGNS: Mapping[FaceSign, Callable[[QPainter], None]] = MappingProxyType(
    {
        FaceSign.NO_MASK: _mask,
        FaceSign.NO_SUNGLASSES: _sunglasses,
        FaceSign.NO_HAT: _hat,
        FaceSign.ONE_PERSON: _two_people,
    }
)
