"""The face image data block of ISO/IEC 39794-5:2019, which inspection systems must read since 2026.

ICAO Doc 9303-10 §4.5.6 puts it into the data object 7F2E. Tags are those of the ASN.1 module that ICAO publishes for
eMRTDs (IMPLICIT TAGS, but a CHOICE keeps its own tag inside). This software makes use of the Schema from ISO/IEC
39794-5 within modifications permitted in the relevant ISO/IEC standard. Only the way to the image is walked; the
blocks beside it are kept as they are, known or not, since the schema is open to new ones at every level.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.face_image import MAX_IMAGES, FaceImage, FaceRepresentation, face_image
from kiosk.reader.tlv import Tlv, iterate, parse_one

_STANDARD_FORMAT, _FACE_IMAGE_DATA_BLOCK, _SEQUENCE = 0xA1, 0x65, 0x30

_VERSION, _REPRESENTATIONS = 0xA0, 0xA1
_GENERATION, _YEAR = 0x80, 0x81
_IMAGE_REPRESENTATION = 0xA1
_BASE, _IMAGE_2D = 0xA0, 0xA0
"""Two CHOICEs around the image; their other alternatives are extensions and shapes in three dimensions."""

_DATA, _INFORMATION = 0x80, 0xA1
_DATA_FORMAT, _CODE, _SIZE, _WIDTH, _HEIGHT = 0xA0, 0x80, 0xA7, 0x80, 0x81

MAX_BLOCKS = 64
"""The schema has eleven at most in one SEQUENCE."""


def face_images(template: bytes) -> Iterator[FaceImage]:
    """The images in a biometric data template, the value of 7F2E, in their order; raises ``LdsError`` or ``TlvError``.

    ICAO's profile has one representation; more are taken as they come.
    """
    outer = parse_one(template)
    if outer.tag == _STANDARD_FORMAT:
        outer = parse_one(outer.value)
    if outer.tag != _FACE_IMAGE_DATA_BLOCK:
        raise LdsError("DG2: no face image data block of ISO/IEC 39794-5")
    blocks = _blocks(outer.value)
    version = _blocks(blocks.get(_VERSION, b""))
    for count, item in enumerate(iterate(blocks.get(_REPRESENTATIONS, b"")), start=1):
        if item.tag != _SEQUENCE or count > MAX_IMAGES:
            raise LdsError("DG2: no row of representation blocks")
        yield from _image(_blocks(item.value), _integer(version.get(_GENERATION)), _integer(version.get(_YEAR)))


def _image(representation: dict[int, bytes], generation: int | None, year: int | None) -> Iterator[FaceImage]:
    """The one image of a representation block; none where it holds another kind of representation."""
    base = _blocks(representation.pop(_IMAGE_REPRESENTATION, b"")).get(_BASE, b"")
    image_2d = _blocks(_blocks(base).get(_IMAGE_2D, b""))
    image = image_2d.pop(_DATA, None)
    if image is None:
        return
    information = _blocks(image_2d.get(_INFORMATION, b""))
    size = _blocks(information.get(_SIZE, b""))
    details = FaceRepresentation(
        generation=generation,
        year=year,
        data_format=_integer(_blocks(information.get(_DATA_FORMAT, b"")).get(_CODE)),
        blocks=tuple(Tlv(tag, value) for tag, value in representation.items()),
        image_blocks=tuple(Tlv(tag, value) for tag, value in image_2d.items()),
    )
    yield face_image(image, _integer(size.get(_WIDTH)) or 0, _integer(size.get(_HEIGHT)) or 0, details)


def _blocks(sequence: bytes) -> dict[int, bytes]:
    """The components of a SEQUENCE by their tags; raises ``LdsError`` where one comes twice: which would count?"""
    items = list(islice(iterate(sequence), MAX_BLOCKS + 1))
    blocks = {item.tag: item.value for item in items}
    if len(items) > MAX_BLOCKS or len(blocks) != len(items):
        raise LdsError("DG2: a block comes twice, or there are too many")
    return blocks


def _integer(value: bytes | None) -> int | None:
    """A small INTEGER or ENUMERATED that is not negative, or ``None``."""
    if value is None or not 1 <= len(value) <= 4 or value[0] & 0x80:
        return None
    return int.from_bytes(value, "big")
