"""Whole checks of faces as cameras see them: covered, crowded, on their head, twice a second; and poor chip photos."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PIL import Image, ImageFilter

from kiosk.biometric.camera.folder_camera import FolderCamera
from kiosk.biometric.camera.pixels import Pixels, pixels_of, turned
from kiosk.check.states import Idle
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


@pytest.mark.parametrize(
    ("hangs", "rotation", "noticed"),
    [(2, 0, True), (1, 0, True), (2, 180, False)],
    ids=["on its head", "on its side", "on its head, as the settings say"],
)
def test_a_camera_that_hangs_turned(
    tmp_path: Path, hangs: int, rotation: Literal[0, 180], noticed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Without the setting it takes some seconds more, and the log tells what to set."""
    house = House(tmp_path)
    shown(house, turned(photograph(HOLDER), hangs))
    house.settings = replace(house.settings, camera_rotation=rotation)
    with house.open() as opened:
        opened.until(Idle)
        opened.type_can("012345")
        opened.lay(card())
        assert opened.decision().verdict is Verdict.ADMIT
    assert (f"add {360 - 90 * hangs} to camera_rotation" in caplog.text) is noticed


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
