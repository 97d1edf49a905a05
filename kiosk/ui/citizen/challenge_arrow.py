"""The arrow over the live picture that shows which way to turn the head, filled as far as the head has turned.

The picture is mirrored, as a mirror is: a person's own left is on the left of the screen, and so is the arrow for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from kiosk.domain.liveness import Challenge, ChallengePrompt
from kiosk.ui.drawing.palette import GUIDE_GOOD, GUIDE_SEEKING, VIDEO_SHADE, colour

SIDES: Mapping[Challenge, int] = MappingProxyType({Challenge.TURN_LEFT: -1, Challenge.TURN_RIGHT: 1})
"""Where on the mirrored screen the arrow stands: −1 left, 1 right. What has no side has no arrow, only its words."""

_SHAFT, _HEAD = 0.20, 0.46
"""Heights of the arrow's shaft and head, in its lengths."""


def draw_challenge(painter: QPainter, area: QRectF, prompt: ChallengePrompt) -> None:
    """Draw the arrow of this prompt over a live picture that fills ``area``."""
    side = SIDES.get(prompt.challenge)
    if side is None:
        return
    arrow = _arrow(area, side)
    bounds = arrow.boundingRect()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(3.0, bounds.width() * 0.03)
    joined = Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(colour(VIDEO_SHADE, 0.7), width * 2.4, j=joined))
    painter.setBrush(colour(VIDEO_SHADE, 0.55))
    painter.drawPath(arrow)
    painter.setPen(QPen(colour(GUIDE_SEEKING), width, j=joined))
    painter.drawPath(arrow)
    done = bounds.width() * prompt.share
    filled = QRectF(bounds.left() if side > 0 else bounds.right() - done, bounds.top(), done, bounds.height())
    painter.setClipPath(arrow)
    painter.fillRect(filled, colour(GUIDE_GOOD))
    painter.restore()


def _arrow(area: QRectF, side: int) -> QPainterPath:
    """An arrow beside the middle of the picture that points outwards, to the side the head turns to."""
    length = min(area.width() * 0.30, area.height() * 0.36)
    tail = QPointF(area.center().x() + side * area.width() * 0.14, area.center().y() - area.height() * 0.03)
    shaft, head = _SHAFT * length / 2, _HEAD * length
    points = ((0.0, -shaft), (0.55, -shaft), (0.55, -head), (1.0, 0.0), (0.55, head), (0.55, shaft), (0.0, shaft))
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(tail.x() + side * along * length, tail.y() + down) for along, down in points]))
    path.closeSubpath()
    return path
