"""EF.DG2: the portrait, as ISO/IEC 19794-5 records in CBEFF templates (ICAO Doc 9303-10 §4.7.2); nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.reader import tlv
from kiosk.reader.lds.errors import LdsError, parsing

_DG2, _GROUP, _TEMPLATE = 0x75, 0x7F61, 0x7F60
_DATA_BLOCKS = (0x5F2E, 0x7F2E)

MAX_IMAGES = 16
"""Real cards hold one portrait; more than this is no portrait file."""

_RECORD_HEADER, _BLOCK_HEADER, _FEATURE_POINT, _IMAGE_HEADER = 14, 20, 8, 12
"""Sizes of ISO/IEC 19794-5:2005 §5.4 to §5.7: record header, facial information, one feature point, image header."""

_MAGIC = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "j2k"),
)


@dataclass(frozen=True, slots=True)
class FaceImage:
    """One encoded portrait; ``encoding`` is ``jpeg``, ``jp2`` or ``j2k`` by its first bytes, whatever the record says.

    ``width`` and ``height`` in pixels as the record claims them (0: not given), unchecked against the image.
    """

    image: bytes = field(repr=False)
    encoding: str
    width: int
    height: int


@parsing("DG2")
def parse_dg2(data: bytes) -> tuple[FaceImage, ...]:
    """All portraits in the order of the file, one at least; raises ``LdsError``."""
    group = tlv.parse_one(tlv.parse_one(data, _DG2).value, _GROUP).value
    images: list[FaceImage] = []
    for template in tlv.iterate(group):
        if template.tag == _TEMPLATE:
            images.extend(_images(_data_block(template.value)))
        if len(images) > MAX_IMAGES:
            raise LdsError("DG2: too many images")
    if not images:
        raise LdsError("DG2: no image")
    return tuple(images)


def _data_block(template: bytes) -> bytes:
    blocks = [item.value for item in tlv.iterate(template) if item.tag in _DATA_BLOCKS]
    if len(blocks) != 1:
        raise LdsError(f"DG2: {len(blocks)} data blocks in one template")
    return blocks[0]


def _images(record: bytes) -> Iterator[FaceImage]:
    """The images of one facial record: ``FAC``, version, length, number of images, then one block an image."""
    if not record.startswith(b"FAC\x00"):
        raise LdsError("DG2: no facial record of ISO/IEC 19794-5")
    if len(record) < _RECORD_HEADER or _number(record, 8, 4) > len(record):
        raise LdsError("DG2: the facial record is cut off")
    at = _RECORD_HEADER
    for _ in range(_number(record, 12, 2)):
        size = _number(record, at, 4)
        if size > len(record) - at:
            raise LdsError("DG2: a facial block is cut off")
        yield _image(record[at : at + size])
        at += size


def _image(block: bytes) -> FaceImage:
    if len(block) < _BLOCK_HEADER:
        raise LdsError("DG2: a facial block is too short")
    header_at = _BLOCK_HEADER + _FEATURE_POINT * _number(block, 4, 2)
    image = block[header_at + _IMAGE_HEADER :]
    encoding = next((name for magic, name in _MAGIC if image.startswith(magic)), None)
    if encoding is None:
        raise LdsError("DG2: neither JPEG nor JPEG 2000")
    return FaceImage(image, encoding, _number(block, header_at + 2, 2), _number(block, header_at + 4, 2))


def _number(data: bytes, at: int, size: int) -> int:
    """A big-endian number; raises ``LdsError`` where the data end before."""
    if at + size > len(data):
        raise LdsError("DG2: a facial block is too short")
    return int.from_bytes(data[at : at + size], "big")
