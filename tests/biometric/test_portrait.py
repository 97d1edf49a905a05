"""The chip's portrait: decoded, or a fault that refers and blames nobody."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kiosk.biometric.portrait import decode_portrait
from kiosk.domain.face import ChipFace, PhotoSource
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.camera import chip_face


@pytest.mark.parametrize("encoding", ["jpeg", "jp2", "j2k", "something else"])
def test_the_bytes_decide_whatever_the_chip_calls_them(encoding: str) -> None:
    frame = decode_portrait(ChipFace(chip_face("biden_2010_chip_480x640.jp2").image, encoding))
    assert (frame.width, frame.height) == (480, 640)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (240, 320)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "image",
    [b"", b"no picture", png(), chip_face("biden_2010_chip_480x640.jp2").image[:-200], bytes(2 << 20)],
    ids=["empty", "text", "PNG", "truncated", "2 MB of nothing"],
)
def test_unusable(image: bytes) -> None:
    with pytest.raises(Fault) as caught:
        decode_portrait(ChipFace(image, "jpeg"))
    assert caught.value.code is FaultCode.CHIP_PHOTO_UNUSABLE


def test_a_list_may_have_other_pictures_than_a_chip() -> None:
    frame = decode_portrait(ChipFace(png(), "png", PhotoSource.LIST))
    assert (frame.width, frame.height) == (240, 320)
    with pytest.raises(Fault):
        decode_portrait(ChipFace(chip_face("biden_2010_chip_480x640.jp2").image, "jp2", PhotoSource.LIST))
