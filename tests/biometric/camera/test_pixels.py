"""Frames and arrays share their memory."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import frame_of, pixels_of, turned
from kiosk.domain.face import Frame


def test_there_and_back() -> None:
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    frame = frame_of(pixels, captured_at=1.5, sequence=7)
    assert (frame.width, frame.height, frame.captured_at, frame.sequence) == (3, 2, 1.5, 7)
    assert np.array_equal(pixels_of(frame), pixels)
    assert np.shares_memory(pixels_of(frame), pixels)


def test_a_cut_out_is_copied_into_rows() -> None:
    pixels = np.arange(4 * 4 * 3, dtype=np.uint8).reshape(4, 4, 3)[1:3, 1:3]
    assert np.array_equal(pixels_of(frame_of(pixels)), pixels)


@pytest.mark.parametrize(
    ("quarters", "rows"),
    [
        (0, [[1, 2, 3], [4, 5, 6]]),
        (1, [[4, 1], [5, 2], [6, 3]]),
        (2, [[6, 5, 4], [3, 2, 1]]),
        (3, [[3, 6], [2, 5], [1, 4]]),
        (5, [[4, 1], [5, 2], [6, 3]]),
        (-1, [[3, 6], [2, 5], [1, 4]]),
    ],
)
def test_a_turned_picture(quarters: int, rows: list[list[int]]) -> None:
    pixels = np.repeat(np.array([[1, 2, 3], [4, 5, 6]], np.uint8)[..., None], 3, axis=2)
    pixels.flags.writeable = False
    found = turned(pixels, quarters)
    assert found[..., 1].tolist() == rows
    assert found.flags.c_contiguous
    assert not np.shares_memory(found, pixels)


def test_a_frames_pixels_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        pixels_of(Frame(1, 1, bytearray(3)))[0, 0, 0] = 1  # type: ignore[arg-type]
