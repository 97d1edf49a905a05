"""Whole checks of faces as cameras see them: covered, crowded, on their head, twice a second; and poor chip photos."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from kiosk.biometric.folder_camera import FolderCamera
from kiosk.biometric.pixels import Pixels, pixels_of
from kiosk.check.states import Idle
from kiosk.domain.face import FaceHint
from kiosk.domain.faults import FaultCode
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.camera import picture
from tests.scenario.house import CHIP_PHOTO, FACES, House, card

HOLDER = "obama_2012_frame.jpg"


def shown(house: House, pixels: Pixels) -> None:
    """This picture alone before the camera."""
    for path in house.camera.iterdir():
        path.unlink()
    Image.fromarray(pixels[..., ::-1]).save(house.camera / "1.png")


def photograph(name: str) -> Pixels:
    return pixels_of(picture(name))


def with_somebody_behind() -> Pixels:
    pixels = photograph(HOLDER).copy()
    small = np.asarray(Image.fromarray(photograph("biden_2010_frame.jpg")[120:380, 200:460]).resize((90, 90)))
    pixels[60:150, 130:220] = small
    return pixels


@pytest.mark.parametrize(
    ("pixels", "verdict", "reasons"),
    [
        (lambda: photograph(HOLDER), Verdict.ADMIT, ()),
        (with_somebody_behind, Verdict.ADMIT, ()),
        (lambda: photograph("q_mask_occluded.jpg"), Verdict.ADMIT_WITH_ATTENTION, (Reason.FACE_COVERED,)),
        (lambda: photograph("biden_2010_frame.jpg"), Verdict.REFER, (Reason.FACE_DIFFERS,)),
    ],
    ids=["the holder", "somebody behind", "with a mask", "a stranger"],
)
def test_who_stands_there(
    tmp_path: Path, pixels: Callable[[], Pixels], verdict: Verdict, reasons: tuple[Reason, ...]
) -> None:
    house = House(tmp_path)
    shown(house, pixels())
    with house.open() as opened:
        opened.until(Idle)
        opened.type_can("012345")
        opened.lay(card())
        decision = opened.decision()
    assert (decision.verdict, decision.reasons) == (verdict, reasons)


def test_two_frames_a_second_are_enough(tmp_path: Path) -> None:
    house = House(tmp_path)
    shown(house, photograph(HOLDER))
    house.source = FolderCamera(house.camera, fps=2.0)
    with house.open() as opened:
        opened.until(Idle)
        opened.type_can("012345")
        opened.lay(card())
        assert opened.decision().verdict is Verdict.ADMIT


@pytest.mark.parametrize(("rotation", "hint"), [(0, FaceHint.CAMERA_TURNED), (180, FaceHint.GOOD)])
def test_a_camera_on_its_head(tmp_path: Path, rotation: int, hint: FaceHint) -> None:
    house = House(tmp_path)
    shown(house, np.ascontiguousarray(photograph(HOLDER)[::-1, ::-1]))
    house.settings = replace(house.settings, camera_rotation=rotation)
    with house.open() as opened:
        opened.until(Idle)
        opened.type_can("012345")
        opened.lay(card())
        opened.until(such=lambda kiosk: kiosk.check is not None and kiosk.check.hint is hint)
        assert opened.decision().verdict is (Verdict.REFER if hint is FaceHint.CAMERA_TURNED else Verdict.ADMIT)


def blurred() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(CHIP_PHOTO)).convert("RGB").filter(ImageFilter.GaussianBlur(10)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("portrait", "fault"),
    [
        (blurred, FaultCode.CHIP_PHOTO_POOR),
        (lambda: CHIP_PHOTO[:5000], FaultCode.CHIP_PHOTO_UNUSABLE),
        (lambda: (FACES / "q_no_face.jpg").read_bytes(), FaultCode.CHIP_PHOTO_UNUSABLE),
    ],
    ids=["blurred", "truncated", "no face"],
)
def test_a_chip_photo_that_is_of_no_use_refers_with_its_reason(
    tmp_path: Path, portrait: Callable[[], bytes], fault: FaultCode
) -> None:
    house = House(tmp_path)
    shown(house, photograph(HOLDER))
    with house.open() as opened:
        opened.until(Idle)
        opened.type_can("012345")
        opened.lay(card(photo=portrait()))
        decision = opened.decision()
    assert decision.verdict is Verdict.REFER
    assert [(finding.reason, finding.fault) for finding in decision.findings] == [(Reason.FACE_NOT_COMPARED, fault)]
