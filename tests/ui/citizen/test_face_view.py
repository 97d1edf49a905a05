"""The live picture: newest frame, mirrored, of its own memory, and gone when nobody looks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from kiosk.domain.face import Frame
from kiosk.ui.citizen.face_view import FaceView, Guide
from kiosk.ui.drawing.palette import GUIDE_GOOD
from tests.ui.situations import StillPreview, plain_frame


def view_of(qtbot: QtBot, preview: StillPreview, guide: Guide = Guide.OVAL) -> FaceView:
    view = FaceView(preview, guide)
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def left_red_right_blue() -> Frame:
    row = bytes((0, 0, 255)) * 32 + bytes((255, 0, 0)) * 32
    return Frame(64, 48, row * 48, 0.0, 1)


def at(view: FaceView, x: float, y: float) -> QColor:
    return QColor(view.grab().toImage().pixel(QPoint(round(view.width() * x), round(view.height() * y))))


def test_the_picture_is_a_mirror(qtbot: QtBot) -> None:
    view = view_of(qtbot, StillPreview(left_red_right_blue()))
    left, right = at(view, 0.35, 0.45), at(view, 0.65, 0.45)
    assert left.blue() > 200 > left.red()
    assert right.red() > 200 > right.blue()


def test_it_polls_while_it_is_seen_and_forgets_when_it_is_hidden(qtbot: QtBot) -> None:
    preview = StillPreview(plain_frame())
    view = view_of(qtbot, preview)
    seen = preview.polls
    qtbot.waitUntil(lambda: preview.polls > seen + 2)
    assert view.has_picture
    view.hide()
    stopped = preview.polls
    assert not view.has_picture
    view.poll()
    assert preview.polls == stopped + 1


def test_a_camera_that_stops_leaves_words_and_no_old_face(qtbot: QtBot) -> None:
    preview = StillPreview(plain_frame())
    view = view_of(qtbot, preview)
    assert view.letters == ()
    preview.shown = None
    view.poll()
    assert not view.has_picture
    assert [line.text for _, lines in view.letters for line in lines] == ["Đang mở camera…", "Camera is starting…"]


def test_the_image_outlives_the_memory_of_its_frame(qtbot: QtBot) -> None:
    memory = bytearray(bytes((10, 200, 30)) * (64 * 48))
    view = view_of(qtbot, StillPreview(Frame(64, 48, memoryview(memory), 0.0, 1)))
    memory[:] = bytes(len(memory))
    assert at(view, 0.5, 0.45).green() > 150


def test_the_same_frame_is_converted_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.ui.citizen import face_view

    made: list[int] = []
    original = face_view.image_of

    def counting(frame: Frame) -> QImage:
        made.append(frame.sequence)
        return original(frame)

    monkeypatch.setattr(face_view, "image_of", counting)
    preview = StillPreview(plain_frame(sequence=7))
    view = view_of(qtbot, preview)
    view.poll()
    view.poll()
    preview.shown = plain_frame(sequence=8)
    view.poll()
    assert made == [7, 8]


@pytest.mark.parametrize("guide", list(Guide), ids=lambda guide: guide.value)
def test_a_good_face_changes_colour_and_shape(qtbot: QtBot, guide: Guide) -> None:
    view = view_of(qtbot, StillPreview(plain_frame(blue=20)), guide)
    seeking = view.grab().toImage()
    view.show_good(True)
    good = view.grab().toImage()
    green = QColor(GUIDE_GOOD).rgb()
    count = [
        sum(image.pixel(x, y) == green for x in range(image.width()) for y in range(image.height()))
        for image in (seeking, good)
    ]
    assert count[0] == 0 < count[1]
