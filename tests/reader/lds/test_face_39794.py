from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.face_39794 import MAX_BLOCKS, face_images
from kiosk.reader.lds.face_image import MAX_IMAGES, FaceRepresentation
from kiosk.reader.tlv import Tlv, TlvError
from tests.fakes.face_records import face_block, face_template, representation, representation_of
from tests.fakes.lds_files import J2K, JP2, JPEG

CAPTURED = tlv.encode(0xA2, tlv.encode(0x80, b"\x07\xe6"))
QUALITY = tlv.encode(0xA3, tlv.encode(0x30, b""))
UNKNOWN = tlv.encode(0xBF21, b"\x04\x00")
"""A block of a later edition, allowed by the dots in the schema."""

SHAPE_3D = tlv.encode(0xA0, tlv.encode(0xA1, b""))
EXTENSION = tlv.encode(0xA1, b"")


def test_the_image_and_what_stands_around_it() -> None:
    (face,) = face_images(face_template(representation(JP2, CAPTURED, QUALITY, UNKNOWN)))
    assert (face.image, face.encoding, face.width, face.height) == (JP2, "jp2", 413, 531)
    assert isinstance(face.details, FaceRepresentation)
    assert (face.details.generation, face.details.year, face.details.data_format) == (3, 2019, 3)
    assert face.details.blocks == (
        Tlv(0x80, b"\x01"), tlv.parse_one(CAPTURED), tlv.parse_one(QUALITY), tlv.parse_one(UNKNOWN),
    )  # fmt: skip
    assert [block.tag for block in face.details.image_blocks] == [0xA1]


@pytest.mark.parametrize(
    ("template", "images"),
    [
        pytest.param(face_template(representation(JPEG, code=2)), [JPEG], id="as ICAO wraps it"),
        pytest.param(face_block(representation(JPEG)), [JPEG], id="without the standardized-format wrapper"),
        pytest.param(face_template(representation(JPEG), representation(J2K)), [JPEG, J2K], id="two representations"),
        pytest.param(face_template(representation(JPEG, size=None)), [JPEG], id="no size given"),
        pytest.param(face_block(representation(JPEG), behind=UNKNOWN), [JPEG], id="a later edition's component"),
        pytest.param(
            face_template(representation_of(SHAPE_3D), representation(JPEG)), [JPEG], id="a shape beside the image"
        ),
        pytest.param(
            face_template(representation_of(EXTENSION), representation(JPEG)),
            [JPEG],
            id="an extension beside the image",
        ),
        pytest.param(face_template(representation_of(SHAPE_3D)), [], id="a shape only"),
        pytest.param(face_template(), [], id="no representation"),
        pytest.param(tlv.encode(0x65, b""), [], id="no component at all"),
    ],
)
def test_layouts(template: bytes, images: list[bytes]) -> None:
    assert [face.image for face in face_images(template)] == images


@pytest.mark.parametrize(
    ("code", "known"),
    [
        pytest.param(tlv.encode(0xA0, tlv.encode(0x80, b"\x02")), 2, id="JPEG"),
        pytest.param(tlv.encode(0xA0, tlv.encode(0xA1, b"")), None, id="extension"),
        pytest.param(tlv.encode(0xA0, tlv.encode(0x80, b"\xff")), None, id="negative"),
        pytest.param(tlv.encode(0xA0, tlv.encode(0x80, bytes(5))), None, id="too long"),
        pytest.param(b"", None, id="missing"),
    ],
)
def test_numbers_that_cannot_be_read_are_not_given(code: bytes, known: int | None) -> None:
    image_2d = tlv.encode(0x80, JPEG) + tlv.encode(0xA1, code)
    template = face_template(representation_of(tlv.encode(0xA0, tlv.encode(0xA0, image_2d))))
    (face,) = face_images(template)
    assert isinstance(face.details, FaceRepresentation)
    assert (face.details.data_format, face.width, face.height) == (known, 0, 0)


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(b"", id="empty"),
        pytest.param(face_template(representation(JPEG))[:-1], id="cut off"),
        pytest.param(face_template(representation(JPEG)) + b"\x00", id="bytes behind"),
        pytest.param(tlv.encode(0xA1, tlv.encode(0x64, b"")), id="fingers"),
        pytest.param(tlv.encode(0xA1, b""), id="an empty wrapper"),
        pytest.param(face_template(tlv.encode(0x31, b"")), id="a SET for a representation"),
        pytest.param(face_template(representation(b"GIF89a")), id="another image format"),
        pytest.param(face_template(representation(b"")), id="an empty image"),
        pytest.param(face_template(representation(JPEG, CAPTURED, CAPTURED)), id="a block twice"),
        pytest.param(
            face_template(representation(JPEG, *(tlv.encode(0x5F00 + n, b"") for n in range(MAX_BLOCKS)))),
            id="too many blocks",
        ),
        pytest.param(face_template(*[representation(JPEG)] * (MAX_IMAGES + 1)), id="too many representations"),
    ],
)
def test_malformed(template: bytes) -> None:
    with pytest.raises((LdsError, TlvError)):
        list(face_images(template))


GOOD = face_template(representation(JPEG, CAPTURED, QUALITY))


@given(
    st.binary(max_size=60).map(lambda body: tlv.encode(0x65, body))
    | st.binary(max_size=60).map(lambda body: face_template(representation_of(body)))
    | st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)).map(
        lambda at: GOOD[: at[0]] + bytes((at[1],)) + GOOD[at[0] + 1 :]
    )
)
def test_hostile_bytes_give_the_typed_errors_only(template: bytes) -> None:
    with contextlib.suppress(LdsError, TlvError):
        assert len(list(face_images(template))) <= MAX_IMAGES
