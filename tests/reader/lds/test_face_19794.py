from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.face_19794 import facial_images
from kiosk.reader.lds.face_image import MAX_IMAGES, FaceImage, FacialInformation
from tests.fakes.lds_files import JPEG, facial_record

POINT = bytes.fromhex("01 0C 01 0064 00C8 0000")[:8]
BLOCK = (
    bytes.fromhex("0001 02 03 04 000005 0006 070809 0A0B0C")  # one feature point, then the facial information
    + POINT
    + bytes.fromhex("01 00 019D 0213 01 02 0003 0050")
    + JPEG
)
RECORD = b"FAC\x00010\x00" + (18 + len(BLOCK)).to_bytes(4, "big") + b"\x00\x01"
RECORD += (4 + len(BLOCK)).to_bytes(4, "big") + BLOCK


def test_every_field_is_kept() -> None:
    details = FacialInformation(
        sex=2,
        eye_colour=3,
        hair_colour=4,
        properties=5,
        expression=6,
        pose=(7, 8, 9),
        pose_uncertainty=(10, 11, 12),
        feature_points=(POINT,),
        image_type=1,
        data_type=0,
        colour_space=1,
        source=2,
        device=3,
        quality=80,
    )
    assert list(facial_images(RECORD)) == [FaceImage(JPEG, "jpeg", 413, 531, details)]


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"FIR\x00" + RECORD[4:], id="a finger record"),
        pytest.param(facial_record(*[JPEG] * (MAX_IMAGES + 1)), id="too many images"),
        pytest.param(RECORD[:12] + b"\xff\xff" + RECORD[14:], id="more images announced than there are"),
        *(pytest.param(RECORD[:size], id=f"cut off at {size}") for size in (4, 13, 14, 17, 37, 45, 57, 60)),
    ],
)
def test_malformed(record: bytes) -> None:
    with pytest.raises(LdsError):
        list(facial_images(record))


def test_a_block_that_claims_no_length_does_not_go_on_for_ever() -> None:
    record = bytearray(facial_record(JPEG))
    record[12:14], record[14:18] = MAX_IMAGES.to_bytes(2, "big"), bytes(4)
    with pytest.raises(LdsError):
        list(facial_images(bytes(record)))


@given(st.lists(st.binary(max_size=40).map(JPEG.__add__), max_size=MAX_IMAGES), st.integers(0, 5))
def test_as_many_images_come_out_as_went_in(images: list[bytes], feature_points: int) -> None:
    found = list(facial_images(facial_record(*images, feature_points=feature_points)))
    assert [face.image for face in found] == images
    assert all((face.width, face.height) == (240, 320) for face in found)


@given(
    st.binary(max_size=80)
    | st.binary(max_size=80).map(RECORD[:14].__add__)
    | st.tuples(st.integers(0, len(RECORD) - 1), st.binary(min_size=1, max_size=4)).map(
        lambda change: RECORD[: change[0]] + change[1] + RECORD[change[0] + len(change[1]) :]
    )
)
def test_hostile_bytes_give_the_typed_error_only(record: bytes) -> None:
    with contextlib.suppress(LdsError):
        assert len(list(facial_images(record))) <= MAX_IMAGES
