"""The arrow of a movement: on the side to which the person turns, as they see it in the mirror."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from kiosk.domain.liveness import Challenge, ChallengePrompt
from kiosk.ui.citizen.challenge_arrow import draw_challenge
from kiosk.ui.drawing.palette import GUIDE_GOOD

WIDTH, HEIGHT = 400, 300


def drawn(challenge: Challenge, share: float = 0.0) -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    draw_challenge(painter, QRectF(0, 0, WIDTH, HEIGHT), ChallengePrompt(challenge, 1, 2, share))
    painter.end()
    return image


def touched(image: QImage, left: int, right: int) -> int:
    """How many of some pixels between these columns are not black any more."""
    return sum(
        image.pixelColor(x, y).lightness() > 20 for x in range(left, right, 2) for y in range(0, image.height(), 2)
    )


def green(image: QImage) -> int:
    wanted = QColor(GUIDE_GOOD).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(0, WIDTH, 2) for y in range(0, HEIGHT, 2))


@pytest.mark.parametrize(
    ("challenge", "left", "right"),
    [
        (Challenge.TURN_LEFT, True, False),
        (Challenge.TURN_RIGHT, False, True),
        (Challenge.LOOK_STRAIGHT, False, False),
        (Challenge.BLINK, False, False),
        (Challenge.OPEN_MOUTH, False, False),
    ],
)
def test_it_stands_where_a_mirror_shows_that_side(qtbot: QtBot, challenge: Challenge, left: bool, right: bool) -> None:
    image = drawn(challenge)
    assert (touched(image, 0, WIDTH // 2) > 0, touched(image, WIDTH // 2, WIDTH) > 0) == (left, right)


def test_it_fills_as_the_head_turns(qtbot: QtBot) -> None:
    shares = [green(drawn(Challenge.TURN_LEFT, share)) for share in (0.0, 0.5, 1.0)]
    assert shares[0] == 0 < shares[1] < shares[2]
