from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.reader.lds.image_header import (
    MAX_COMPONENTS,
    MAX_PIXELS,
    MAX_SIDE,
    EncodedImage,
    ImageHeader,
    ImageHeaderError,
    encoding_of,
    read_image_header,
)
from tests.fakes.face_records import box, code_stream, jp2, jpeg_header, jpeg_segment

FACES = sorted(Path(__file__).parents[2].joinpath("fixtures", "faces").glob("*.j*"))
APP0 = jpeg_segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.name)
def test_pictures_have_the_size_that_their_decoder_finds(path: Path) -> None:
    header = read_image_header(path.read_bytes())
    with Image.open(path) as picture:
        assert (header.width, header.height) == picture.size
        assert header.components == len(picture.getbands())
    assert header.bits == 8
    assert header.encoding == {".jpg": "jpeg", ".jp2": "jp2", ".j2k": "j2k"}[path.suffix]


@pytest.mark.parametrize(
    ("image", "header"),
    [
        pytest.param(jpeg_header(413, 531), ImageHeader("jpeg", 413, 531, 3, 8), id="baseline JPEG"),
        pytest.param(
            jpeg_header(frame=0xC2, components=1), ImageHeader("jpeg", 240, 320, 1, 8), id="progressive, grey"
        ),
        pytest.param(jpeg_header(frame=0xC1, bits=12), ImageHeader("jpeg", 240, 320, 3, 12), id="twelve bits"),
        pytest.param(
            jpeg_header(before=APP0 + jpeg_segment(0xC4, bytes(20)) + b"\xff\xff"),
            ImageHeader("jpeg", 240, 320, 3, 8),
            id="other segments and fill bytes before",
        ),
        pytest.param(code_stream(), ImageHeader("j2k", 240, 320, 3, 8), id="code stream"),
        pytest.param(code_stream(left=16, top=8), ImageHeader("j2k", 240, 320, 3, 8), id="image beside the origin"),
        pytest.param(code_stream(tile=(64, 64)), ImageHeader("j2k", 240, 320, 3, 8), id="tiles"),
        pytest.param(code_stream(depth=0x8B), ImageHeader("j2k", 240, 320, 3, 12), id="twelve bits with sign"),
        pytest.param(jp2(), ImageHeader("jp2", 240, 320, 3, 8), id="JP2"),
    ],
)
def test_headers(image: bytes, header: ImageHeader) -> None:
    assert read_image_header(image) == header


def test_a_last_box_without_a_length_ends_with_the_image() -> None:
    whole = jp2()
    at = whole.index(b"jp2c") - 4
    assert read_image_header(whole[:at] + bytes(4) + whole[at + 4 :]) == read_image_header(whole)


def test_a_box_with_a_long_length() -> None:
    whole, stream = jp2(), code_stream()
    at = whole.index(b"jp2c") - 4
    long = b"\x00\x00\x00\x01jp2c" + (16 + len(stream)).to_bytes(8, "big") + stream
    assert read_image_header(whole[:at] + long) == read_image_header(whole)


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"GIF89a", id="another format"),
        pytest.param(b"\xff\xd8\xff", id="JPEG of three bytes"),
        pytest.param(b"\xff\xd8\xff\xd9", id="JPEG without a frame"),
        pytest.param(b"\xff\xd8\xff\xda\x00\x02", id="scan before the frame"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x01" + bytes(20), id="segment shorter than its length"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x02\x00\x00", id="no marker behind a segment"),
        pytest.param(b"\xff\xd8" + b"\xff" * 1000, id="fill bytes only"),
        pytest.param(jpeg_header()[:10], id="frame header cut off"),
        pytest.param(jpeg_header(height=0), id="height left to a later marker"),
        pytest.param(jpeg_header(components=0), id="no component"),
        pytest.param(jpeg_header(components=MAX_COMPONENTS + 1), id="too many components"),
        pytest.param(jpeg_header(bits=17), id="too many bits"),
        pytest.param(jpeg_header(0xFFFF, 0xFFFF), id="JPEG of four thousand megapixels"),
        pytest.param(code_stream(0xFFFFFFFF, 0xFFFFFFFF, 1), id="code stream of eighteen exapixels"),
        pytest.param(code_stream(MAX_SIDE + 1, 1), id="too wide"),
        pytest.param(code_stream(MAX_PIXELS // 4000 + 1, 4000), id="one row of pixels too many"),
        pytest.param(code_stream(1000, 1000, tile=(1, 1)), id="a million tiles"),
        pytest.param(code_stream(tile=(0, 0)), id="tiles without a size"),
        pytest.param(code_stream(left=300, tile=(100, 400)), id="first tile beside the image"),
        pytest.param(code_stream(components=0), id="code stream without component"),
        pytest.param(code_stream(components=200), id="code stream of two hundred components"),
        pytest.param(code_stream(step=0), id="no sampling step"),
        pytest.param(code_stream()[:-1], id="SIZ cut off"),
        pytest.param(code_stream()[:40], id="SIZ cut off in its numbers"),
        pytest.param(jp2(width=241), id="boxes promise another width"),
        pytest.param(jp2(components=4), id="boxes promise another component"),
        pytest.param(jp2(inside=b""), id="header box empty"),
        pytest.param(jp2(inside=box(b"colr", bytes(14))), id="image header is not first"),
        pytest.param(jp2(inside=box(b"ihdr", bytes(13))), id="image header too short"),
        pytest.param(jp2(b""), id="code stream box empty"),
        pytest.param(jp2(b"\xff\xd8\xff"), id="JPEG in a JP2"),
        pytest.param(jp2()[:-1], id="last box cut off"),
        pytest.param(jp2()[: jp2().index(b"jp2c") - 4], id="no code stream"),
        pytest.param(box(b"jP  ", b"\r\n\x87\n") + box(b"jp2c", code_stream()), id="no header box"),
        pytest.param(box(b"jP  ", b"\r\n\x87\n") + b"\x00\x00\x00\x07jp2h", id="box shorter than its header"),
        pytest.param(box(b"jP  ", b"\r\n\x87\n") + b"\x00\x00\x00\x01jp2h" + b"\xff" * 8, id="box of 2⁶⁴ bytes"),
    ],
)
def test_no_header(image: bytes) -> None:
    with pytest.raises(ImageHeaderError):
        read_image_header(image)
    with pytest.raises(ImageHeaderError):
        EncodedImage(image).header()


@pytest.mark.parametrize(
    ("image", "encoding"),
    [(jpeg_header(), "jpeg"), (jp2(), "jp2"), (code_stream(), "j2k"), (b"\x89PNG\r\n\x1a\n", None), (b"", None)],
)
def test_the_first_bytes_tell_the_encoding(image: bytes, encoding: str | None) -> None:
    assert encoding_of(image) == encoding
    assert EncodedImage(image).encoding == (encoding or "")


@given(st.integers(1, 64), st.integers(1, 64), st.sampled_from(["L", "RGB"]), st.sampled_from(["JPEG", "JPEG2000"]))
def test_what_an_encoder_writes_is_read(width: int, height: int, mode: str, kind: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (width, height)).save(written, kind)
    header = read_image_header(written.getvalue())
    assert (header.width, header.height, header.components) == (width, height, len(mode))


@given(
    st.binary(max_size=80)
    | st.sampled_from([jpeg_header(), code_stream(), jp2()]).flatmap(
        lambda image: st.tuples(st.integers(0, len(image) - 1), st.binary(max_size=6)).map(
            lambda change: image[: change[0]] + change[1] + image[change[0] + len(change[1]) :]
        )
    )
)
def test_hostile_bytes_give_a_header_within_the_caps_or_the_typed_error(image: bytes) -> None:
    with contextlib.suppress(ImageHeaderError):
        header = read_image_header(image)
        assert header.width * header.height <= MAX_PIXELS
