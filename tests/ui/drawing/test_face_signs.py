"""The drawn signs: one for each covering and for a second person, each another drawing, none of them letters."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from kiosk.domain.face import Covering, FaceHint
from kiosk.ui.citizen.camera_panel import SIGNS
from kiosk.ui.drawing.face_signs import FaceSign, SignView, draw_sign

SIDE = 80


def drawn(sign: FaceSign, width: int = SIDE, height: int = SIDE) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    draw_sign(painter, QRectF(image.rect()), sign)
    painter.end()
    return image


def differing(one: QImage, other: QImage) -> int:
    return sum(one.pixel(x, y) != other.pixel(x, y) for x in range(SIDE) for y in range(SIDE))


@pytest.mark.parametrize(("one", "other"), list(combinations(FaceSign, 2)))
def test_no_sign_is_another(qtbot: QtBot, one: FaceSign, other: FaceSign) -> None:
    assert differing(drawn(one), drawn(other)) > SIDE * SIDE * 0.08


@pytest.mark.parametrize("sign", FaceSign)
def test_each_forbids_by_a_red_ring_and_bar(qtbot: QtBot, sign: FaceSign) -> None:
    image = drawn(sign)
    for x, y in ((0.5, 0.06), (0.06, 0.5), (0.94, 0.5), (0.5, 0.94), (0.3, 0.3), (0.7, 0.7)):
        pixel = QColor(image.pixel(int(x * SIDE), int(y * SIDE)))
        assert pixel.red() > 150 > 90 > pixel.green(), (x, y)


def test_a_sign_keeps_its_proportions(qtbot: QtBot) -> None:
    wide = drawn(FaceSign.NO_HAT, 2 * SIDE)
    assert wide.copy(SIDE // 2, 0, SIDE, SIDE) == drawn(FaceSign.NO_HAT)


def test_every_covering_has_a_sign() -> None:
    asked = {FaceHint(f"remove_{covering.value}") for covering in Covering}
    assert set(SIGNS) == asked | {FaceHint.SEVERAL_FACES}
    assert set(SIGNS.values()) == set(FaceSign)


def test_no_sign_takes_no_room(qtbot: QtBot) -> None:
    view = SignView()
    qtbot.addWidget(view)
    assert view.isHidden()
    view.show_sign(FaceSign.NO_MASK)
    assert not view.isHidden()
    view.show_sign(None)
    assert view.isHidden()
