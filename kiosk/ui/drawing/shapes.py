"""The shapes that say a result without colour: a badge for each tone, a mark for each line of evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from kiosk.check.screens import Tone


class Mark(Enum):
    """What stands before a line of evidence."""

    TICK = "tick"
    CROSS = "cross"
    DASH = "dash"
    RING = "ring"
    EXCLAMATION = "exclamation"
    PERSON = "person"
    SPANNER = "spanner"
    NONE = "none"


TONE_MARKS: Mapping[Tone, Mark] = MappingProxyType(
    {
        Tone.NEUTRAL: Mark.NONE,
        Tone.SUCCESS: Mark.TICK,
        Tone.ATTENTION: Mark.EXCLAMATION,
        Tone.REFER: Mark.PERSON,
        Tone.REFUSE: Mark.CROSS,
        Tone.TROUBLE: Mark.SPANNER,
    }
)


def draw_mark(painter: QPainter, rect: QRectF, mark: Mark, colour: QColor) -> None:
    """Draw the bare mark inside ``rect``'s middle square."""
    _begin(painter, rect)
    _MARKS[mark](painter, colour)
    painter.restore()


def draw_badge(painter: QPainter, rect: QRectF, tone: Tone, ground: QColor, glyph: QColor) -> None:
    """Draw the tone's badge: its own outline (disc, triangle, tile, octagon, diamond) with its mark inside."""
    _begin(painter, rect)
    outline = _OUTLINES[tone]()
    painter.setPen(QPen(ground, 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(ground)
    painter.drawPath(outline)
    painter.translate(50, 64 if tone is Tone.ATTENTION else 50)
    painter.scale(*((0.56, 0.56) if tone is Tone.ATTENTION else (0.66, 0.66)))
    painter.translate(-50, -50)
    _MARKS[TONE_MARKS[tone]](painter, glyph)
    painter.restore()


def _begin(painter: QPainter, rect: QRectF) -> None:
    """A saved painter whose coordinates are 0–100 in the middle square of ``rect``."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(side / 2, side / 2))
    painter.scale(side / 100, side / 100)


def _stroke(painter: QPainter, colour: QColor, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)


def _tick(painter: QPainter, colour: QColor) -> None:
    _stroke(painter, colour, 15)
    painter.drawPolyline(QPolygonF([QPointF(14, 54), QPointF(40, 79), QPointF(87, 24)]))


def _cross(painter: QPainter, colour: QColor) -> None:
    _stroke(painter, colour, 15)
    painter.drawLine(QPointF(20, 20), QPointF(80, 80))
    painter.drawLine(QPointF(80, 20), QPointF(20, 80))


def _dash(painter: QPainter, colour: QColor) -> None:
    _stroke(painter, colour, 14)
    painter.drawLine(QPointF(20, 50), QPointF(80, 50))


def _ring(painter: QPainter, colour: QColor) -> None:
    _stroke(painter, colour, 11)
    painter.drawEllipse(QPointF(50, 50), 31, 31)


def _exclamation(painter: QPainter, colour: QColor) -> None:
    _stroke(painter, colour, 17)
    painter.drawLine(QPointF(50, 14), QPointF(50, 58))
    _fill(painter, colour)
    painter.drawEllipse(QPointF(50, 86), 10.5, 10.5)


def _person(painter: QPainter, colour: QColor) -> None:
    """Somebody behind a desk."""
    _fill(painter, colour)
    painter.drawEllipse(QPointF(50, 20), 17, 17)
    shoulders = QPainterPath()
    shoulders.moveTo(19, 66)
    shoulders.cubicTo(19, 46, 33, 42, 50, 42)
    shoulders.cubicTo(67, 42, 81, 46, 81, 66)
    shoulders.closeSubpath()
    painter.drawPath(shoulders)
    painter.drawRoundedRect(QRectF(2, 72, 96, 11), 4, 4)
    painter.drawRect(QRectF(12, 82, 10, 17))
    painter.drawRect(QRectF(78, 82, 10, 17))


def _spanner(painter: QPainter, colour: QColor) -> None:
    jaw = QPainterPath()
    jaw.addEllipse(QPointF(68, 32), 24, 24)
    mouth = QPainterPath()
    mouth.addPolygon(QPolygonF([QPointF(62, 26), QPointF(88, 0), QPointF(100, 12), QPointF(74, 38)]))
    mouth.closeSubpath()
    _stroke(painter, colour, 18)
    painter.drawLine(QPointF(20, 80), QPointF(56, 44))
    _fill(painter, colour)
    painter.drawPath(jaw.subtracted(mouth))


def _nothing(painter: QPainter, colour: QColor) -> None:
    """A neutral line has no mark."""


_MARKS: Mapping[Mark, Callable[[QPainter, QColor], None]] = MappingProxyType(
    {
        Mark.TICK: _tick,
        Mark.CROSS: _cross,
        Mark.DASH: _dash,
        Mark.RING: _ring,
        Mark.EXCLAMATION: _exclamation,
        Mark.PERSON: _person,
        Mark.SPANNER: _spanner,
        Mark.NONE: _nothing,
    }
)


def _disc() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(50, 50), 46, 46)
    return path


def _triangle() -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(50, 8), QPointF(96, 90), QPointF(4, 90)]))
    path.closeSubpath()
    return path


def _octagon() -> QPainterPath:
    corners = [math.radians(22.5 + 45 * corner) for corner in range(8)]
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(50 + 47 * math.cos(at), 50 + 47 * math.sin(at)) for at in corners]))
    path.closeSubpath()
    return path


def _tile() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(5, 5, 90, 90), 20, 20)
    return path


def _diamond() -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(50, 3), QPointF(97, 50), QPointF(50, 97), QPointF(3, 50)]))
    path.closeSubpath()
    return path


_OUTLINES: Mapping[Tone, Callable[[], QPainterPath]] = MappingProxyType(
    {
        Tone.NEUTRAL: _disc,
        Tone.SUCCESS: _disc,
        Tone.ATTENTION: _triangle,
        Tone.REFER: _tile,
        Tone.REFUSE: _octagon,
        Tone.TROUBLE: _diamond,
    }
)
