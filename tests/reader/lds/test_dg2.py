from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.dg2 import MAX_IMAGES, parse_dg2
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.image_header import ImageHeaderError
from tests.fakes.face_records import face_template, representation
from tests.fakes.lds_files import J2K, JP2, JPEG, dg2, facial_record, portrait

PICTURES = Path(__file__).parents[2] / "fixtures" / "faces"


@pytest.mark.parametrize(
    ("image", "encoding"),
    [pytest.param(JPEG, "jpeg", id="JPEG"), pytest.param(JP2, "jp2", id="JP2"), pytest.param(J2K, "j2k", id="raw J2K")],
)
def test_the_first_bytes_tell_the_encoding(image: bytes, encoding: str) -> None:
    (face,) = parse_dg2(portrait(image))
    assert (face.image, face.encoding, face.width, face.height) == (image, encoding, 240, 320)


@pytest.mark.parametrize(
    ("data", "images"),
    [
        pytest.param(dg2(facial_record(JPEG, JP2)), [JPEG, JP2], id="two in one record"),
        pytest.param(dg2(facial_record(JPEG), facial_record(J2K)), [JPEG, J2K], id="two templates"),
        pytest.param(dg2(facial_record(JPEG), block_tag=0x7F2E), [JPEG], id="data block 7F2E"),
        pytest.param(dg2(facial_record(JPEG, feature_points=3)), [JPEG], id="feature points"),
        pytest.param(dg2(facial_record(JPEG) + bytes(5)), [JPEG], id="padded record"),
        pytest.param(portrait(JPEG + bytes(70_000)), [JPEG + bytes(70_000)], id="long"),
        pytest.param(dg2(face_template(representation(JP2)), block_tag=0x7F2E), [JP2], id="ISO 39794-5"),
        pytest.param(dg2(face_template(representation(JP2))), [JP2], id="ISO 39794-5 in data block 5F2E"),
        pytest.param(dg2(facial_record(JPEG), face_template(representation(J2K))), [JPEG, J2K], id="both standards"),
    ],
)
def test_layouts(data: bytes, images: list[bytes]) -> None:
    assert [face.image for face in parse_dg2(data)] == images


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(portrait()[:-1], id="cut off"),
        pytest.param(dg2(), id="no template"),
        pytest.param(dg2(facial_record()), id="no image"),
        pytest.param(dg2(facial_record(b"GIF89a")), id="another image format"),
        pytest.param(dg2(facial_record(b"")), id="empty image"),
        pytest.param(dg2(facial_record(JPEG, length=9999)), id="record longer than the file"),
        pytest.param(dg2(facial_record(JPEG)[:-3]), id="record cut off"),
        pytest.param(
            dg2(facial_record(JPEG)[:14] + b"\xff" + facial_record(JPEG)[15:]), id="block longer than the record"
        ),
        pytest.param(dg2(b"FAC\x00"), id="record cut in its header"),
        pytest.param(dg2(b"\xa1\x00"), id="neither standard"),
        pytest.param(dg2(face_template(), block_tag=0x7F2E), id="no representation in ISO 39794-5"),
        pytest.param(dg2(facial_record(*[JPEG] * (MAX_IMAGES + 1))), id="too many in one record"),
        pytest.param(dg2(*[facial_record(JPEG)] * (MAX_IMAGES + 1)), id="too many templates"),
        pytest.param(
            tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x7F60, tlv.encode(0x5F2E, facial_record(JPEG)) * 2))),
            id="two data blocks in one template",
        ),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_dg2(data)


def test_objects_beside_the_data_block_are_kept() -> None:
    header, unknown = tlv.encode(0xA1, tlv.encode(0x87, b"\x01\x01")), tlv.encode(0x53, b"x")
    template = tlv.encode(0x7F60, header + unknown + tlv.encode(0x5F2E, facial_record(JPEG)))
    (face,) = parse_dg2(tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, b"\x01") + template)))
    assert face.template == (tlv.parse_one(header), tlv.parse_one(unknown))


@pytest.mark.parametrize(
    "picture", [PICTURES / "obama_2009_chip_480x640.jp2", PICTURES / "obama_2009_chip_240x320.jpg"]
)
def test_the_image_itself_says_its_size(picture: Path) -> None:
    image = picture.read_bytes()
    (face,) = parse_dg2(dg2(face_template(representation(image, size=(1, 1)))))
    assert (face.width, face.height) == (1, 1)
    assert f"{face.header().width}x{face.header().height}" in picture.name


def test_an_image_without_a_header_is_there_all_the_same() -> None:
    (face,) = parse_dg2(portrait(JPEG))
    with pytest.raises(ImageHeaderError):
        face.header()


def test_nothing_of_the_face_in_repr() -> None:
    shown = repr(parse_dg2(portrait(JPEG)))
    assert "picture" not in shown
    assert "sex" not in shown


def test_feature_points_beyond_the_block_are_refused() -> None:
    record = bytearray(facial_record(JPEG))
    record[18:20] = b"\xff\xff"
    with pytest.raises(LdsError):
        parse_dg2(dg2(bytes(record)))


@given(
    st.binary(max_size=200)
    | st.binary(max_size=200).map(dg2)
    | st.binary(max_size=200).map(lambda body: dg2(tlv.encode(0xA1, tlv.encode(0x65, body))))
    | st.binary(max_size=200).map(lambda tail: dg2(b"FAC\x00010\x00" + tail))
    | st.tuples(st.integers(0, len(portrait()) - 1), st.integers(0, 255)).map(
        lambda at: portrait()[: at[0]] + bytes((at[1],)) + portrait()[at[0] + 1 :]
    )
)
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    try:
        images = parse_dg2(data)
    except LdsError:
        return
    assert 1 <= len(images) <= MAX_IMAGES
