"""Frames become images of their own, and are cut from the middle."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage

from kiosk.domain.face import Frame
from kiosk.ui.drawing.frames import image_of, middle


@pytest.mark.parametrize("width", [1, 3, 5, 64], ids=lambda width: f"{width} wide")
def test_blue_green_red_rows_of_any_width(width: int) -> None:
    rows = [bytes((10, 20, 30)) * width, bytes((40, 50, 60)) * width]
    image = image_of(Frame(width, 2, b"".join(rows)))
    assert (image.width(), image.height(), image.format()) == (width, 2, QImage.Format.Format_RGB32)
    assert image.pixelColor(width - 1, 0).getRgb()[:3] == (30, 20, 10)
    assert image.pixelColor(0, 1).getRgb()[:3] == (60, 50, 40)


def test_the_image_does_not_look_into_the_camera_memory() -> None:
    memory = bytearray(bytes((10, 20, 30)) * 4)
    image = image_of(Frame(2, 2, memoryview(memory)))
    memory[:] = bytes(len(memory))
    assert image.pixelColor(1, 1).getRgb()[:3] == (30, 20, 10)


@pytest.mark.parametrize(
    ("size", "aspect", "part"),
    [
        ((1280, 720), (3, 4), (370, 0, 540, 720)),
        ((480, 640), (3, 4), (0, 0, 480, 640)),
        ((240, 640), (3, 4), (0, 160, 240, 320)),
        ((100, 100), (2, 1), (0, 25, 100, 50)),
        ((100, 50), (0, 7), (0, 0, 100, 50)),
        ((1, 1), (9000, 1), (0, 0, 1, 1)),
    ],
    ids=["landscape camera", "fits", "tall", "wide", "no aspect yet", "one pixel"],
)
def test_the_middle_of_a_picture(
    size: tuple[int, int], aspect: tuple[int, int], part: tuple[int, int, int, int]
) -> None:
    assert middle(QSize(*size), QSize(*aspect)) == QRect(*part)
