"""Diagrams: pictures of the stated size, whatever the scores are."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from kiosk.biometric.evaluation.plots import HEIGHT, WIDTH, histogram_png, plain_letters, roc_png
from kiosk.biometric.evaluation.statistics import Scores, roc

NONE = np.empty(0, np.float32)
ONE = np.array([0.5], np.float32)
CROWD = np.random.default_rng(1).normal(0, 1, 5000).astype(np.float32)
MISSED = np.full(3, -np.inf, np.float32)


def colours(png: bytes) -> int:
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        return len(image.convert("RGB").getcolors(1 << 20) or ())


@pytest.mark.parametrize(
    ("genuine", "impostors"),
    [(NONE, NONE), (ONE, ONE), (NONE, CROWD), (CROWD + 3, CROWD), (MISSED, CROWD), (MISSED, MISSED)],
    ids=["nothing", "one each", "no genuine", "crowds", "no face found", "nobody found"],
)
def test_histograms(genuine: Scores, impostors: Scores) -> None:
    assert colours(histogram_png(genuine, impostors, [1.0, 2.0], "Điểm")) > 2


@pytest.mark.parametrize("engines", [1, 9])
def test_roc(engines: int) -> None:
    curves = {f"engine {at}": roc(CROWD + at, CROWD) for at in range(1, engines + 1)}
    assert colours(roc_png(curves, "ROC")) > 3


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("Điểm số", "Diem so"), ("nhóm đầu, Đường", "nhom dau, Duong"), ("SFace (3,000)", "SFace (3,000)")],
)
def test_names_are_drawn_in_letters_that_the_font_has(text: str, drawn: str) -> None:
    assert plain_letters(text) == drawn


def test_roc_of_nothing_is_an_empty_diagram() -> None:
    assert colours(roc_png({}, "ROC")) > 2
