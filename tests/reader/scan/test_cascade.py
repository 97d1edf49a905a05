"""One frame after another: which look finds which code, within its time, with and without its detector."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from kiosk.domain.face import Frame
from kiosk.domain.faults import FaultCode
from kiosk.reader.scan.cascade import CascadeEngine
from kiosk.reader.scan.detector import MODELS, SHA_256, CodeDetector
from kiosk.reader.scan.sighting import CodeKind, Stage
from tests.fakes.code_pictures import (
    BOARDING_PASS,
    CARD_2021,
    CARD_2024,
    frame_of_grey,
    grey_pixels,
    scene,
    symbol,
    symbol_without_eci,
)

PLENTY = 60.0
CARD = symbol_without_eci(CARD_2021, 3.0)


@pytest.fixture
def engine() -> CascadeEngine:
    return CascadeEngine(seconds=PLENTY)


def card(pixels_a_module: float, **conditions: float | tuple[float, float]) -> Frame:
    return scene(symbol_without_eci(CARD_2021, pixels_a_module), **conditions)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "frame",
    [
        card(2.0),
        card(2.0, tilt=25.0),
        card(2.5, turn=37.0),
        card(3.0, motion=(5.0, 30.0), noise=2.0),
        card(3.0, defocus=2.6, noise=2.0),
        card(2.5, noise=15.0),
        card(3.0, light=0.25, noise=4.0),
        card(3.0, glare=0.7),
        card(2.5, jpeg=25),
        card(1.6, blur=0.7, noise=3.0),
    ],
    ids=["small", "tilted", "turned", "moved", "out of focus", "noisy", "dim", "glare", "JPEG", "tiny"],
)
def test_mild_damage_of_each_kind_is_read_through(engine: CascadeEngine, frame: Frame) -> None:
    reading = engine.read(frame)
    assert reading.texts == (CARD_2021,)
    assert reading.milliseconds > 0


@pytest.mark.parametrize(
    ("frame", "stage"),
    [
        (card(4.0), Stage.PLAIN),
        (card(1.5, blur=0.7, noise=4.0), Stage.DETECTED),
        (card(4.0, motion=(10.0, 20.0), noise=2.0), Stage.DEBLURRED),
    ],
    ids=["as it is", "a square sharpened", "its blur taken out"],
)
def test_the_look_that_finds_it(engine: CascadeEngine, frame: Frame, stage: Stage) -> None:
    (seen,) = engine.read(frame).codes
    assert seen.stage is stage
    left, top = seen.corners[0]
    assert (left, top) == pytest.approx((120, 200), abs=30), "corners are the frame's, whichever look found it"


def test_the_next_frame_begins_where_the_last_had_a_code_and_a_second_card_is_still_noticed(
    engine: CascadeEngine,
) -> None:
    one, two = scene(CARD), scene(CARD, symbol_without_eci(CARD_2024, 3.0))
    stages = [engine.read(one).codes[0].stage for _ in range(5)]
    assert stages == [Stage.PLAIN, Stage.TRACKED, Stage.TRACKED, Stage.TRACKED, Stage.PLAIN]
    seen = [engine.read(two).several for _ in range(4)]
    assert seen == [False, False, False, True]


def test_a_posters_code_does_not_hide_a_small_cards() -> None:
    poster = symbol_without_eci("https://example.org", 6.0)
    both = scene(poster, symbol_without_eci(CARD_2021, 1.5), blur=0.7, noise=4.0)
    assert CascadeEngine(seconds=PLENTY).read(both).texts == ("https://example.org",)
    engine = CascadeEngine(seconds=PLENTY, wanted=lambda content: b"|" in content)
    for _ in range(6):
        assert CARD_2021 in engine.read(both).texts
    alone = scene(poster, blur=0.7, noise=4.0)
    for _ in range(8):
        assert engine.read(alone).texts == ("https://example.org",)
    assert CARD_2021 in engine.read(both).texts


def test_what_was_remembered_is_forgotten(engine: CascadeEngine) -> None:
    engine.read(scene(CARD))
    engine.forget()
    assert engine.read(scene(CARD)).codes[0].stage is Stage.PLAIN


def test_a_code_that_moves_is_followed(engine: CascadeEngine) -> None:
    frames = [scene(CARD, left=120 + 40 * step) for step in range(12)]
    assert all(engine.read(frame).texts == (CARD_2021,) for frame in frames)


def ticking(step: float) -> Callable[[], float]:
    def ticks() -> Iterator[float]:
        at = 0.0
        while True:
            yield at
            at += step

    clock = ticks()
    return lambda: next(clock)


@pytest.mark.parametrize(
    ("step", "looks"),
    [(0.01, True), (0.049, True), (0.051, False), (9.0, False)],
    ids=["early", "in time", "late", "slow"],
)
def test_a_look_that_would_begin_after_the_time_for_a_frame_is_left_out(step: float, looks: bool) -> None:
    """The clock stands at one step after the first look, which finds nothing here, and at two after the second."""
    engine = CascadeEngine(seconds=0.05, cpu_time=ticking(step))
    assert bool(engine.read(card(1.5, blur=0.7, noise=4.0)).codes) is looks


def test_forty_codes_in_a_frame_are_bounded_and_nearest_first(engine: CascadeEngine) -> None:
    sheet = np.full((720, 1280), 180, np.uint8)
    for place in range(40):
        code = symbol_without_eci(f"code {place}", 4.0)
        y, x = 10 + place // 8 * 140, 20 + place % 8 * 155
        sheet[y : y + code.shape[0], x : x + code.shape[1]] = code
    reading = engine.read(frame_of_grey(sheet))
    assert 1 < len(reading.codes) <= 16
    distances = [np.hypot(code.middle[0] - 640, code.middle[1] - 360) for code in reading.codes]
    assert distances == sorted(distances)


def test_a_telephones_bright_screen_and_a_dark_one(engine: CascadeEngine) -> None:
    screen = np.full((720, 1280), 40, np.uint8)
    screen[150:600, 100:420] = 255
    screen[220 : 220 + CARD.shape[0], 170 : 170 + CARD.shape[1]] = CARD
    # The lines of the display, which a camera sees as a pattern.
    screen[::3] = (screen[::3] * 0.8).astype(np.uint8)
    assert engine.read(frame_of_grey(screen)).texts == (CARD_2021,)
    engine.forget()
    night = np.full((720, 1280), 60, np.uint8)
    night[220 : 220 + CARD.shape[0], 170 : 170 + CARD.shape[1]] = 255 - CARD
    assert engine.read(frame_of_grey(night)).texts == (CARD_2021,)


@pytest.mark.parametrize(
    "grey",
    [
        np.zeros((1, 1), np.uint8),
        np.zeros((21, 4000), np.uint8),
        np.random.default_rng(1).integers(0, 256, (720, 1280), np.uint8),
        np.full((3000, 4000), 255, np.uint8),
        np.zeros((5000, 5000), np.uint8),
    ],
    ids=["one pixel", "a strip", "noise", "twelve megapixels", "more than any camera"],
)
def test_nothing_comes_of_frames_without_codes(engine: CascadeEngine, grey: np.ndarray) -> None:
    for _ in range(2):
        assert engine.read(frame_of_grey(grey)).codes == ()


def test_mirrored_frames(engine: CascadeEngine) -> None:
    mirrored = np.ascontiguousarray(grey_pixels(scene(CARD))[:, ::-1])
    assert engine.read(frame_of_grey(mirrored)).texts == (CARD_2021,)


def test_a_code_that_is_not_utf_8_is_seen_without_a_text(engine: CascadeEngine) -> None:
    (seen,) = engine.read(scene(symbol("Cà Mau".encode("cp1258"), 4.0))).codes
    assert (seen.text(), seen.content) == (None, "Cà Mau".encode("cp1258"))


def test_kinds_are_only_those_asked_for() -> None:
    both = scene(symbol(BOARDING_PASS.encode(), 4.0, zxingcpp.BarcodeFormat.PDF417), CARD)
    card_only = CascadeEngine(seconds=PLENTY).read(both)
    passes_only = CascadeEngine((CodeKind.PDF417, CodeKind.AZTEC), seconds=PLENTY).read(both)
    all_kinds = CascadeEngine(tuple(CodeKind), seconds=PLENTY).read(both)
    assert [code.kind for code in card_only.codes] == [CodeKind.QR]
    assert [code.kind for code in passes_only.codes] == [CodeKind.PDF417]
    assert {code.kind for code in all_kinds.codes} == {CodeKind.QR, CodeKind.PDF417}


def test_with_one_bit_of_the_detector_changed_the_rest_reads_on_and_says_so(tmp_path: Path) -> None:
    for name in SHA_256:
        shutil.copy(MODELS / name, tmp_path)
    spoilt = bytearray((tmp_path / "detect.caffemodel").read_bytes())
    spoilt[1000] ^= 1
    (tmp_path / "detect.caffemodel").write_bytes(spoilt)
    engine = CascadeEngine(seconds=PLENTY, load_detector=lambda: CodeDetector(tmp_path))
    assert engine.lacking is not None
    assert engine.lacking.code is FaultCode.CODE_DETECTOR_BROKEN
    assert "detect.caffemodel" in engine.lacking.technical
    (seen,) = engine.read(card(1.75, blur=0.7, noise=4.0)).codes
    assert seen.stage in (Stage.DOUBLED, Stage.SHARPENED)
    assert seen.text() == CARD_2021
