"""Encoded pictures: every kind a chip or a folder may hold, and every way in which bytes can be none."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.biometric.camera.pictures import EVERY_FORMAT, PictureError, PictureLimits, decode_picture
from kiosk.biometric.camera.pixels import pixels_of
from kiosk.domain.face import Frame
from tests.fakes.camera import FACES

LIMITS = PictureLimits(max_bytes=100_000, max_pixels=480 * 640)
START_OF_CODESTREAM = b"\xff\x4f\xff\x51"


def fixture(name: str) -> bytes:
    return (FACES / name).read_bytes()


JPEG = fixture("obama_2012_chip_240x320.jpg")
JP2 = fixture("obama_2012_chip_480x640.jp2")
J2K = fixture("obama_2012_chip_240x320.j2k")
GREY_J2K = fixture("collins_gray_240x320.j2k")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "size"),
    [(JPEG, (240, 320)), (JP2, (480, 640)), (J2K, (240, 320)), (GREY_J2K, (240, 320))],
    ids=["JPEG", "JP2", "raw codestream", "grey raw codestream"],
)
def test_decodes(data: bytes, size: tuple[int, int]) -> None:
    frame = decode_picture(data, LIMITS)
    assert (frame.width, frame.height) == size
    assert np.std(pixels_of(frame)) > 20


@pytest.mark.parametrize("kind", ["PPM", "BMP", "WEBP"])
def test_kinds_that_only_sets_of_faces_use_are_read_for_those_who_ask(kind: str) -> None:
    data = encoded(Image.new("RGB", (4, 3), (250, 100, 5)), kind)
    assert decode_picture(data, LIMITS, EVERY_FORMAT).width == 4
    with pytest.raises(PictureError, match="unknown format"):
        decode_picture(data, LIMITS)


def test_colours_come_blue_first() -> None:
    frame = decode_picture(encoded(Image.new("RGB", (2, 1), (250, 100, 5)), "PNG"), LIMITS)
    assert bytes(frame.bgr[:3]) == bytes([5, 100, 250])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_other_colour_modes_become_colour(mode: str) -> None:
    frame = decode_picture(encoded(Image.new(mode, (4, 3)), "PNG"), LIMITS)
    assert (frame.width, frame.height, len(frame.bgr)) == (4, 3, 36)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("data", [JPEG, JP2, J2K, GREY_J2K], ids=["JPEG", "JP2", "J2K", "grey J2K"])
def test_truncated_is_refused(data: bytes, share: float) -> None:
    with pytest.raises(PictureError):
        decode_picture(data[: int(len(data) * share)], LIMITS)


def with_codestream_size(data: bytes, width: int, height: int) -> bytes:
    """The JPEG 2000 picture with another size in its codestream (SIZ marker, ISO/IEC 15444-1 A.5.1), tiles too."""
    at = data.index(START_OF_CODESTREAM) + 8
    size = struct.pack(">8I", width, height, 0, 0, width, height, 0, 0)
    return data[:at] + size + data[at + 32 :]


def in_tiles(data: bytes, width: int, height: int) -> bytes:
    """The JPEG 2000 picture with another size of its tiles."""
    at = data.index(START_OF_CODESTREAM) + 24
    return data[:at] + struct.pack(">2I", width, height) + data[at + 8 :]


def progressive(scans: int) -> bytes:
    """A JPEG that claims this many more scans than it has."""
    return JPEG[:-2] + b"\xff\xda\x00\x02" * scans + JPEG[-2:]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "0 bytes"),
        (JPEG + bytes(100_000), "bytes"),
        (b"GIF89a" + bytes(100), "unknown format"),
        (b"BM" + bytes(100), "unknown format"),
        (b"%!PS-Adobe-3.0 EPSF", "unknown format"),
        (JPEG[:3], "UnidentifiedImageError"),
        (encoded(Image.new("RGB", (641, 480)), "JPEG"), "641 × 480 pixels"),
        (encoded(Image.new("L", (20_000, 20_000)), "PNG", compress_level=1)[:90_000], r"pixels|Decompression"),
        (with_codestream_size(J2K, 60_000, 60_000), r"pixels|Decompression"),
        (with_codestream_size(JP2, 60_000, 60_000), "OSError"),
        (with_codestream_size(JP2, 20, 20), "OSError"),
        (with_codestream_size(J2K, 0, 0), r"."),
        (encoded(Image.new("I;16", (4, 4)), "PNG"), "mode I;16"),
        (progressive(65), "too many scans"),
        (in_tiles(J2K, 1, 1), "too many tiles"),
        (in_tiles(JP2, 8, 8), "too many tiles"),
        (J2K[:4] + bytes(100) + in_tiles(J2K, 8, 8), "too many tiles"),
    ],
    ids=[
        "empty",
        "too many bytes",
        "GIF",
        "BMP",
        "PostScript",
        "only a signature",
        "too many pixels",
        "decompression bomb",
        "J2K of 60,000 pixels square",
        "JP2 whose boxes hide 60,000 pixels square",
        "JP2 whose codestream is smaller than its boxes say",
        "J2K without pixels",
        "16 bits grey",
        "JPEG of endless scans",
        "J2K of a tile a pixel",
        "JP2 of 4,800 tiles",
        "J2K whose tiles stand behind another header",
    ],
)
def test_refused(data: bytes, why: str) -> None:
    with pytest.raises(PictureError, match=why):
        decode_picture(data, LIMITS)


def test_a_format_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(PictureError, match="unknown format"):
        decode_picture(encoded(Image.new("RGB", (4, 4)), "PNG"), LIMITS, frozenset({"JPEG"}))


def is_frame_or_refused(data: bytes) -> bool:
    try:
        return isinstance(decode_picture(data, LIMITS), Frame)
    except PictureError:
        return True


@settings(deadline=None)
@given(start=st.sampled_from([b"", JPEG[:3], JP2[:12], J2K[:4], b"\x89PNG\r\n\x1a\n"]), rest=st.binary(max_size=200))
def test_any_bytes_give_a_frame_or_are_refused(start: bytes, rest: bytes) -> None:
    assert is_frame_or_refused(start + rest)


@settings(deadline=None)
@given(
    data=st.sampled_from([JPEG, JP2, J2K, GREY_J2K]),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_picture_with_a_changed_header_gives_a_frame_or_is_refused(
    data: bytes, changes: list[tuple[int, int]]
) -> None:
    changed = bytearray(data)
    for at, value in changes:
        changed[at] = value
    assert is_frame_or_refused(bytes(changed))
