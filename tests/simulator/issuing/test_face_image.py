from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from kiosk.domain.identity import Sex
from kiosk.reader import tlv
from kiosk.simulator.card.card_profile import FaceFormat
from kiosk.simulator.issuing.face_image import dg2, enlarged
from tests.fakes.virtual_cards import photo

FACES = Path(__file__).parents[2] / "fixtures" / "faces"


def templates(group: bytes) -> list[bytes]:
    count, *found = tlv.iterate(tlv.parse_one(tlv.parse_one(group, 0x75).value, 0x7F61).value)
    assert count.encode() == bytes((0x02, 0x01, len(found)))
    return [template.value for template in found if template.tag == 0x7F60]


@pytest.mark.parametrize(
    ("kind", "sex", "image_type", "gender"),
    [("JPEG", Sex.FEMALE, 0, 2), ("JPEG2000", Sex.MALE, 1, 1), ("JPEG", Sex.UNSPECIFIED, 0, 0)],
    ids=["JPEG", "JP2", "sex not said"],
)
def test_a_record_of_19794_5(kind: str, sex: Sex, image_type: int, gender: int) -> None:
    picture = photo(kind, (48, 64))
    (template,) = templates(dg2(picture, sex))
    header, block = tlv.iterate(template)
    assert header.encode().hex().upper() == "A112800201018101028201008702010188020008"
    record = tlv.parse_one(block.encode(), 0x5F2E).value
    assert record[:8] == b"FAC\x00010\x00"
    assert int.from_bytes(record[8:12], "big") == len(record)
    assert record[12:14] == b"\x00\x01"
    assert int.from_bytes(record[14:18], "big") == len(record) - 14
    assert record[20] == gender
    assert record[34:40] == bytes((1, image_type)) + (48).to_bytes(2, "big") + (64).to_bytes(2, "big")
    assert record[46:] == picture


def test_a_record_of_39794_5() -> None:
    picture = photo("JPEG", (200, 300))
    (template,) = templates(dg2(picture, Sex.MALE, FaceFormat.ISO_39794))
    header, block = tlv.iterate(template)
    assert header.encode().hex().upper() == "A11280020101810102820100870201018802002A"
    data = tlv.parse_one(tlv.parse_one(block.encode(), 0x7F2E).value, 0xA1).value
    version, blocks = tlv.iterate(tlv.parse_one(data, 0x65).value)
    assert version.encode().hex().upper() == "A007800103810207E3"
    number, representation = tlv.iterate(tlv.parse_one(tlv.parse_one(blocks.encode(), 0xA1).value, 0x30).value)
    assert number.encode() == bytes.fromhex("800100")
    base = tlv.parse_one(representation.encode(), 0xA1).value
    image, information = tlv.iterate(tlv.parse_one(tlv.parse_one(base, 0xA0).value, 0xA0).value)
    assert image.encode() == tlv.encode(0x80, picture)
    assert information.encode().hex().upper() == "A114" + "A003800102" + "A708800200C88102012C" + "A903800102"


def test_a_raw_codestream_is_taken() -> None:
    picture = photo("JPEG2000")
    raw = picture[picture.index(b"\xff\x4f\xff\x51") :]
    assert dg2(raw, Sex.MALE).endswith(raw)


def test_several_images_stand_in_templates_of_their_own() -> None:
    first, second, third = templates(dg2(photo(), Sex.MALE, images=3))
    assert first == second == third


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"\xff\xd8\xff\xe0", b"\xff\x4f\xff\x51" * 4])
def test_what_is_no_photo_is_refused(junk: bytes) -> None:
    with pytest.raises(ValueError, match="the photo"):
        dg2(junk, Sex.MALE)


@pytest.mark.parametrize(
    "name", ["obama_2009_chip_240x320.jpg", "obama_2009_chip_480x640.jp2", "obama_2009_chip_240x320.j2k"]
)
@pytest.mark.parametrize("more", [0, 16, 65_536, 65_540, 200_000])
def test_a_larger_file_shows_the_same_picture(name: str, more: int) -> None:
    picture = (FACES / name).read_bytes()
    larger = enlarged(picture, len(picture) + more)
    assert len(larger) == len(picture) + more
    with Image.open(io.BytesIO(picture)) as before, Image.open(io.BytesIO(larger)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("more", [-1, 1, 3])
@pytest.mark.parametrize("kind", ["JPEG", "JPEG2000"])
def test_a_size_that_cannot_be_met_is_refused(kind: str, more: int) -> None:
    with pytest.raises(ValueError, match="cannot be filled up"):
        enlarged(photo(kind), len(photo(kind)) + more)
