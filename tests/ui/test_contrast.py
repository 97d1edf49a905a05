"""Every word on a real picture of every screen stands out by 4.5 : 1 from what is behind it (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.text import Text
from kiosk.ui.drawing.palette import TEXT_CONTRAST, contrast
from kiosk.ui.drawing.sentence import Sentence
from tests.ui.gallery import CITIZEN_SIZES, STAFF_SIZES, Shot, Stage, shots
from tests.ui.lettered import lettered

SCREENS = sorted(
    {(s.window, s.situation, (CITIZEN_SIZES if s.window == "citizen" else STAFF_SIZES)[0]) for s in shots()}
)


@pytest.fixture(scope="module")
def stage(qapp: QApplication) -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


def pixels_of(image: QImage) -> np.ndarray:
    """Height × width × 3, red first."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    # A copy: the image and its memory end with this function.
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def measured(window: QWidget) -> dict[str, float]:
    """Each line of the window with the contrast of its letters to the commonest colour around them.

    Letters are smoothed at their edges, so their colour is that of the pixel that differs most from the ground.
    """
    picture = pixels_of(window.grab().toImage())
    found = {}
    for widget, (rect, lines) in lettered(window):
        corner = widget.mapTo(window, widget.rect().topLeft())
        for line in lines:
            here = line.rect.translated(rect.topLeft()).toRect().intersected(widget.rect())
            if not QRegion(here).subtracted(widget.visibleRegion()).isEmpty():
                continue  # at the edge of what scrolls
            at = here.translated(corner)
            part = picture[at.top() : at.bottom() + 1, at.left() : at.right() + 1].reshape(-1, 3)
            colours, counts = np.unique(part, axis=0, return_counts=True)
            names = [QColor(*map(int, one)).name() for one in colours]
            ground = names[int(np.argmax(counts))]
            found[line.text] = max(contrast(name, ground) for name in names)
    return found


@pytest.mark.long
@pytest.mark.parametrize(("window", "name", "size"), SCREENS, ids=[f"{window}-{name}" for window, name, _ in SCREENS])
def test_every_word_stands_out(stage: Stage, window: str, name: str, size: tuple[int, int]) -> None:
    shown, _ = stage.show(Shot(window, name, "exam", "vi", size))
    ratios = measured(shown)
    assert ratios
    assert {text: round(ratio, 2) for text, ratio in ratios.items() if ratio < TEXT_CONTRAST} == {}


def test_a_pale_word_is_found(qtbot: QtBot) -> None:
    class Paper(QWidget):
        def paintEvent(self, event: object) -> None:
            QPainter(self).fillRect(self.rect(), QColor("#ffffff"))

    paper = Paper()
    qtbot.addWidget(paper)
    paper.resize(400, 200)
    for top, ink in ((0, "#b0b0b0"), (100, "#000000")):
        word = Sentence(20, parent=paper)
        word.say(Text(ink, ink))
        word.colour(ink, ink)
        word.setGeometry(0, top, 400, 100)
    paper.show()
    qtbot.waitExposed(paper)
    ratios = measured(paper)
    assert ratios["#b0b0b0"] == pytest.approx(2.16, abs=0.05)
    assert ratios["#000000"] == pytest.approx(21.0, abs=0.1)
