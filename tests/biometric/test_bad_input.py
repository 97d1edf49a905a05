"""Bad input, whatever it comes from: each has a hint or a fault, and no fault ever admits or refuses anybody."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiosk.biometric.camera.pixels import Pixels, frame_of, pixels_of
from kiosk.biometric.camera.sources import open_camera
from kiosk.biometric.networks.engine import CalibratedEngine
from kiosk.biometric.networks.opencv import cv2
from kiosk.biometric.networks.recognition import OnnxRecogniser
from kiosk.domain.decide import decide
from kiosk.domain.evidence import Evidence
from kiosk.domain.face import ChipFace, FaceBand, FaceHint, Frame, LiveFace
from kiosk.domain.faults import FAULTS, Device, Fault, FaultCode
from kiosk.domain.liveness import FaceSighting, LivenessPolicy, LivenessRules
from kiosk.domain.site import Policy
from kiosk.domain.verdict import Verdict
from tests.fakes.camera import FACES, chip_face, picture, plain_frame
from tests.fakes.findings import INSPECTED, LISTED

HOLDER = "obama_2012_frame.jpg"
CHIP = "obama_2010_chip_480x640.jp2"
OFF = LivenessRules(LivenessPolicy.OFF)


def looked(engine: CalibratedEngine, frames: Sequence[Frame], seconds: float) -> list[FaceSighting]:
    """What a session makes of frames that come this far apart."""
    session = engine.session(OFF)
    return [session.look(replace(frame, captured_at=10.0 + at * seconds)) for at, frame in enumerate(frames)]


def with_poster(behind: float) -> Pixels:
    """The holder, and somebody else's face of this size beside the head, as a poster on the wall."""
    pixels = pixels_of(picture(HOLDER)).copy()
    poster = pixels_of(picture("biden_2010_frame.jpg"))[120:380, 200:460]
    small = cv2.resize(poster, None, fx=behind, fy=behind, interpolation=cv2.INTER_AREA)
    pixels[60 : 60 + small.shape[0], 130 : 130 + small.shape[1]] = small
    return pixels


def nothing_but_a_poster() -> Pixels:
    pixels = np.full((480, 640, 3), 120, np.uint8)
    poster = cv2.resize(pixels_of(picture("biden_2010_frame.jpg")), None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    pixels[100 : 100 + poster.shape[0], 150 : 150 + poster.shape[1]] = poster
    return pixels


def many_faces() -> Pixels:
    """Six people of like size in two rows."""
    small = cv2.resize(pixels_of(picture(HOLDER))[100:400, 180:460], (213, 240), interpolation=cv2.INTER_AREA)
    return np.tile(small, (2, 3, 1))[:, :640]


@pytest.mark.parametrize(
    ("frame", "hint"),
    [
        (lambda: picture("q_no_face.jpg"), FaceHint.NO_FACE),
        (lambda: frame_of(many_faces()), FaceHint.SEVERAL_FACES),
        (lambda: picture("q_two_faces.jpg"), FaceHint.SEVERAL_FACES),
        (lambda: frame_of(nothing_but_a_poster()), FaceHint.CLOSER),
        (lambda: plain_frame(0, 1280, 720), FaceHint.MORE_LIGHT),
        (lambda: plain_frame(255, 1280, 720), FaceHint.NO_FACE),
        (lambda: plain_frame(128, 1, 1), FaceHint.NO_FACE),
        (lambda: plain_frame(128, 4000, 1), FaceHint.NO_FACE),
        (lambda: frame_of(np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)), FaceHint.NO_FACE),
    ],
    ids=["no face", "six faces", "two faces", "only a poster", "black", "white", "1 × 1", "4,000 × 1", "noise"],
)
def test_a_frame_in_which_nobody_can_be_compared(
    engine: CalibratedEngine, frame: Callable[[], Frame], hint: FaceHint
) -> None:
    sightings = looked(engine, [frame()] * 4, 0.5)
    assert [sighting.hint for sighting in sightings] == [hint] * 4
    assert [sighting.live for sighting in sightings] == [None] * 4


def test_a_poster_behind_is_nobody(engine: CalibratedEngine) -> None:
    sightings = looked(engine, [frame_of(with_poster(0.35))] * 3, 0.5)
    assert [sighting.hint for sighting in sightings] == [FaceHint.GOOD] * 3
    assert sightings[-1].live is not None
    assert engine.compare(sightings[-1].live, chip_face(CHIP)).band is FaceBand.MATCH


@pytest.mark.parametrize("seconds", [0.5, 1 / 30], ids=["two frames a second", "thirty frames a second"])
def test_a_slow_camera_does(engine: CalibratedEngine, seconds: float) -> None:
    sightings = looked(engine, [picture(HOLDER)] * 8, seconds)
    lives = [sighting.live for sighting in sightings if sighting.live is not None]
    assert {live.person for live in lives} == {1}
    assert engine.compare(lives[-1], chip_face(CHIP)).band is FaceBand.MATCH


def claiming(width: int, height: int) -> bytes:
    """A small JPEG whose frame header claims another size (ISO/IEC 10918-1, SOF0: length, precision, Y, X)."""
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG")
    data = bytearray(out.getvalue())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def darkened(share: float) -> bytes:
    return _as_jpeg((_portrait() * share).astype(np.uint8))


def blurred(sigma: float) -> bytes:
    return _as_jpeg(cv2.GaussianBlur(_portrait(), (0, 0), sigma))


def overexposed(times: float) -> bytes:
    return _as_jpeg(np.clip(_portrait() * times, 0, 255).astype(np.uint8))


def _portrait() -> Pixels:
    return pixels_of(picture("obama_2012_chip_240x320.jpg"))


def _as_jpeg(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels[..., ::-1]).save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.mark.parametrize(
    ("image", "code", "why"),
    [
        (lambda: b"", FaultCode.CHIP_PHOTO_UNUSABLE, "0 bytes"),
        (lambda: chip_face(CHIP).image[:4000], FaultCode.CHIP_PHOTO_UNUSABLE, "OSError"),
        (lambda: chip_face(CHIP).image[: len(chip_face(CHIP).image) // 2], FaultCode.CHIP_PHOTO_UNUSABLE, "OSError"),
        (lambda: claiming(20_000, 20_000), FaultCode.CHIP_PHOTO_UNUSABLE, "DecompressionBombError"),
        (lambda: claiming(1, 1), FaultCode.CHIP_PHOTO_UNUSABLE, "no face"),
        (lambda: (FACES / "q_no_face.jpg").read_bytes(), FaultCode.CHIP_PHOTO_UNUSABLE, "no face"),
        (lambda: (FACES / "q_two_faces.jpg").read_bytes(), FaultCode.CHIP_PHOTO_UNUSABLE, "face too small"),
        (lambda: blurred(5.0), FaultCode.CHIP_PHOTO_POOR, "sharpness"),
        (lambda: darkened(0.1), FaultCode.CHIP_PHOTO_POOR, "sharpness"),
        (lambda: overexposed(2.6), FaultCode.CHIP_PHOTO_POOR, "luma"),
    ],
    ids=[
        "missing", "truncated JP2", "half a JP2", "20,000 × 20,000", "1 × 1", "no face", "two faces", "blurred",
        "nearly black", "overexposed",
    ],
)  # fmt: skip
def test_a_chip_portrait_that_is_not_compared(
    engine: CalibratedEngine, image: Callable[[], bytes], code: FaultCode, why: str
) -> None:
    (sighting,) = looked(engine, [picture(HOLDER)], 1.0)
    assert sighting.live is not None
    with pytest.raises(Fault, match=why) as caught:
        engine.compare(sighting.live, ChipFace(image(), "jpeg"))
    assert caught.value.code is code


@pytest.mark.parametrize("image", [lambda: blurred(2.0), lambda: darkened(0.4), lambda: overexposed(1.3)])
def test_a_modest_chip_portrait_is(engine: CalibratedEngine, image: Callable[[], bytes]) -> None:
    (sighting,) = looked(engine, [picture(HOLDER)], 1.0)
    assert sighting.live is not None
    assert engine.compare(sighting.live, ChipFace(image(), "jpeg")).band is FaceBand.MATCH


@pytest.mark.parametrize("number", [math.nan, math.inf, 0.0], ids=["not a number", "infinite", "zero"])
def test_a_network_whose_answer_is_no_template(
    monkeypatch: pytest.MonkeyPatch, engine: CalibratedEngine, number: float
) -> None:
    class Broken:
        def setInput(self, blob: np.ndarray) -> None:
            pass

        def forward(self) -> np.ndarray:
            return np.full((1, 128), number, np.float32)

    broken = Broken()
    original = OnnxRecogniser.embed

    def embed(self: OnnxRecogniser, face: Pixels) -> tuple[float, ...]:
        monkeypatch.setattr(self, "_network", broken)
        return original(self, face)

    monkeypatch.setattr(OnnxRecogniser, "embed", embed)
    with pytest.raises(Fault, match="without a direction") as caught:
        looked(engine, [picture(HOLDER)], 1.0)
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


@pytest.mark.parametrize("number", [math.nan, math.inf, 0.0], ids=["not a number", "infinite", "zero"])
def test_a_live_template_that_is_none_is_never_another_person(engine: CalibratedEngine, number: float) -> None:
    (sighting,) = looked(engine, [picture(HOLDER)], 1.0)
    assert sighting.live is not None
    live = LiveFace(sighting.live.frame, (number,) * 128, sighting.live.quality)
    with pytest.raises(Fault) as caught:
        engine.compare(live, chip_face(CHIP))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff half a picture", claiming(20_000, 20_000)],
    ids=["empty", "no picture", "20,000 × 20,000"],
)
def test_a_folder_of_bad_pictures_is_a_lost_camera(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "1.jpg").write_bytes(content)
    source = open_camera(str(tmp_path))
    source.open()
    with pytest.raises(Fault) as caught:
        source.read()
    source.close()
    assert caught.value.code is FaultCode.CAMERA_LOST


FACE_FAULTS = [
    FaultCode.CHIP_PHOTO_UNUSABLE,
    FaultCode.CHIP_PHOTO_POOR,
    FaultCode.FACE_ENGINE_BROKEN,
    *(code for code, entry in FAULTS.items() if entry.device is Device.CAMERA),
]


@pytest.mark.parametrize("fault", [None, *FACE_FAULTS])
def test_without_a_comparison_a_person_decides(fault: FaultCode | None) -> None:
    decision = decide(Evidence(inspection=INSPECTED, listing=LISTED, face_fault=fault), Policy())
    assert decision.verdict is Verdict.REFER
