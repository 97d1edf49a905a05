from __future__ import annotations

import numpy as np
import pytest

from kiosk.reader.scan.mrz.grid import lines_in
from kiosk.reader.scan.mrz.recogniser import CHARACTERS, Cells
from tests.fakes.mrz_frames import UTOPIA_TD1, UTOPIA_TD2, UTOPIA_TD3

STRIDE = 4


def cells(
    text: str,
    *,
    pitch: float = 12.0,
    spacing: float = 20.0,
    left: float = 34.0,
    top: float = 36.0,
    slope: float = 0.0,
    bend: float = 0.0,
    hidden: tuple[int, int] = (0, 0),
) -> Cells:
    """What a perfect recogniser says of a strip with this text; columns ``hidden`` have no ink."""
    columns = {90: 30, 72: 36, 88: 44}[len(text)]
    rows = len(text) // columns
    size = 28, int((2 * left + columns * pitch * 1.1) // STRIDE) + 4
    down, across = (np.mgrid[0 : size[0], 0 : size[1]] * STRIDE + (STRIDE - 1) / 2).astype(np.float32)
    ink = np.zeros(size, np.float32)
    to_x, to_y = across.copy(), down.copy()
    named = np.full((len(CHARACTERS), *size), -9.0, np.float32)
    for row in range(rows):
        for column in range(columns):
            if hidden[0] <= column < hidden[1]:
                continue
            x = left + column * pitch + bend * column**2
            y = top + row * spacing + slope * (x - left)
            near = (abs(across - x) < 4.4) & (abs(down - y) < 4.4)
            ink[near], to_x[near], to_y[near] = 0.98, x, y
            named[CHARACTERS.index(text[row * columns + column])][near] = 0.0
    return Cells(ink, to_x, to_y, named)


def text_in(found: Cells) -> str:
    lines = lines_in(found)
    assert lines is not None
    return "".join(CHARACTERS[at] for at in lines.likelihoods.argmax(2).ravel())


@pytest.mark.parametrize("text", [UTOPIA_TD1, UTOPIA_TD2, UTOPIA_TD3], ids=["TD1", "TD2", "TD3"])
@pytest.mark.parametrize(
    "laid",
    [
        pytest.param({}, id="as wanted"),
        pytest.param({"pitch": 10.7}, id="too narrow"),
        pytest.param({"pitch": 13.3}, id="too wide"),
        pytest.param({"spacing": 29.5, "top": 26.0}, id="lines 6.35 mm apart"),
        pytest.param({"slope": 0.04, "top": 30.0}, id="not level"),
        pytest.param({"slope": -0.04}, id="not level, the other way"),
        pytest.param({"bend": 0.015}, id="perspective along the line"),
        pytest.param({"left": 21.0}, id="too far left"),
        pytest.param({"left": 58.0}, id="too far right"),
    ],
)
def test_every_character_is_found_in_its_place(text: str, laid: dict[str, float]) -> None:
    assert text_in(cells(text, **laid)) == text


def test_a_lamp_s_image_over_some_columns() -> None:
    lines = lines_in(cells(UTOPIA_TD1, hidden=(8, 14)))
    assert lines is not None
    assert (lines.rows, lines.columns) == (3, 30)
    first = "".join(CHARACTERS[at] for at in lines.likelihoods[0].argmax(1))
    assert first[:8] == UTOPIA_TD1[:8]
    assert first[14:] == UTOPIA_TD1[14:30]


def test_the_ends_are_the_outermost_characters() -> None:
    lines = lines_in(cells(UTOPIA_TD1))
    assert lines is not None
    assert lines.ends == pytest.approx(np.array([[34, 36], [382, 36], [382, 76], [34, 76]]), abs=0.6)
    assert lines.filled > 0.9


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3])
@pytest.mark.parametrize("seed", range(3))
def test_ink_all_over_the_place_is_no_grid(share: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = 28, 104
    down, across = (np.mgrid[0 : size[0], 0 : size[1]] * STRIDE).astype(np.float32)
    ink = (rng.random(size) < share).astype(np.float32)
    moved = rng.uniform(-6, 6, (2, *size)).astype(np.float32)
    lines = lines_in(Cells(ink, across + moved[0], down + moved[1], np.zeros((len(CHARACTERS), *size), np.float32)))
    assert lines is None or lines.filled < 0.8
