"""QR codes out of camera frames. The people are fictitious."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import zxingcpp

from kiosk.domain.face import Frame
from kiosk.reader.scan.frame_codes import read_codes, read_frame
from kiosk.reader.scan.sighting import CodeKind
from tests.fakes.code_pictures import (
    BOARDING_PASS,
    CARD_2021,
    CARD_2024,
    TWO_BYTE_LETTERS,
    scene,
    symbol,
    symbol_without_eci,
)

PLENTY = 10.0


@pytest.mark.parametrize("content", [CARD_2021, CARD_2024, TWO_BYTE_LETTERS], ids=["2021", "2024", "two-byte letters"])
def test_reads_every_letter(content: str) -> None:
    assert read_codes(scene(symbol_without_eci(content, 4.0)), PLENTY) == (content,)
    assert read_codes(scene(symbol(content.encode(), 4.0)), PLENTY) == (content,)
    assert read_codes(scene(symbol(content, 4.0, eci="UTF-8")), PLENTY) == (content,)


@pytest.mark.parametrize(
    ("pixels_a_module", "conditions"),
    [
        (2.0, {}),
        (1.75, {"blur": 0.7, "noise": 4.0}),
        (1.5, {"blur": 0.7, "noise": 4.0}),
        (3.0, {"turn": 37.0}),
        (3.0, {"turn": 180.0}),
        (3.0, {"noise": 20.0}),
        (3.0, {"light": 0.3, "noise": 4.0}),
        (3.0, {"blur": 1.5}),
    ],
    ids=["small", "smaller, doubled", "smallest, sharpened", "turned", "upside down", "noisy", "dim", "out of focus"],
)
def test_reads_under(pixels_a_module: float, conditions: dict[str, float]) -> None:
    assert read_codes(scene(symbol(CARD_2021, pixels_a_module), **conditions), PLENTY) == (CARD_2021,)


def test_mirrored_frames_are_read() -> None:
    frame = scene(symbol(CARD_2021, 3.0))
    pixels = np.frombuffer(frame.bgr, np.uint8).reshape(720, 1280, 3)[:, ::-1]
    assert read_codes(Frame(1280, 720, np.ascontiguousarray(pixels).tobytes()), PLENTY) == (CARD_2021,)


def test_several_codes_come_each_once() -> None:
    frame = scene(symbol(CARD_2021, 4.0), symbol(CARD_2024, 4.0), symbol(CARD_2021, 4.0))
    assert sorted(read_codes(frame, PLENTY)) == sorted([CARD_2021, CARD_2024])


@pytest.mark.parametrize(
    "frame",
    [
        Frame(1, 1, bytes(3)),
        Frame(20, 500, bytes(20 * 500 * 3)),
        scene(),
        scene(noise=60.0),
        scene(symbol("012345678905", 3.0, zxingcpp.BarcodeFormat.EAN13)),
        scene(symbol("012345678905", 3.0, zxingcpp.BarcodeFormat.Code128)),
        scene(symbol(CARD_2021, 4.0, zxingcpp.BarcodeFormat.PDF417)),
        scene(symbol("12345", 6.0, zxingcpp.BarcodeFormat.MicroQRCode)),
        scene(symbol("Nguyễn Văn An".encode("utf-16"), 4.0)),
        scene(symbol(TWO_BYTE_LETTERS.encode("latin-1"), 4.0)),
        scene(symbol(b"\xff\xfe\xfd", 4.0)),
        scene(symbol(CARD_2021, 0.9)),
        Frame(4000, 3000, bytes(4000 * 3000 * 3)),
    ],
    ids=[
        "one pixel",
        "a strip",
        "nothing",
        "noise",
        "EAN",
        "Code 128",
        "PDF417",
        "Micro QR",
        "UTF-16",
        "Latin-1",
        "no text",
        "too small",
        "a large black frame",
    ],
)
def test_reads_nothing(frame: Frame) -> None:
    assert read_codes(frame, PLENTY) == ()


def test_boarding_passes_are_read_where_they_are_asked_for() -> None:
    frame = scene(symbol(BOARDING_PASS.encode(), 4.0, zxingcpp.BarcodeFormat.Aztec))
    assert read_frame(frame).codes == ()
    (seen,) = read_frame(frame, kinds=tuple(CodeKind)).codes
    assert (seen.kind, seen.text()) == (CodeKind.AZTEC, BOARDING_PASS)


def ticking(step: float) -> Iterator[float]:
    at = 0.0
    while True:
        yield at
        at += step


@pytest.mark.parametrize(
    ("step", "texts"), [(0.04, (CARD_2021,)), (0.1, ()), (1.0, ())], ids=["in time", "just late", "late"]
)
def test_a_look_that_would_begin_too_late_is_left_out(step: float, texts: tuple[str, ...]) -> None:
    """This code is found at the second look only; the clock steps at the beginning and after each look."""
    clock = ticking(step)
    frame = scene(symbol(CARD_2021, 1.5), blur=0.7, noise=4.0)
    assert read_codes(frame, 0.1, lambda: next(clock)) == texts
