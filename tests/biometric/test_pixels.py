"""Frames and arrays share their memory."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.biometric.pixels import frame_of, pixels_of
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


def test_a_frames_pixels_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        pixels_of(Frame(1, 1, bytearray(3)))[0, 0, 0] = 1  # type: ignore[arg-type]
